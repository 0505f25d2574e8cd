package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.transactions.Hanging;
import dev.tunnelwatch.transactions.OpenTransactions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A commit whose markers a killed broker lost: its producer goes on, and aborts, before anybody has
 * looked. The abort ends in each partition what is open there.
 */
@Tag("proof")
class TakenAlongTest {
  private static final String ID = "somebody";
  private static final String SHARED = "shared";
  private static final String QUIET = "quiet";
  private static final String OTHER = "other";

  @TempDir Path directory;

  private Optional<EmbeddedKafka> broker = Optional.empty();

  @BeforeEach
  void commit() throws Exception {
    start();
    try (var admin = Admin.create(kafka())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(SHARED, 1, (short) 1),
                  new NewTopic(QUIET, 1, (short) 1),
                  new NewTopic(OTHER, 1, (short) 1)))
          .all()
          .get();
    }
    try (var producer = producer()) {
      producer.initTransactions();
      for (var words : List.of("before", "lost")) {
        producer.beginTransaction();
        List.of(SHARED, QUIET, OTHER).forEach(topic -> send(producer, topic, words));
        producer.commitTransaction();
      }
    }
    awaitComplete();
  }

  /** From then on its coordinator does nothing about it any more. */
  private void awaitComplete() {
    try (var admin = Admin.create(kafka())) {
      Await.until(
          "the commit to be complete",
          Duration.ofSeconds(20),
          () ->
              admin.describeTransactions(List.of(ID)).description(ID).get().state()
                  == TransactionState.COMPLETE_COMMIT);
    }
  }

  @AfterEach
  void close() {
    broker.ifPresent(EmbeddedKafka::close);
  }

  @Test
  void whatALaterAbortTookAlongEverywhereElseIsAbortedWhereItIsOpen() throws Exception {
    kill();
    cutMarkers(SHARED, QUIET, OTHER);
    start();
    goOnAndAbort(SHARED, OTHER);

    try (var admin = Admin.create(kafka())) {
      var transactions = new OpenTransactions(admin, kafka());
      var found = found(transactions);
      assertThat(found).isInstanceOf(Hanging.Whole.class);
      assertThat(found.open()).extracting(open -> open.partition().topic()).containsExactly(QUIET);

      assertThat(transactions.abort((Hanging.Whole) found)).isEqualTo(new Hanging.Nothing());

      assertThat(found(transactions)).isEqualTo(new Hanging.Nothing());
    }
    assertThat(List.of(words(SHARED), words(QUIET), words(OTHER))).containsOnly(List.of("before"));
  }

  /** Where its marker was there in time, the abort ended nothing but its own. */
  @Test
  void whatIsCommittedEverywhereElseIsCommittedWhereItIsOpen() throws Exception {
    kill();
    cutMarkers(QUIET);
    start();
    goOnAndAbort(SHARED);

    try (var admin = Admin.create(kafka())) {
      var transactions = new OpenTransactions(admin, kafka());
      var found = found(transactions);
      assertThat(found).isInstanceOf(Hanging.Decided.class);

      assertThat(transactions.finish((Hanging.Decided) found)).isEqualTo(new Hanging.Nothing());
    }
    assertThat(List.of(words(SHARED), words(QUIET), words(OTHER)))
        .containsOnly(List.of("before", "lost"));
  }

  /** Torn by Kafka: whatever is done with the rest, it is not what it was. */
  @Test
  void whatIsCommittedHereAndAbortedThereIsLeftToAPerson() throws Exception {
    kill();
    cutMarkers(SHARED, QUIET);
    start();
    goOnAndAbort(SHARED);

    try (var admin = Admin.create(kafka())) {
      assertThat(found(new OpenTransactions(admin, kafka()))).isInstanceOf(Hanging.Left.class);
    }
    assertThat(words(OTHER)).containsExactly("before", "lost");
  }

  private Hanging found(OpenTransactions transactions) throws Exception {
    return transactions
        .find(List.of(ID), List.of(SHARED, QUIET, OTHER), List.of())
        .getOrDefault(ID, new Hanging.Nothing());
  }

  private void goOnAndAbort(String... topics) {
    try (var producer = producer()) {
      producer.initTransactions();
      producer.beginTransaction();
      for (var topic : topics) {
        send(producer, topic, "aborted");
      }
      producer.flush();
      producer.abortTransaction();
    }
  }

  private void cutMarkers(String... topics) throws IOException {
    for (var topic : topics) {
      var partition = directory.resolve("kafka/logs").resolve(topic + "-0");
      var marker = LogBatch.lastOf(partition).orElseThrow();
      assertThat(marker.control()).isTrue();
      marker.cut(partition);
    }
  }

  private KafkaProducer<String, byte[]> producer() {
    var settings = new HashMap<>(kafka());
    settings.put("transactional.id", ID);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  private static void send(KafkaProducer<String, byte[]> producer, String topic, String words) {
    var _ = producer.send(new ProducerRecord<>(topic, words.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> words(String topic) {
    return TopicContent.of(kafka(), topic).stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private void start() {
    broker = Optional.of(EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0)));
  }

  private void kill() {
    var dead = broker.orElseThrow();
    ProcessHandle.of(dead.pid()).ifPresent(ProcessHandle::destroyForcibly);
    dead.close();
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.orElseThrow().bootstrapServers());
  }
}
