package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class HangingWatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** As while a name server is away. */
  @Test
  void whereNoClientCanBeMadeItIsTriedAgain() {
    var tries = new AtomicInteger();

    try (var watch =
        new HangingWatch(
            Story.config(Path.of("unused")),
            new KafkaContact(() -> 0),
            () -> {
              tries.incrementAndGet();
              throw new KafkaException("the test's failure");
            },
            Duration.ofMillis(1))) {
      watch.start();

      Await.until("another try", LIMIT, () -> tries.get() > 1);
      assertThat(watch.problem()).isEmpty(); // nothing hangs for all that is known
    }
  }
}
