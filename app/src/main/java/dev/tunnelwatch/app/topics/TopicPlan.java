package dev.tunnelwatch.app.topics;

import dev.tunnelwatch.model.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one topic is made (design 5).
 *
 * @param partitions fixed for life
 * @param config of the topic, as Kafka names it
 */
public record TopicPlan(String name, int partitions, Map<String, String> config) {

  private static final String MINUTE = "60000";

  public TopicPlan {
    config = Map.copyOf(config);
  }

  /** Every topic of Tunnelwatch. */
  public static List<TopicPlan> all(Topics topics) {
    int many = Topics.GATEWAY_PARTITIONS;
    return List.of(
        new TopicPlan(topics.records(), many, vault()),
        new TopicPlan(topics.positions(), Topics.SLOTS, quicklyCompacted()),
        new TopicPlan(topics.sources(), 1, quicklyCompacted()),
        new TopicPlan(topics.rejects(), 1, deleted(Duration.ofDays(30))),
        new TopicPlan(topics.inventory(), many, Map.of("cleanup.policy", "compact")),
        new TopicPlan(topics.events(), many, deleted(Duration.ofDays(30))),
        new TopicPlan(topics.gatewayIncidents(), 1, Map.of("cleanup.policy", "compact")),
        new TopicPlan(topics.incidents(), 1, revisions()),
        new TopicPlan(topics.alertsSent(), 1, Map.of("cleanup.policy", "compact")),
        new TopicPlan(topics.operator(), 1, deleted(Duration.ofDays(90))));
  }

  /** One record may be as large as the reader takes it; Kafka's own limit is half of that. */
  private static Map<String, String> vault() {
    return Map.of(
        "cleanup.policy", "delete",
        "retention.ms", millis(Duration.ofDays(7)),
        "max.message.bytes", Integer.toString(2 << 20));
  }

  private static Map<String, String> deleted(Duration after) {
    return Map.of("cleanup.policy", "delete", "retention.ms", millis(after));
  }

  /** Read whole at every start, so it has to stay short. */
  private static Map<String, String> quicklyCompacted() {
    return Map.of(
        "cleanup.policy", "compact",
        "segment.ms", MINUTE,
        "max.compaction.lag.ms", MINUTE,
        "delete.retention.ms", MINUTE);
  }

  /** Every revision stays for a week, the last one for as long as an incident is of interest. */
  private static Map<String, String> revisions() {
    return Map.of(
        "cleanup.policy", "compact,delete",
        "retention.ms", millis(Duration.ofDays(90)),
        "min.compaction.lag.ms", millis(Duration.ofDays(7)));
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
