package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.processes.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a machine does to a process on it: a wrong clock, a disk that cannot write. */
final class FailingMachine {
  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String FAKE_CLOCK = "faketime/libfaketimeMT.so.1";

  private FailingMachine() {}

  /**
   * Moves the time of day of a process; how time passes stays right.
   *
   * @param seconds ahead of everybody else's clock, or behind if negative
   * @return what to put into its environment
   * @throws IllegalStateException where libfaketime is not installed
   */
  static Map<String, String> clock(int seconds) {
    return Map.of(
        "LD_PRELOAD",
        fakeClock().toString(),
        "FAKETIME",
        "%+d".formatted(seconds),
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        "DONT_FAKE_MONOTONIC",
        "1");
  }

  private static Path fakeClock() {
    try (var architectures = Files.list(LIBRARIES)) {
      return architectures
          .map(directory -> directory.resolve(FAKE_CLOCK))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("libfaketime is not installed"));
    } catch (IOException e) {
      throw new IllegalStateException("libfaketime cannot be looked for", e);
    }
  }

  /**
   * Whatever a process asks to be on disk for certain fails with EIO, until the answer is ended.
   *
   * @throws IOException where strace is not installed
   */
  static Process failingDisk(Child child) throws IOException {
    return new ProcessBuilder(
            List.of(
                "strace",
                "-f",
                "-qq",
                "-e",
                "trace=fsync,fdatasync",
                "-e",
                "inject=fsync,fdatasync:error=EIO",
                "-p",
                Long.toString(child.pid())))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
