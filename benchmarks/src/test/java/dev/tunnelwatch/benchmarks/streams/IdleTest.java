package dev.tunnelwatch.benchmarks.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Reading;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.CoverageJson;
import dev.tunnelwatch.records.IncidentJson;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is over is told when it is due, though its partition has no more records to say so. */
@Tag("proof")
final class IdleTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration IN_TIME = Duration.ofSeconds(10);
  private static final Duration COVERAGE = Duration.ofSeconds(5);
  private static final Topics TOPICS = Topics.DEFAULT;

  /**
   * From a short loss until it is told to be over: its penalty is forgotten, and 60 s (rule 38).
   */
  private static final Duration RECOVERED = Duration.ofMillis(249_023 + 60_000);

  private static final Duration LINGER = Duration.ofMinutes(10);
  private static final Duration OUTAGE = Duration.ofMinutes(1);

  @TempDir Path directory;
  private final Map<String, Incident> told = new HashMap<>();

  @Test
  void whatIsDueIsToldWithinTenSecondsThoughOnlyCoverageComes() throws Exception {
    try (var broker = Broker.start(directory.resolve("kafka"))) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(TOPICS));
      try (var process = new Correlating(broker.servers(), directory, "process", 0).start();
          var producer = producer(broker);
          var consumer = Reading.committed(broker.servers(), TOPICS.incidents())) {
        Await.until("it to work", LIMIT, process::ready);
        var now = Instant.now();
        var due = now.plusSeconds(15);
        outage(producer, "gw-recovers", due.minus(RECOVERED), due.minus(RECOVERED).plus(OUTAGE));
        outage(producer, "gw-closes", due.minus(LINGER).minus(OUTAGE), due.minus(LINGER));
        producer.flush();

        cover(producer, consumer, due.minusMillis(500));
        assertThat(states()).as("before it is due").isEqualTo(before());

        cover(producer, consumer, due.plus(IN_TIME));
        assertThat(states()).as("10 s after it was due").isEqualTo(after());
      }
    }
  }

  private static Map<String, IncidentState> before() {
    return Map.of("gw-recovers", IncidentState.OPEN, "gw-closes", IncidentState.RECOVERED);
  }

  private static Map<String, IncidentState> after() {
    return Map.of("gw-recovers", IncidentState.RECOVERED, "gw-closes", IncidentState.CLOSED);
  }

  private Map<String, IncidentState> states() {
    var states = new HashMap<String, IncidentState>();
    told.forEach((gateway, incident) -> states.put(gateway, incident.state()));
    return states;
  }

  /** All is read up to now, and said so every 5 s, until then. */
  private void cover(
      KafkaProducer<String, byte[]> producer,
      KafkaConsumer<byte[], byte[]> consumer,
      Instant until) {
    for (var next = Instant.MIN; Instant.now().isBefore(until); ) {
      if (!Instant.now().isBefore(next)) {
        next = Instant.now().plus(COVERAGE);
        var source = SourceId.parse("hub/0");
        var coverage = new SourceCoverage(source, Instant.now(), 1, Instant.EPOCH, List.of());
        var _ =
            producer.send(
                new ProducerRecord<>(TOPICS.sources(), "hub/0", CoverageJson.write(coverage)));
      }
      for (var record : consumer.poll(Duration.ofMillis(100))) {
        if (record.headers().lastHeader(Headers.CANARY) == null) {
          var incident = IncidentJson.read(record.value());
          told.put(incident.scope().gateways().getFirst().name(), incident);
        }
      }
    }
  }

  private static void outage(
      KafkaProducer<String, byte[]> producer, String gateway, Instant from, Instant to) {
    send(producer, gateway, from.minusSeconds(600), "Connected", "");
    send(producer, gateway, from, "Disconnected", "DPD timed out");
    send(producer, gateway, to, "Connected", "");
  }

  private static void send(
      KafkaProducer<String, byte[]> producer, String name, Instant at, String did, String why) {
    var gateway =
        "/subscriptions/5b4f1f4e-0c8a-4f2e-9b2f-6d7a8b9c0d1e/resourcegroups/rg-net"
            + "/providers/microsoft.network/virtualnetworkgateways/"
            + name;
    var text =
        """
        {"time":"%s","resourceId":"%s","category":"TunnelDiagnosticLog",\
        "operationName":"Tunnel%s","level":"Informational","properties":{\
        "instance":"GatewayTenantWorker_IN_0","remoteIP":"203.0.113.%d","status":"%s",\
        "stateChangeReason":"%s"}}"""
            .formatted(at, gateway, did, 1 + name.length(), did, why);
    var record = new ProducerRecord<>(TOPICS.records(), gateway, text.getBytes(UTF_8));
    record.headers().add(Headers.ENQUEUED_AT, at.plusSeconds(1).toString().getBytes(UTF_8));
    var _ = producer.send(record);
  }

  private static KafkaProducer<String, byte[]> producer(Broker broker) {
    return new KafkaProducer<>(broker.kafka(), new StringSerializer(), new ByteArraySerializer());
  }
}
