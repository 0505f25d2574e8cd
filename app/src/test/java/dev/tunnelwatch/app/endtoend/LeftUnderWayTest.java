package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.streams.Correlator;
import dev.tunnelwatch.streams.CorrelatorConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What correlation was at when it died, under ids that its next life does not write under. */
class LeftUnderWayTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final String OTHERS = "tw.correlator-another-process-3";

  /** Long enough that nobody takes the time-out for what ended it. */
  private static final int TIME_OUT_MILLIS = (int) Duration.ofMinutes(14).toMillis();

  @TempDir Path directory;

  @Test
  void whatTheLastLifeLeftUnderWayIsAbortedBeforeTheNextBegins() throws Exception {
    try (var broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0))) {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      TopicSetup.ensure(kafka, TopicPlan.all(TOPICS));
      try (var admin = Admin.create(kafka)) {
        var first = firstLife(kafka, admin);
        var left = first.substring(0, first.lastIndexOf('-')) + "-3";
        dieAtWorkAs(left, kafka);
        dieAtWorkAs(OTHERS, kafka);
        assertThat(state(admin, left)).isEqualTo(TransactionState.ONGOING);

        try (var correlator = start(kafka)) {
          assertThat(state(admin, left)).isEqualTo(TransactionState.EMPTY);
          assertThat(state(admin, OTHERS)).isEqualTo(TransactionState.ONGOING);
          awaitRunning(correlator);
          assertThat(correlator.problem()).isEmpty();
        }
      }
    }
  }

  /** The id that it wrote under. */
  private String firstLife(Map<String, Object> kafka, Admin admin) throws Exception {
    try (var correlator = start(kafka)) {
      awaitRunning(correlator);
      Await.until("it to have an id", LIMIT, () -> !ids(admin).isEmpty());
    }
    return ids(admin).getFirst();
  }

  private static List<String> ids(Admin admin) {
    try {
      return admin.listTransactions().all().get(10, TimeUnit.SECONDS).stream()
          .map(TransactionListing::transactionalId)
          .sorted()
          .toList();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static TransactionState state(Admin admin, String id) throws Exception {
    return admin
        .describeTransactions(List.of(id))
        .description(id)
        .get(10, TimeUnit.SECONDS)
        .state();
  }

  /** Closed without time it ends nothing, as when it is killed. */
  private static void dieAtWorkAs(String id, Map<String, Object> kafka) {
    var settings = new HashMap<>(kafka);
    settings.put("transactional.id", id);
    settings.put("transaction.timeout.ms", TIME_OUT_MILLIS);
    var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    var _ = producer.send(new ProducerRecord<>(TOPICS.incidents(), 0, "never", new byte[1]));
    producer.flush();
    producer.close(Duration.ZERO);
  }

  private Correlator start(Map<String, Object> kafka) {
    var state = directory.resolve("streams");
    var config =
        new CorrelatorConfig(kafka, TOPICS, Pseudonyms.redacted(), state, "process-0", 1, 0);
    return Correlator.start(config, InstantSource.system(), new SimpleMeterRegistry());
  }

  private static void awaitRunning(Correlator correlator) {
    Await.until("it to run", LIMIT, () -> correlator.state() == Correlator.State.RUNNING);
  }
}
