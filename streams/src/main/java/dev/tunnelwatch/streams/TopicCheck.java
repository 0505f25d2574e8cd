package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.model.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Partition counts are fixed for life: with another one, state would be looked for elsewhere. */
final class TopicCheck {

  private static final long SECONDS = 30;

  private TopicCheck() {}

  /** Names every topic that is missing or has another count. */
  static void run(CorrelatorConfig config) {
    try (var admin = Admin.create(config.kafka())) {
      var problems = problems(admin, config.topics());
      older(names(admin), config).ifPresent(problems::add);
      if (!problems.isEmpty()) {
        throw new IllegalStateException(String.join("; ", problems));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for the topics", e);
    }
  }

  static Map<String, Integer> expected(Topics topics) {
    var counts = new LinkedHashMap<String, Integer>();
    counts.put(topics.records(), Topics.GATEWAY_PARTITIONS);
    counts.put(topics.inventory(), Topics.GATEWAY_PARTITIONS);
    counts.put(topics.gatewayIncidents(), 1);
    return counts;
  }

  private static Set<String> names(Admin admin) throws InterruptedException {
    try {
      return admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return Set.of(); // told by whatever else is asked
    }
  }

  /**
   * State that lies in other stores than ours is not found: incidents that are open would stay so
   * for ever, and nobody would be told.
   *
   * @param names of all topics
   */
  static Optional<String> older(Set<String> names, CorrelatorConfig config) {
    var evidence = config.applicationId() + "-" + EvidenceStore.EVENTS + "-changelog";
    return names.contains(evidence)
        ? Optional.of(
            evidence
                + ": an earlier version left its state there, which this one does not read: take"
                + " another kafka.topic-prefix, or delete this one's topics and consumer groups")
        : Optional.empty();
  }

  private static List<String> problems(Admin admin, Topics topics) throws InterruptedException {
    var expected = new LinkedHashMap<>(expected(topics));
    for (var any :
        List.of(topics.sources(), topics.events(), topics.rejects(), topics.incidents())) {
      expected.put(any, 0);
    }
    var answers = admin.describeTopics(expected.keySet()).topicNameValues();
    var problems = new ArrayList<String>();
    for (var topic : expected.entrySet()) {
      try {
        var answer = answers.get(topic.getKey());
        int count = answer == null ? 0 : answer.get(SECONDS, TimeUnit.SECONDS).partitions().size();
        if (topic.getValue() != 0 && topic.getValue() != count) {
          problems.add(
              topic.getKey()
                  + ": expected "
                  + Counted.of(topic.getValue(), "partition")
                  + ", got "
                  + count);
        }
      } catch (ExecutionException e) {
        problems.add(
            e.getCause() instanceof UnknownTopicOrPartitionException
                ? topic.getKey() + ": expected a topic of that name, got none"
                : topic.getKey() + ": expected an answer of Kafka, got " + e.getCause());
      } catch (TimeoutException e) {
        problems.add(topic.getKey() + ": expected an answer of Kafka within " + SECONDS + " s");
      }
    }
    return problems;
  }
}
