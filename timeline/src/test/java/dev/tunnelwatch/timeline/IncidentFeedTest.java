package dev.tunnelwatch.timeline;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.IncidentJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class IncidentFeedTest {

  private static final TopicPartition PARTITION = new TopicPartition("tw.incidents", 0);

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
    consumer.updatePartitions(
        PARTITION.topic(), List.of(new PartitionInfo(PARTITION.topic(), 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.schedulePollTask(
        () -> {
          for (int offset = 0; offset < values.size(); offset++) {
            consumer.addRecord(record(offset, values.get(offset)));
          }
          var canary = record(values.size(), "{\"records\":[]}");
          canary.headers().add(Headers.CANARY, new byte[0]);
          consumer.addRecord(canary);
        });

    try (var feed = new IncidentFeed(consumer, PARTITION.topic(), board, metrics)) {
      feed.start();
      Await.until("both revisions", Duration.ofSeconds(5), () -> board.version() == 2);
    }

    assertThat(board.revisions(open.id())).extracting(Incident::revision).containsExactly(1, 2);
    assertThat(metrics.counter("tunnelwatch.timeline.unreadable").count()).isEqualTo(1);
  }

  private static ConsumerRecord<byte[], byte[]> record(int offset, String value) {
    return new ConsumerRecord<>(
        PARTITION.topic(), 0, offset, new byte[0], value.getBytes(StandardCharsets.UTF_8));
  }
}
