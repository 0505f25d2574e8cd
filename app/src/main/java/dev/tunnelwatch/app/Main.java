package dev.tunnelwatch.app;

import dev.tunnelwatch.app.accuracy.AccuracyCommand;
import dev.tunnelwatch.app.alerttest.AlertTestCommand;
import dev.tunnelwatch.app.check.CheckCommand;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.command.CommandLine;
import dev.tunnelwatch.app.command.Console;
import dev.tunnelwatch.app.command.StandardOutput;
import dev.tunnelwatch.app.demo.DemoCommand;
import dev.tunnelwatch.app.operator.OperatorCommand;
import dev.tunnelwatch.app.replay.ReplayCommand;
import dev.tunnelwatch.app.run.RunCommand;
import dev.tunnelwatch.app.score.ScoreCommand;
import dev.tunnelwatch.app.simulate.SimulateCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** Where every command starts. */
public final class Main {

  private Main() {}

  /** Exits with 0 done, 1 failed, 2 wrong usage or configuration. */
  public static void main(String[] args) {
    var output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    var err = utf8(new FileOutputStream(FileDescriptor.err));
    var console = new Console(utf8(output), err, System.getenv());
    int code = run(List.of(args), console);
    console.out().flush();
    int ended = output.ended(code, err);
    err.flush();
    System.exit(ended);
  }

  /** The same without the exit. */
  static int run(List<String> words, Console console) {
    var commands =
        List.<Command>of(
            new DemoCommand(),
            new RunCommand(),
            new CheckCommand(),
            new AlertTestCommand(),
            new OperatorCommand(),
            new ReplayCommand(),
            new SimulateCommand(),
            new ScoreCommand(),
            new AccuracyCommand());
    try {
      return new CommandLine(commands).run(words, console);
    } catch (IOException e) {
      return failed(console, e);
    } catch (UncheckedIOException e) {
      return failed(console, Optional.ofNullable(e.getCause()).orElse(new IOException(e)));
    } catch (Exception e) {
      console.err().println("tunnelwatch: " + e);
      e.printStackTrace(console.err());
      return Command.FAILED;
    }
  }

  /** A full disk, a file that may not be read: nothing that a stack trace explains. */
  private static int failed(Console console, IOException e) {
    var reason = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    var what = e instanceof FileSystemException ? "cannot read or write " + reason : reason;
    console.err().println("tunnelwatch: " + what + why(e));
    return Command.FAILED;
  }

  /** What the message does not say. */
  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> ": there is no such file";
      case AccessDeniedException _ -> ": no right to";
      case FileSystemException _ when e.getClass() == FileSystemException.class -> "";
      case CharacterCodingException _ -> ": text that is no UTF-8";
      case IOException _ when e.getClass() == IOException.class -> "";
      default -> " (" + e.getClass().getSimpleName() + ')';
    };
  }

  /** Whatever the locale of the machine. */
  private static PrintStream utf8(OutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }
}
