package dev.tunnelwatch.app.demo;

import dev.tunnelwatch.app.command.Arguments;
import dev.tunnelwatch.app.command.UsageException;
import dev.tunnelwatch.app.config.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How a demo is to run.
 *
 * @param duration real time in which the fleet's faults happen; the tail comes on top
 * @param speed seconds of the fleet's time per real second
 * @param port of the page; another one when it is taken
 * @param keep whether page and servers stay after the verdict
 */
record DemoOptions(
    Duration duration, int speed, int port, long seed, List<URI> alertmanagers, boolean keep) {

  /** What must page has to have the time for it. */
  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(20);

  private static final int MAX_SPEED = 100;

  DemoOptions {
    alertmanagers = List.copyOf(alertmanagers);
  }

  static DemoOptions of(Arguments arguments) {
    var duration = arguments.duration("--duration", Duration.ofMinutes(2));
    int speed = (int) arguments.number("--speed", 20, 1, MAX_SPEED);
    if (duration.multipliedBy(speed).compareTo(SHORTEST_LIFE) < 0) {
      throw Arguments.wrong(
          "--duration",
          "at least 20 min of the fleet's life, that is duration × speed",
          duration.toSeconds() + "s × " + speed);
    }
    return new DemoOptions(
        duration,
        speed,
        (int) arguments.number("--port", 8080, 0, 65_535),
        arguments.number("--seed", 1, Long.MIN_VALUE, Long.MAX_VALUE),
        arguments.text("--alertmanager").stream().map(DemoOptions::address).toList(),
        arguments.flag("--keep"));
  }

  private static URI address(String text) {
    return HttpAddress.of(text)
        .orElseThrow(
            () ->
                new UsageException(
                    "--alertmanager: expected %s, got %s"
                        .formatted(HttpAddress.expected(text), HttpAddress.shown(text))));
  }

  /** How much of the fleet's life is shown. */
  Duration life() {
    return duration.multipliedBy(speed);
  }
}
