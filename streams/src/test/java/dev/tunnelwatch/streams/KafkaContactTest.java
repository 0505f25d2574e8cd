package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class KafkaContactTest {
  private long now = Long.MAX_VALUE - 7; // such a clock may begin anywhere, and run over
  private final KafkaContact contact = new KafkaContact(() -> now);

  @Test
  void silenceIsAProblemOnlyWhenItIsLong() {
    pass(KafkaContact.PATIENCE);
    assertThat(contact.problem()).isEmpty();
    pass(Duration.ofSeconds(1));

    assertThat(contact.problem()).contains("Kafka has not answered for 61 s");
  }

  @Test
  void theFirstAnswerEndsIt() {
    pass(Duration.ofHours(3));
    contact.failed(new ExecutionException(new TimeoutException("nobody there")));
    assertThat(contact.problem()).isPresent();
    contact.answered();

    assertThat(contact.problem()).isEmpty();
  }

  @Test
  void whoRefusesIsThere() {
    pass(Duration.ofHours(3));
    contact.failed(new ExecutionException(new ClusterAuthorizationException("not allowed")));

    assertThat(contact.problem()).isEmpty();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
