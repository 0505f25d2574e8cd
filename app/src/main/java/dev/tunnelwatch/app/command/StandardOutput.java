package dev.tunnelwatch.app.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;

/** Remembers what a print stream over it keeps to itself: that something could not be written. */
public final class StandardOutput extends FilterOutputStream {

  private Optional<IOException> problem = Optional.empty();

  public StandardOutput(OutputStream to) {
    super(to);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      problem = problem.or(() -> Optional.of(e));
      throw e;
    }
  }

  /**
   * The exit code of a command that came to {@code code}: results that nobody got are no success.
   */
  public int ended(int code, PrintStream err) {
    if (problem.filter(e -> !isClosedPipe(e)).isEmpty()) {
      return code;
    }
    err.println(
        "tunnelwatch: standard output could not be written, or not to its end: "
            + problem.get().getMessage());
    return code == Command.DONE ? Command.FAILED : code;
  }

  /** Who reads with {@code head} has enough, and wants to hear of nothing. */
  private static boolean isClosedPipe(IOException problem) {
    return String.valueOf(problem.getMessage()).contains("Broken pipe");
  }
}
