package dev.tunnelwatch.benchmarks.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A clock of a machine that is wrong, for one process alone. */
final class WrongClock {
  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String FAKE_CLOCK = "faketime/libfaketimeMT.so.1";

  /** By then it has looked. */
  static final Duration SEEN = Duration.ofSeconds(3);

  private WrongClock() {}

  /**
   * Moves the time of day of a process; how time passes stays right.
   *
   * @param seconds ahead of everybody else's clock, or behind if negative
   * @return what to put into its environment
   * @throws IllegalStateException where libfaketime is not installed
   */
  static Map<String, String> by(int seconds) {
    return environment("FAKETIME", offset(seconds));
  }

  /**
   * Likewise, of a process that may be at work: it looks there every second.
   *
   * @param hands the file that tells it
   */
  static Map<String, String> set(Path hands, Duration ahead) throws IOException {
    Files.writeString(hands, offset(ahead.toSeconds()) + "\n");
    return environment("FAKETIME_TIMESTAMP_FILE", hands.toString());
  }

  private static String offset(long seconds) {
    return "%+d".formatted(seconds);
  }

  private static Map<String, String> environment(String how, String value) {
    return Map.of(
        "LD_PRELOAD",
        fakeClock().toString(),
        how,
        value,
        "FAKETIME_CACHE_DURATION",
        "1",
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
