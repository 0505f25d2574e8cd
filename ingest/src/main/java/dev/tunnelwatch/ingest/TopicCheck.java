package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether the topics are as they must be: partition counts are fixed for life (design 5). */
final class TopicCheck {
  private static final int SECONDS = 30;

  private TopicCheck() {}

  /**
   * @throws IllegalStateException naming the topic, what was expected and what was found
   */
  static void run(Admin admin, Topics topics) {
    partitions(admin, topics.positions(), Topics.SLOTS);
    partitions(admin, topics.records(), Topics.GATEWAY_PARTITIONS);
    count(admin, topics.sources());
    count(admin, topics.rejects());
  }

  private static void partitions(Admin admin, String topic, int expected) {
    int found = count(admin, topic);
    if (found != expected) {
      throw new IllegalStateException(
          topic + ": expected " + expected + " partitions, found " + found);
    }
  }

  private static int count(Admin admin, String topic) {
    try {
      return Map.copyOf(
              admin.describeTopics(List.of(topic)).allTopicNames().get(SECONDS, TimeUnit.SECONDS))
          .values()
          .iterator()
          .next()
          .partitions()
          .size();
    } catch (ExecutionException e) {
      var problem =
          e.getCause() instanceof UnknownTopicOrPartitionException
              ? "expected a topic of this name, found none"
              : "Kafka does not say what it is: " + e.getCause();
      throw new IllegalStateException(topic + ": " + problem, e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(topic + ": Kafka did not answer within " + SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(topic + ": interrupted while asking Kafka", e);
    }
  }
}
