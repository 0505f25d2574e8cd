package dev.tunnelwatch.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String INCIDENTS = Topics.DEFAULT.incidents();

  @TempDir Path directory;

  @Test
  void dataSurvivesARestartAndASignalAndNobodyElseMayUseThem() throws Exception {
    var config = BrokerConfig.in(directory, 0);
    try (var kafka = EmbeddedKafka.start(config)) {
      TopicSetup.ensure(client(kafka.bootstrapServers()), TopicPlan.all(Topics.DEFAULT));
      assertThat(ProcessHandle.of(kafka.pid()).orElseThrow().destroy()).isTrue();
      produce(kafka.bootstrapServers(), "paris is unreachable");

      assertThatThrownBy(() -> EmbeddedKafka.start(config))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("in use by another Tunnelwatch");
    }

    try (var kafka = EmbeddedKafka.start(config)) {
      TopicSetup.ensure(client(kafka.bootstrapServers()), TopicPlan.all(Topics.DEFAULT));

      assertThat(consume(kafka.bootstrapServers())).containsExactly("paris is unreachable");
      assertThatThrownBy(() -> TopicSetup.ensure(client(kafka.bootstrapServers()), misfit()))
          .hasMessage(
              "topic tw.incidents: expected 7 partitions, got 1"
                  + " (fixed for life: use another topic prefix)");
      assertThat(cleanupPolicy(kafka)).isEqualTo("compact,delete");
      TopicSetup.ensure(client(kafka.bootstrapServers()), List.of(madeByAnother(Map.of())));
      assertThatThrownBy(
              () ->
                  TopicSetup.ensure(
                      client(kafka.bootstrapServers()),
                      List.of(madeByAnother(Map.of("max.message.bytes", "2097152")))))
          .hasMessage(
              "topic other.records: expected max.message.bytes of at least 2097152, got 1048588"
                  + " (change it with kafka-configs)");
    }
  }

  @Test
  void brokerEndsWithAParentThatIsKilled() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var parent =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                BrokerParent.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    try (var output = parent.inputReader()) {
      var pid = pid(output.lines().filter(line -> line.startsWith("pid ")).findFirst());
      var broker = ProcessHandle.of(pid).orElseThrow();

      parent.destroyForcibly();

      Await.until("the broker to end", LIMIT, () -> !broker.isAlive());
    } finally {
      parent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void brokerThatCannotStartSaysWhyWithTheEndOfItsLog() throws IOException {
    var config =
        new BrokerConfig(
            directory,
            0,
            Files.createDirectory(directory.resolve("no-jars")),
            List.of(),
            Map.of(),
            LIMIT);

    assertThatThrownBy(() -> EmbeddedKafka.start(config))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("ended with code")
        .hasMessageContaining("broker.log")
        .hasMessageContaining("kafka.tools.StorageTool");
  }

  private static long pid(Optional<String> line) {
    return Long.parseLong(line.orElseThrow().substring("pid ".length()));
  }

  private static List<TopicPlan> misfit() {
    return List.of(new TopicPlan(INCIDENTS, 7, Map.of()));
  }

  private static TopicPlan madeByAnother(Map<String, String> config) {
    return new TopicPlan("other.records", 1, config);
  }

  private static String cleanupPolicy(EmbeddedKafka kafka) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, INCIDENTS);
    try (var admin = Admin.create(client(kafka.bootstrapServers()))) {
      var configs = admin.describeConfigs(List.of(resource)).all().get(10, TimeUnit.SECONDS);
      return configs.values().stream()
          .map(config -> config.get("cleanup.policy").value())
          .findFirst()
          .orElseThrow();
    }
  }

  private static void produce(String servers, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(client(servers), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(INCIDENTS, "k", value)).get(10, TimeUnit.SECONDS);
    }
  }

  private static List<String> consume(String servers) {
    try (var consumer =
        new KafkaConsumer<>(client(servers), new StringDeserializer(), new StringDeserializer())) {
      var partition = new TopicPartition(INCIDENTS, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return Await.value(
          "the record",
          LIMIT,
          () ->
              consumer.poll(Duration.ofMillis(200)).records(partition).stream()
                  .map(record -> record.value())
                  .toList(),
          values -> !values.isEmpty());
    }
  }

  private static Map<String, Object> client(String servers) {
    return Map.of("bootstrap.servers", servers);
  }
}
