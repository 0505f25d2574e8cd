package dev.tunnelwatch.simulator.hub;

import static dev.tunnelwatch.simulator.hub.OfficialClient.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import dev.tunnelwatch.model.testing.Await;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may not, and what is not there. */
@Timeout(20)
class RefusalsTest {

  private final HubServer server =
      HubServer.start(HubServerConfig.of(InstantSource.system(), HubSpec.of("logs", 2)));
  private final String connection = server.connectionString("logs");
  private final OfficialClient client = new OfficialClient();

  @AfterEach
  void closeAll() {
    client.close();
    server.close();
  }

  private static void isToldOf(OfficialClient.Received receiver, AmqpErrorCondition condition) {
    Await.until("a receiver to end", PATIENCE, () -> receiver.error.get() != null);
    assertThat(receiver.error.get())
        .isInstanceOfSatisfying(
            AmqpException.class,
            error -> assertThat(error.getErrorCondition()).isEqualTo(condition));
  }

  @Test
  void aWrongKeyNeitherReceivesNorSends() {
    var wrong = connection.replaceFirst("SharedAccessKey=[^;]*", "SharedAccessKey=bm90IGl0");

    isToldOf(
        client.receive(wrong, "0", EventPosition.earliest()),
        AmqpErrorCondition.UNAUTHORIZED_ACCESS);
    assertThatThrownBy(() -> client.producer(wrong).send(List.of(OfficialClient.event("x"))))
        .isInstanceOf(AmqpException.class)
        .hasMessageContaining("InvalidSignature");
    assertThat(server.hub("logs").info(0).empty()).isTrue();
  }

  @Test
  void anUnknownHubPartitionOrConsumerGroupIsNotFound() {
    var elsewhere = connection.replace("EntityPath=logs", "EntityPath=nowhere");
    isToldOf(
        client.receive(elsewhere, "0", EventPosition.earliest()), AmqpErrorCondition.NOT_FOUND);
    isToldOf(
        client.receive(connection, "2", EventPosition.earliest()), AmqpErrorCondition.NOT_FOUND);
    isToldOf(
        client.receive(
            client.consumer(OfficialClient.builder(connection).consumerGroup("nobody")),
            "0",
            EventPosition.earliest(),
            new ReceiveOptions()),
        AmqpErrorCondition.NOT_FOUND);
  }

  @Test
  void propertiesTellTheIncarnationAndTheEndsOfAPartition() {
    for (int i = 0; i < 3; i++) {
      server.hub("logs").publish(1, new byte[10]);
    }
    var consumer = client.consumer(connection);

    var hub = consumer.getEventHubProperties().blockOptional(PATIENCE).orElseThrow();
    var partition = consumer.getPartitionProperties("1").blockOptional(PATIENCE).orElseThrow();
    var empty = consumer.getPartitionProperties("0").blockOptional(PATIENCE).orElseThrow();

    assertThat(hub.getCreatedAt()).isEqualTo(server.hub("logs").createdAt());
    assertThat(hub.getPartitionIds()).containsExactly("0", "1");
    assertThat(partition.getBeginningSequenceNumber()).isZero();
    assertThat(partition.getLastEnqueuedSequenceNumber()).isEqualTo(2);
    assertThat(partition.isEmpty()).isFalse();
    assertThat(empty.getLastEnqueuedSequenceNumber()).isEqualTo(-1);
    assertThat(empty.isEmpty()).isTrue();
  }

  @Test
  void aHubMadeAnewIsAnotherIncarnationAndItsReceiversLearnIt() {
    var before = server.hub("logs");
    before.publish(0, new byte[10]);
    var received = client.receive(connection, "0", EventPosition.earliest());
    Await.until("an event", PATIENCE, () -> !received.events.isEmpty());

    var after = server.recreate(HubSpec.of("logs", 2));

    assertThat(after.createdAt()).isAfter(before.createdAt());
    assertThat(after.publish(0, new byte[1])).isZero();
    isToldOf(received, AmqpErrorCondition.NOT_FOUND);
    assertThatThrownBy(() -> before.publish(0, new byte[1]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aProducerOfAHubMadeAnewIsToldOnceAndSendsToTheNewOne() {
    var producer = client.producer(connection);
    producer.send(List.of(OfficialClient.event("old")));
    var after = server.recreate(HubSpec.of("logs", 1));

    Await.until(
        "an event in the new hub",
        PATIENCE,
        () -> {
          producer.send(List.of(OfficialClient.event("new")));
          return !after.info(0).empty();
        });
  }

  @Test
  void aMessageBeyondTheLimitIsRefusedAndSmallerOnesGoOn() {
    var producer = client.producer(connection);

    assertThatThrownBy(() -> producer.send(List.of(OfficialClient.event("x".repeat(1_100_000)))))
        .isInstanceOf(AmqpException.class);
    producer.send(List.of(OfficialClient.event("x")));

    assertThat(server.hub("logs").info(0).empty()).isFalse();
  }
}
