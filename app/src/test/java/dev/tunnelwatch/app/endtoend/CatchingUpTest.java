package dev.tunnelwatch.app.endtoend;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.alerts.Alerts;
import dev.tunnelwatch.alerts.Receivers;
import dev.tunnelwatch.alerts.Send;
import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.CoverageJson;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.streams.Correlator;
import dev.tunnelwatch.streams.CorrelatorConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule 37: nobody read the hub for three hours, in which twenty sites were lost for five minutes,
 * one after the other, and at last two for good. Amid catching up all is started again.
 */
class CatchingUpTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final int HEALED = 20;
  private static final int LOST = 22;

  @TempDir Path directory;

  private final Instant now = Instant.now();
  private final List<Send> sent = new CopyOnWriteArrayList<>();
  private EmbeddedKafka broker;
  private KafkaProducer<String, byte[]> ingest;
  private Instant readUpTo = now.minus(Duration.ofHours(3));

  @BeforeEach
  void start() {
    broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
    TopicSetup.ensure(kafka(), TopicPlan.all(TOPICS));
    ingest = new KafkaProducer<>(kafka(), new StringSerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    ingest.close();
    broker.close();
  }

  @Test
  void whatHealedMeanwhileIsOneSummaryThoughAllIsStartedAgainInTheMiddle() {
    for (int site = 0; site < LOST; site++) {
      send(site, now.minus(Duration.ofHours(4)), true);
    }
    try (var _ = correlator();
        var _ = alerts()) {
      loseAndReturn(0, 8);
      await("the first to have healed", site -> site < 7);
    }
    loseAndReturn(8, 12); // while nobody correlates
    try (var _ = correlator();
        var _ = alerts()) {
      loseAndReturn(12, HEALED);
      for (int site = HEALED; site < LOST; site++) {
        send(site, lossOf(site), false);
      }
      readUpTo = now.minus(Duration.ofMinutes(8));
      await("all that healed to have healed", site -> site < HEALED);
      assertThat(sent).as("while it is caught up nobody is told").isEmpty();

      readUpTo = now.plus(Duration.ofDays(1));
      Await.until("it to be told", LIMIT, () -> read() && sent.size() >= 3);
    }

    var told = sent.stream().collect(groupingBy(Send::action));
    assertThat(told.keySet()).containsExactlyInAnyOrder(Send.Action.PAGE, Send.Action.SUMMARY);
    assertThat(told.get(Send.Action.PAGE))
        .extracting(send -> send.incident().scope().gateways().getFirst().name())
        .containsExactlyInAnyOrder("gw-20", "gw-21");
    assertThat(told.get(Send.Action.SUMMARY))
        .singleElement()
        .satisfies(summary -> assertThat(summary.incidents()).hasSize(HEALED));
  }

  private Instant lossOf(int site) {
    return now.minus(Duration.ofMinutes(170 - 7L * site));
  }

  private void loseAndReturn(int from, int to) {
    for (int site = from; site < to; site++) {
      send(site, lossOf(site), false);
      send(site, lossOf(site).plusSeconds(301), true);
    }
  }

  private void await(String what, IntPredicate sites) {
    Await.until(
        what,
        LIMIT,
        () -> read() && healed().keySet().stream().filter(sites::test).count() == count(sites));
  }

  private static long count(IntPredicate sites) {
    return IntStream.range(0, LOST).filter(sites).count();
  }

  /** By site, what is over. */
  private Map<Integer, Incident> healed() {
    var last = new TreeMap<String, Incident>();
    for (var record : TopicContent.of(kafka(), TOPICS.incidents())) {
      var incident = IncidentJson.read(new String(record.value(), StandardCharsets.UTF_8));
      last.put(incident.id(), incident);
    }
    var healed = new TreeMap<Integer, Incident>();
    for (var incident : last.values()) {
      if (incident.state() != IncidentState.OPEN) {
        var gateway = incident.scope().gateways().getFirst().name();
        healed.put(Integer.valueOf(gateway.substring("gw-".length())), incident);
      }
    }
    return healed;
  }

  /** A source that is read moves, if only a little. */
  private boolean read() {
    readUpTo = readUpTo.plusMillis(1);
    var coverage = new SourceCoverage(SourceId.parse("hub/0"), readUpTo, 1, now, List.of());
    var _ =
        ingest.send(new ProducerRecord<>(TOPICS.sources(), "hub/0", CoverageJson.write(coverage)));
    ingest.flush();
    return true;
  }

  private void send(int site, Instant at, boolean up) {
    var gateway = Logs.GATEWAY.replace("gw-weu", "gw-" + site);
    var line =
        (up ? Logs.connected(at) : Logs.disconnected(at))
            .replace(Logs.GATEWAY.toUpperCase(Locale.ROOT), gateway.toUpperCase(Locale.ROOT))
            .replace("203.0.113.7", "203.0.113." + (100 + site));
    var record =
        new ProducerRecord<>(TOPICS.records(), gateway, line.getBytes(StandardCharsets.UTF_8));
    var enqueuedAt = at.plusSeconds(30);
    record
        .headers()
        .add(Headers.ENQUEUED_AT, enqueuedAt.toString().getBytes(StandardCharsets.UTF_8));
    var _ = ingest.send(record);
    readUpTo = enqueuedAt.isAfter(readUpTo) ? enqueuedAt : readUpTo;
    read();
  }

  private Correlator correlator() {
    var state = directory.resolve("streams");
    return Correlator.start(
        new CorrelatorConfig(kafka(), TOPICS, Pseudonyms.redacted(), state, "process-0", 1, 0),
        InstantSource.system(),
        new SimpleMeterRegistry());
  }

  private Alerts alerts() {
    return AlertRole.start(
        kafka(), new Receivers(List.of(), List.of(), Optional.empty(), Optional.of(sent::add)));
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
