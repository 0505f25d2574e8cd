package dev.tunnelwatch.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Decision time that moves when the story says so. */
final class SettableClock implements InstantSource {

  private Instant now;

  SettableClock(Instant start) {
    now = start;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  void set(Instant to) {
    now = to;
  }

  @Override
  public Instant instant() {
    return now;
  }
}
