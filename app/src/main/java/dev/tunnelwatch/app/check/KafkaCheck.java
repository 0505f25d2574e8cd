package dev.tunnelwatch.app.check;

import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.app.config.Role;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.ingest.IngestConfig;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.Node;

/** The Kafka of whoever configured one, up to a transaction that begins and writes nothing. */
final class KafkaCheck implements Check {
  private static final String TRANSACTION_VERSION = "transaction.version";

  private final AppConfig config;
  private final Map<String, Object> kafka;
  private final CompletableFuture<OptionalInt> readers = new CompletableFuture<>();

  /** {@code kafka} are the clients' settings, bootstrap servers among them. */
  KafkaCheck(AppConfig config, Map<String, Object> kafka) {
    this.config = config;
    this.kafka = Map.copyOf(kafka);
  }

  /** How many processes share the slots now; comes when it is known. */
  Future<OptionalInt> readers() {
    return readers;
  }

  @Override
  public String subject() {
    return "kafka";
  }

  @Override
  public void run(Steps steps) throws InterruptedException {
    try {
      var made =
          steps.look(
              "settings", () -> TopicSetup.admin(kafka), _ -> Verdict.ok("a client can be made"));
      if (made.isPresent()) {
        try (var admin = new Asking(made.get(), kafka)) {
          look(admin, steps);
        }
      }
    } finally {
      readers.complete(OptionalInt.empty());
    }
  }

  private void look(Asking admin, Steps steps) throws InterruptedException {
    var brokers = steps.look("brokers", () -> brokers(admin), KafkaCheck::reached);
    steps.look("features", admin::features, KafkaCheck::features);
    steps.look(
        "broker settings",
        () -> BrokerFacts.of(admin, brokers.orElseThrow()),
        BrokerFacts::verdict);
    var plans = TopicPlan.all(config.kafka().topics());
    var topics = new TopicFacts(admin, plans);
    steps.look("topics", topics::look, verdict -> verdict);
    steps.look("rights", () -> Rights.look(admin, config), verdict -> verdict);
    steps.look("groups", () -> group(admin), GroupFacts::verdict);
    if (config.roles().contains(Role.INGEST) || config.roles().contains(Role.STREAMS)) {
      steps.look(
          "transactions", () -> TransactionTrial.of(kafka, group() + '-'), verdict -> verdict);
    }
  }

  private static List<Node> brokers(Asking admin) {
    return List.copyOf(
        admin.ask(
            "tell its brokers",
            client -> client.describeCluster(new DescribeClusterOptions()).nodes()));
  }

  private static Verdict reached(List<Node> nodes) {
    return nodes.size() < 3
        ? Verdict.note(
            nodes.size() + " answer",
            "nothing for a trial; exactly once survives the loss of a disk only with three brokers")
        : Verdict.ok(nodes.size() + " answer");
  }

  private static Verdict features(Map<String, Short> finalized) {
    var words = finalized.isEmpty() ? "none told" : finalized.toString();
    int transactions = finalized.getOrDefault(TRANSACTION_VERSION, (short) 0);
    return transactions >= 2
        ? Verdict.ok(words)
        : Verdict.note(
            words,
            "raise transaction.version to 2 (Kafka 4, kafka-features upgrade): before it a delayed"
                + " end of one transaction may end a later one");
  }

  private String group() {
    return IngestConfig.groupOf(config.kafka().topics());
  }

  private GroupFacts group(Asking admin) throws InterruptedException {
    var facts = GroupFacts.of(admin.client(), group());
    readers.complete(facts.members());
    return facts;
  }
}
