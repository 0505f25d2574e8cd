package dev.tunnelwatch.simulator.hub;

import static dev.tunnelwatch.simulator.hub.OfficialClient.PATIENCE;
import static dev.tunnelwatch.simulator.hub.OfficialClient.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.models.CreateBatchOptions;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import com.azure.messaging.eventhubs.models.SendOptions;
import dev.tunnelwatch.model.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events go in and come out through Microsoft's own client. */
@Timeout(20)
class SendAndReceiveTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final HubServer server =
      HubServer.start(
          HubServerConfig.of(
              InstantSource.fixed(NOON),
              HubSpec.of("logs", 4)
                  .withConsumerGroups("tunnelwatch")
                  .withRetention(new Retention(1_000, 8 << 20, Duration.ofDays(1)))));
  private final Hub hub = server.hub("logs");
  private final String connection = server.connectionString("logs");
  private final OfficialClient client = new OfficialClient();

  @AfterEach
  void closeAll() {
    client.close();
    server.close();
  }

  @Test
  void whatIsPublishedInProcessIsReceivedInOrderWithItsPlaceAndTime() {
    for (int i = 0; i < 200; i++) {
      hub.publish(1, ("line " + i).getBytes(UTF_8));
    }

    var received = client.receive(connection, "1", EventPosition.earliest());

    Await.until("200 events", PATIENCE, () -> received.events.size() == 200);
    assertThat(received.sequences()).isEqualTo(LongStreams.upTo(200));
    assertThat(received.bodies().get(17)).isEqualTo("line 17");
    assertThat(received.events.get(17).getData().getEnqueuedTime()).isEqualTo(NOON);
    assertThat(received.events.get(17).getData().getOffsetString()).isNotEqualTo("17");
  }

  @Test
  void aReceiverOfTheLatestGetsOnlyWhatComesAfterIt() {
    hub.publish(0, "before".getBytes(UTF_8));
    var received = client.receive(connection, "0", EventPosition.latest());

    Await.until(
        "the first event after the receiver came",
        PATIENCE,
        () -> {
          hub.publish(0, "after".getBytes(UTF_8));
          return !received.events.isEmpty();
        });

    assertThat(received.bodies()).doesNotContain("before");
  }

  @Test
  void aProducersBatchesReachEveryPartitionWithProperties() {
    var producer = client.producer(connection);
    for (int partition = 0; partition < 4; partition++) {
      var batch =
          producer.createBatch(
              new CreateBatchOptions().setPartitionId(Integer.toString(partition)));
      for (int i = 0; i < 3; i++) {
        var event = event("event " + i);
        event.getProperties().put("site", "paris");
        event.getProperties().put("weight", 7L);
        event.setMessageId("id-" + i).setContentType("application/json");
        assertThat(batch.tryAdd(event)).isTrue();
      }
      producer.send(batch);
    }

    for (int partition = 0; partition < 4; partition++) {
      var received =
          client.receive(connection, Integer.toString(partition), EventPosition.earliest());
      Await.until("the batch of " + partition, PATIENCE, () -> received.events.size() == 3);
      var second = received.events.get(1).getData();
      assertThat(received.bodies()).containsExactly("event 0", "event 1", "event 2");
      assertThat(second.getProperties()).containsEntry("site", "paris").containsEntry("weight", 7L);
      assertThat(second.getMessageId()).isEqualTo("id-1");
      assertThat(second.getContentType()).isEqualTo("application/json");
    }
  }

  @Test
  void singleEventsToTheHubGoRoundItsPartitions() {
    var producer = client.producer(connection);
    for (int i = 0; i < 8; i++) {
      producer.send(List.of(event("single " + i)));
    }

    assertThat(IntStream.range(0, 4).mapToLong(each -> hub.info(each).lastSequence()))
        .containsExactly(1L, 1L, 1L, 1L);
  }

  @Test
  void onePartitionKeyIsOnePartitionAndComesBackAsAnnotation() {
    var producer = client.producer(connection);
    var key = new SendOptions().setPartitionKey("gw-weu");
    producer.send(Stream.of("a", "b").map(OfficialClient::event).toList(), key);
    producer.send(List.of(event("c")), key);

    int partition = PartitionKeyHash.partition("gw-weu", 4);
    var received =
        client.receive(connection, Integer.toString(partition), EventPosition.earliest());

    Await.until("three events of one key", PATIENCE, () -> received.events.size() == 3);
    assertThat(received.bodies()).containsExactly("a", "b", "c");
    assertThat(received.events)
        .allSatisfy(each -> assertThat(each.getData().getPartitionKey()).isEqualTo("gw-weu"));
  }

  @Test
  void aBodyOfAlmostOneMegabyteTravelsBothWays() {
    var large = "x".repeat(1_000_000);
    client.producer(connection).send(List.of(event(large)), new SendOptions().setPartitionId("2"));
    hub.publish(2, large.getBytes(UTF_8));

    var received = client.receive(connection, "2", EventPosition.earliest());

    Await.until("two large events", PATIENCE, () -> received.events.size() == 2);
    assertThat(received.bodies()).containsExactly(large, large);
  }

  @Test
  void aReceiverIsToldOfTheLastEventWithEachOne() {
    for (int i = 0; i < 5; i++) {
      hub.publish(3, "line".getBytes(UTF_8));
    }

    var received =
        client.receive(
            client.consumer(connection),
            "3",
            EventPosition.fromSequenceNumber(0, true),
            new ReceiveOptions().setTrackLastEnqueuedEventProperties(true));

    Await.until("five events", PATIENCE, () -> received.events.size() == 5);
    var last = received.events.getFirst().getLastEnqueuedEventProperties();
    assertThat(last.getSequenceNumber()).isEqualTo(4);
    assertThat(last.getEnqueuedTime()).isEqualTo(NOON);
    assertThat(last.getRetrievalTime()).isEqualTo(NOON);
  }

  @Test
  void aConsumerGroupOfItsOwnReadsEverythingForItself() {
    hub.publish(0, "line".getBytes(UTF_8));

    var own =
        client.receive(
            client.consumer(OfficialClient.builder(connection).consumerGroup("tunnelwatch")),
            "0",
            EventPosition.earliest(),
            new ReceiveOptions());
    var common = client.receive(connection, "0", EventPosition.earliest());

    Await.until("both", PATIENCE, () -> own.events.size() == 1 && common.events.size() == 1);
  }
}
