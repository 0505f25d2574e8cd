package dev.tunnelwatch.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Credit is the client's to give; events it has not asked for stay with the hub. */
@Timeout(20)
class CreditTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final SharedKey key = SharedKey.generate();
  private final HubServer server =
      HubServer.start(
          HubServerConfig.of(InstantSource.system(), HubSpec.of("logs", 1)).withKey(key));

  @AfterEach
  void close() {
    server.close();
  }

  private void publish(int events) {
    for (int i = 0; i < events; i++) {
      server.hub("logs").publish(0, new byte[10]);
    }
  }

  @Test
  void aSlowConsumerGetsNoMoreThanItsCredit() throws IOException {
    publish(100);
    try (var client = new RawReceiver(server, key, "amqp.annotation.x-opt-offset > '-1'")) {
      client.grant(3);
      Await.until("three events", SOON, () -> client.exchange().queued() == 3);
      publish(10);
      for (int i = 0; i < 5; i++) {
        assertThat(client.exchange().queued()).isEqualTo(3);
      }

      client.grant(4);
      Await.until("four more", SOON, () -> client.exchange().queued() == 7);
      assertThat(client.exchange().queued()).isEqualTo(7);
    }
  }

  @Test
  void aDrainedLinkGetsWhatThereIsAndItsCreditBack() throws IOException {
    publish(2);
    try (var client = new RawReceiver(server, key, "amqp.annotation.x-opt-offset > '-1'")) {
      client.drain(50);

      Await.until(
          "two events and no credit",
          SOON,
          () -> client.exchange().queued() == 2 && client.creditLeft() == 0);
    }
  }

  @Test
  void anUnknownFilterIsDetachedWithItsReason() throws IOException {
    try (var client = new RawReceiver(server, key, "amqp.annotation.x-opt-color > 'red'")) {
      Await.until(
          "the refusal", SOON, () -> client.exchange().refusal().equals("amqp:not-implemented"));
    }
  }
}
