package dev.tunnelwatch.app.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Time that runs faster than the wall's, so that a demo sees hours in minutes. Until it is let go
 * it runs as the wall's does, only so far in the past that it meets the wall clock when its run is
 * over; after that it goes on, ahead of it. It never jumps.
 */
public final class ScaledClock implements InstantSource {
  private final InstantSource wall;
  private final Duration lag;
  private final double speed;
  private volatile Optional<Instant> released = Optional.empty();

  /**
   * Not let go yet.
   *
   * @param run of real time from {@link #release} on, after which this clock and the wall's agree
   * @param speed of this clock in seconds per real second, at least 1
   */
  public ScaledClock(InstantSource wall, Duration run, double speed) {
    if (!(speed >= 1)) {
      throw new IllegalArgumentException("speed: expected at least 1, got " + speed);
    }
    this.wall = wall;
    this.speed = speed;
    this.lag = times(run, speed - 1);
  }

  /** Lets it run at its speed. Returns what it shows at that moment. */
  public synchronized Instant release() {
    if (released.isPresent()) {
      throw new IllegalStateException("clock: expected one release, got a second");
    }
    var now = wall.instant();
    released = Optional.of(now);
    return now.minus(lag);
  }

  @Override
  public Instant instant() {
    var now = wall.instant();
    var since = released;
    return since
        .map(start -> start.minus(lag).plus(times(Duration.between(start, now), speed)))
        .orElseGet(() -> now.minus(lag));
  }

  private static Duration times(Duration duration, double factor) {
    return Duration.ofNanos(Math.round(duration.toNanos() * factor));
  }
}
