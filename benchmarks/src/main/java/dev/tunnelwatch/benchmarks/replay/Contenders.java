package dev.tunnelwatch.benchmarks.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.command.CommandLine;
import dev.tunnelwatch.app.command.Console;
import dev.tunnelwatch.app.replay.ReplayCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is measured beside each other over the same files. */
public final class Contenders {

  private Contenders() {}

  /** One thread that makes a tree of every body and drops it; how many bodies there were. */
  static long readTree(List<Path> files) throws IOException {
    var mapper = new ObjectMapper();
    long bodies = 0;
    for (var file : files) {
      try (var in = Files.newInputStream(file);
          var parser = mapper.createParser(in)) {
        while (mapper.readTree(parser) != null) {
          bodies++;
        }
      }
    }
    return bodies;
  }

  /** The command as a user gives it, to its last output. */
  public static void replay(List<Path> files, String... options) throws Exception {
    var quiet = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    var words = new ArrayList<>(List.of("replay"));
    words.addAll(List.of(options));
    files.forEach(file -> words.add(file.toString()));
    var line = new CommandLine(List.<Command>of(new ReplayCommand()));
    int code = line.run(words, new Console(quiet, quiet, Map.of()));
    if (code != Command.DONE) {
      throw new IllegalStateException("replay: expected " + Command.DONE + ", got " + code);
    }
  }
}
