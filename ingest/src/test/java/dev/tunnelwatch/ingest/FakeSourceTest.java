package dev.tunnelwatch.ingest;

import java.time.Duration;
import java.time.Instant;

/** The fake does what it stands for. */
final class FakeSourceTest extends SourceContract {
  private final HandClock clock = new HandClock();
  private final FakeSource source = new FakeSource(clock, "0", "1");

  @Override
  Source source() {
    return source;
  }

  @Override
  long publish(String partition, byte[] body) {
    return source.publish(partition, body);
  }

  @Override
  Instant later() {
    clock.pass(Duration.ofSeconds(1));
    return clock.instant();
  }
}
