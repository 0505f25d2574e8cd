package dev.tunnelwatch.benchmarks.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A clock of a machine that is wrong, for one process alone. */
final class WrongClock {
  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String FAKE_CLOCK = "faketime/libfaketimeMT.so.1";

  private WrongClock() {}

  /**
   * Moves the time of day of a process; how time passes stays right.
   *
   * @param seconds ahead of everybody else's clock, or behind if negative
   * @return what to put into its environment
   * @throws IllegalStateException where libfaketime is not installed
   */
  static Map<String, String> by(int seconds) {
    return Map.of(
        "LD_PRELOAD",
        fakeClock().toString(),
        "FAKETIME",
        "%+d".formatted(seconds),
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        "DONT_FAKE_MONOTONIC",
        "1",
        // Or Object.wait is over at once, and a process that waits in turns takes a processor.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
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
}
