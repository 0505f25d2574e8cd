package dev.tunnelwatch.benchmarks.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.benchmarks.pages.ReliabilityPage;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Reading;
import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.ingest.Ingest;
import dev.tunnelwatch.ingest.IngestConfig;
import dev.tunnelwatch.ingest.Secret;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.SourcePosition;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.PositionJson;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Whoever takes a slot over reads its positions first, and meanwhile nobody reads the hub: how much
 * longer that takes behind a day's worth of commits.
 */
public final class PositionProof {
  static final String NAME = ReliabilityPage.POSITIONS;

  /** A partition that is idle says every five seconds how far it is read. */
  private static final int COMMITS = (int) (Duration.ofDays(1).toSeconds() / 5);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PARTITION = 0;

  private final Stage stage;
  private final byte[] body = new Content(1, 1).body(PARTITION, 1);
  private long last;

  private PositionProof(Stage stage) {
    this.stage = stage;
  }

  /** Arguments: take-overs before and after, pages. */
  public static void main(String[] args) throws Exception {
    var written = Written.begin("PositionProof " + String.join(" ", args));
    int times = Integer.parseInt(args[0]);
    var directory = Files.createTempDirectory("position-proof");
    var result = JSON.createObjectNode();
    try (var stage = Stage.set(directory)) {
      var proof = new PositionProof(stage);
      proof.takeOver(); // classes are loaded, links were opened once
      proof.takeOvers(times, "before", result);
      proof.commitADay();
      proof.takeOvers(times, "after", result);
    }
    System.out.println(result);
    written.write(NAME, "1", Map.of("commits", (long) COMMITS), List.of(result), Path.of(args[1]));
    Written.delete(directory, true);
  }

  private void takeOvers(int times, String when, ObjectNode result) throws Exception {
    var millis = result.putArray(when);
    for (int i = 0; i < times; i++) {
      millis.add(takeOver().toMillis());
    }
  }

  /** From the start until a record that waits is committed. */
  private Duration takeOver() throws Exception {
    last = stage.hub().publish(PARTITION, body);
    var sources = List.of(HubSource.of(new Secret(stage.connection()), Stage.HUB));
    var config =
        IngestConfig.of(sources, stage.broker().kafka(), Topics.DEFAULT, "process-0")
            .with(new CanaryWay.Off());
    var registry = new SimpleMeterRegistry();
    long began = System.nanoTime();
    try (var _ = Ingest.start(config, InstantSource.system(), registry)) {
      Watched.await("the event to be taken", () -> taken(registry) > 0);
      return Duration.ofNanos(System.nanoTime() - began);
    }
  }

  private static double taken(SimpleMeterRegistry registry) {
    return registry.find("tunnelwatch.ingest.bytes").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  /** The same position again and again, as its owner would. */
  private void commitADay() throws Exception {
    var id = new SourceId(Stage.HUB, Integer.toString(PARTITION));
    int slot = slot(id);
    var created = stage.hub().createdAt();
    var position = PositionJson.write(new SourcePosition(id, last, created, created));
    var settings = new HashMap<>(stage.broker().kafka());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tw-ingest-" + slot);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      for (int i = 0; i < COMMITS; i++) {
        producer.beginTransaction();
        var record =
            new ProducerRecord<>(Topics.DEFAULT.positions(), slot, id.toString(), position);
        var _ = producer.send(record);
        producer.commitTransaction();
      }
    }
  }

  private int slot(SourceId id) {
    return Reading.all(stage.servers(), Reading.COMMITTED, Topics.DEFAULT.positions()).stream()
        .filter(record -> new String(record.key(), UTF_8).equals(id.toString()))
        .findFirst()
        .orElseThrow()
        .partition();
  }
}
