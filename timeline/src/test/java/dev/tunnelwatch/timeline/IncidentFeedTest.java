package dev.tunnelwatch.timeline;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.OperatorJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class IncidentFeedTest {

  private static final TopicPartition PARTITION = new TopicPartition("tw.incidents", 0);

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final TopicPartition WORDS = new TopicPartition("tw.operator", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final IncidentBoard board = new IncidentBoard(10);
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @Test
  void aValueThatIsNoIncidentIsCountedACanaryIsNotAndTheirNeighboursAreRead() {
    var open = parisUnreachable();
    var values =
        List.of(
            IncidentJson.write(open),
            "{\"schema\":1,\"id\":",
            IncidentJson.write(recovered(open, TEN.plusSeconds(600))));
    bothTopicsAreThere();
    consumer.schedulePollTask(
        () -> {
          for (int offset = 0; offset < values.size(); offset++) {
            consumer.addRecord(record(PARTITION, offset, values.get(offset)));
          }
          var canary = record(PARTITION, values.size(), "{\"records\":[]}");
          canary.headers().add(Headers.CANARY, new byte[0]);
          consumer.addRecord(canary);
        });

    try (var feed = new IncidentFeed(() -> consumer, Topics.DEFAULT, board, metrics)) {
      feed.start();
      Await.until("both revisions", Duration.ofSeconds(5), () -> board.version() == 2);
    }

    assertThat(board.revisions(open.id())).extracting(Incident::revision).containsExactly(1, 2);
    assertThat(metrics.counter("tunnelwatch.timeline.unreadable").count()).isEqualTo(1);
  }

  @Test
  void whatPeopleSayIsReadBesideAndAWordThatIsNoneIsCounted() {
    var open = parisUnreachable();
    var said =
        new OperatorAction(
            open.id(), "anna", TEN.plusSeconds(300), Seen.of(open), new Deed.Acknowledge());
    var word = new String(OperatorJson.write(said), StandardCharsets.UTF_8);
    bothTopicsAreThere();
    consumer.schedulePollTask(
        () -> {
          consumer.addRecord(record(WORDS, 0, word.replace("acknowledge", "shrug")));
          consumer.addRecord(record(WORDS, 1, word));
          consumer.addRecord(record(WORDS, 2, word));
          consumer.addRecord(record(PARTITION, 0, IncidentJson.write(open)));
        });

    try (var feed = new IncidentFeed(() -> consumer, Topics.DEFAULT, board, metrics)) {
      feed.start();
      Await.until("both", Duration.ofSeconds(5), () -> board.version() == 2);
    }

    assertThat(board.words(open.id())).containsExactly(said);
    assertThat(metrics.counter("tunnelwatch.timeline.unreadable").count()).isEqualTo(1);
  }

  /** A Kafka that fails ends no process of ours: others of its roles wake people. */
  @Test
  void aReaderThatFailsBeginsAnewAndIsNotReadyUntilItHasReadAllThereIs() {
    var open = parisUnreachable();
    var first = new MockConsumer<byte[], byte[]>("earliest");
    bothTopicsAreThere(first);
    first.schedulePollTask(() -> first.addRecord(record(PARTITION, 0, IncidentJson.write(open))));
    first.schedulePollTask(
        () -> first.setPollException(new TopicAuthorizationException("tw.incidents")));
    bothTopicsAreThere(consumer);
    consumer.updateEndOffsets(Map.of(PARTITION, 2L, WORDS, 0L));
    var consumers = new ArrayDeque<Consumer<byte[], byte[]>>(List.of(first, consumer));

    try (var feed = new IncidentFeed(consumers::remove, Topics.DEFAULT, board, metrics)) {
      feed.start();
      Await.until("one revision", LIMIT, () -> board.version() == 1 && feed.problem().isEmpty());
      Await.until("the failure", LIMIT, () -> first.closed() && consumers.isEmpty());
      Await.value("it to read anew", LIMIT, feed::problem, Optional::isPresent);

      var closed = recovered(open, TEN.plusSeconds(600));
      consumer.schedulePollTask(
          () -> {
            consumer.addRecord(record(PARTITION, 0, IncidentJson.write(open)));
            consumer.addRecord(record(PARTITION, 1, IncidentJson.write(closed)));
          });
      Await.until("the other", LIMIT, () -> board.version() == 2 && feed.problem().isEmpty());
      assertThat(feed.healthy()).isTrue();
    }
  }

  private void bothTopicsAreThere() {
    bothTopicsAreThere(consumer);
  }

  private static void bothTopicsAreThere(MockConsumer<byte[], byte[]> consumer) {
    for (var partition : List.of(PARTITION, WORDS)) {
      consumer.updatePartitions(
          partition.topic(), List.of(new PartitionInfo(partition.topic(), 0, null, null, null)));
    }
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L, WORDS, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 0L, WORDS, 0L));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, int offset, String value) {
    return new ConsumerRecord<>(
        partition.topic(), 0, offset, new byte[0], value.getBytes(StandardCharsets.UTF_8));
  }
}
