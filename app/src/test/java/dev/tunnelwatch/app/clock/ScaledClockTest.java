package dev.tunnelwatch.app.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ScaledClockTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Wall wall = new Wall();

  @Test
  void meetsTheWallAtTheEndOfItsRunAndGoesOn() {
    var clock = new ScaledClock(wall, Duration.ofMinutes(2), 20);
    assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(38 * 60));

    wall.advance(Duration.ofSeconds(10));
    var start = clock.release();

    assertThat(start).isEqualTo(NOON.minusSeconds(38 * 60 - 10)).isEqualTo(clock.instant());
    wall.advance(Duration.ofMinutes(1));
    assertThat(clock.instant()).isEqualTo(start.plusSeconds(20 * 60));
    wall.advance(Duration.ofMinutes(1));
    assertThat(clock.instant()).isEqualTo(wall.instant());
    wall.advance(Duration.ofSeconds(3));
    assertThat(clock.instant()).isEqualTo(wall.instant().plusSeconds(57));
  }

  /** A wall clock in the hand of the test. */
  private static final class Wall implements InstantSource {
    private Instant now = NOON;

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
