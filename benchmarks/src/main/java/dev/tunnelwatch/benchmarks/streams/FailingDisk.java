package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.processes.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Whatever a process asks to be on disk for certain fails with EIO, until this is ended. */
final class FailingDisk {
  private static final Pattern ANSWER = Pattern.compile("= -1 EIO .*\\(INJECTED\\)");

  private final Process strace;
  private final Path log;

  private FailingDisk(Process strace, Path log) {
    this.strace = strace;
    this.log = log;
  }

  /**
   * Under a process.
   *
   * @param log what it was answered is written there
   * @throws IOException where strace is not installed
   */
  static FailingDisk under(Child child, Path log) throws IOException {
    Files.deleteIfExists(log);
    var strace =
        new ProcessBuilder(
                List.of(
                    "strace",
                    "-f",
                    "-qq",
                    "-o",
                    log.toString(),
                    "-e",
                    "trace=fsync,fdatasync",
                    "-e",
                    "inject=fsync,fdatasync:error=EIO",
                    "-p",
                    Long.toString(child.pid())))
            .inheritIO()
            .start();
    return new FailingDisk(strace, log);
  }

  /** The disk is whole again. */
  void end() throws InterruptedException {
    strace.destroy();
    strace.waitFor();
  }

  /** How often it has failed; whole once it is ended. */
  long answers() throws IOException {
    return Files.exists(log) ? answers(Files.readAllLines(log)) : 0;
  }

  static long answers(List<String> lines) {
    return lines.stream().filter(line -> ANSWER.matcher(line).find()).count();
  }
}
