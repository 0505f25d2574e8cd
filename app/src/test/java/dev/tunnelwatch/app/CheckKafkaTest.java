package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says of Kafka, against a real broker and against none. */
class CheckKafkaTest {

  @TempDir Path directory;

  @Test
  void brokerIsLookedAtAndNothingIsMadeInIt() throws Exception {
    try (var kafka = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      var fresh = check(kafka.bootstrapServers());

      assertThat(fresh.code()).as(fresh.out()).isZero();
      assertThat(fresh.out())
          .contains("note    kafka: brokers: 1 answer; nothing for a trial")
          .contains("ok      kafka: features: ")
          .contains("transaction.version=2")
          .contains("ok      kafka: broker settings: as transactions need them")
          .contains("ok      kafka: topics: 0 are there, 10 can be made")
          .contains("ok      kafka: transactions: one can begin as tw-ingest-check");
      assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).isEmpty();

      make(
          admin,
          new NewTopic("tw.incidents", 7, (short) 1),
          topic("tw.positions", 16, "cleanup.policy", "delete"),
          topic("tw.records", 32, "max.message.bytes", "1000000"),
          topic("tw.rejects", 1, "min.insync.replicas", "2"),
          topic("tw.events", 32, "retention.ms", "1000"));
      var misfit = check(kafka.bootstrapServers());

      assertThat(misfit.code()).isEqualTo(1);
      assertThat(misfit.out())
          .contains("WRONG   kafka: topics: ")
          .contains("tw.incidents has 7 partitions for 1")
          .contains("tw.positions has cleanup.policy=delete for compact")
          .contains("tw.records has max.message.bytes=1000000 for 2097152")
          .contains("tw.rejects has min.insync.replicas=2 with 1 replica")
          .contains("use another kafka.topic-prefix: partition counts are fixed for life")
          .contains("ok      kafka: rights: enough on 4 topics that are there")
          .contains("1 wrong: run would stumble");
    }
  }

  @Test
  void addressWhereNobodyAnswersIsNamed() throws IOException {
    try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      var servers = "127.0.0.1:" + silent.getLocalPort();

      var run = check(servers);

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.out())
          .contains("WRONG   kafka: brokers: no Kafka answers at \"" + servers + "\"; check")
          .contains("unknown kafka: topics: not checked, because of: brokers");
      assertThat(run.err()).contains("waiting for kafka: brokers, 5 s");
    }
  }

  @Test
  void settingThatKafkaRefusesIsNamedWithoutItsValue() throws IOException {
    var run =
        check("127.0.0.1:9\n  properties: {security.protocol: SASL_SSL, sasl.jaas.config: canary}");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("WRONG   kafka: settings: kafka.properties")
        .contains("expected what Kafka's client takes, got something else (not shown)");
    assertThat(run.out() + run.err()).doesNotContain("canary");
  }

  private Run check(String servers) throws IOException {
    var file =
        Files.writeString(
            directory.resolve("c.yml"),
            """
            roles: [streams]
            web: {port: 0}
            data-directory: %s
            kafka:
              bootstrap-servers: %s
            """
                .formatted(directory, servers));
    return Run.of("check", "--config", file.toString());
  }

  private static NewTopic topic(String name, int partitions, String setting, String value) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty())
        .configs(Map.of(setting, value));
  }

  private static void make(Admin admin, NewTopic... topics) throws Exception {
    admin.createTopics(List.of(topics)).all().get(20, TimeUnit.SECONDS);
  }
}
