package dev.tunnelwatch.app.topics;

import dev.tunnelwatch.model.Counted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics that are missing and refuses those that are not as planned. */
public final class TopicSetup {

  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final String LARGEST = "max.message.bytes";
  private static final String BOOTSTRAP = "bootstrap.servers";

  private TopicSetup() {}

  /**
   * Makes and checks.
   *
   * @throws KafkaSettingsException when no client can be made of the settings
   * @throws TopicException when the broker does not answer or an existing topic does not fit
   */
  public static void ensure(Map<String, Object> kafka, List<TopicPlan> plans) {
    ensure(kafka, plans, ANSWER);
  }

  /** {@code answer} is how long the broker may take for its first answer. */
  static void ensure(Map<String, Object> kafka, List<TopicPlan> plans, Duration answer) {
    var admin = admin(kafka);
    try {
      var existing = existing(admin, kafka, answer);
      var missing = plans.stream().filter(plan -> !existing.contains(plan.name())).toList();
      create(admin, missing);
      check(admin, plans);
      awaitLeaders(admin, missing);
    } finally {
      // At once: what was asked has been answered, or never will be.
      admin.close(Duration.ZERO);
    }
  }

  /**
   * A client that has asked nobody yet.
   *
   * @throws KafkaSettingsException when none can be made of the settings
   */
  public static Admin admin(Map<String, Object> kafka) {
    try {
      return Admin.create(kafka);
    } catch (KafkaException e) {
      throw KafkaSettingsException.of(kafka, e);
    }
  }

  private static Set<String> existing(Admin admin, Map<String, Object> kafka, Duration answer) {
    try {
      return await("list the topics", admin.listTopics().names(), answer);
    } catch (TopicException e) {
      if (isSilence(e.getCause())) {
        throw new TopicException(
            "kafka.bootstrap-servers: expected a Kafka that answers, got none at \"%s\" within %d s"
                .formatted(kafka.get(BOOTSTRAP), answer.toSeconds()),
            Optional.of(e));
      }
      throw e;
    }
  }

  private static boolean isSilence(@Nullable Throwable cause) {
    return cause instanceof TimeoutException
        || cause instanceof org.apache.kafka.common.errors.TimeoutException;
  }

  private static void create(Admin admin, List<TopicPlan> plans) {
    var topics = plans.stream().map(TopicSetup::topic).toList();
    for (var made : admin.createTopics(topics).values().entrySet()) {
      try {
        await("make topic " + made.getKey(), made.getValue());
      } catch (TopicException e) {
        // Another instance was quicker; whether it did it rightly is checked next.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  /** As it is asked for. */
  public static NewTopic topic(TopicPlan plan) {
    return new NewTopic(plan.name(), Optional.of(plan.partitions()), Optional.empty())
        .configs(plan.config());
  }

  private static void check(Admin admin, List<TopicPlan> plans) {
    var names = plans.stream().map(TopicPlan::name).toList();
    var found =
        described(admin, names).values().stream()
            .collect(Collectors.toMap(TopicDescription::name, Function.identity()));
    var problems = new ArrayList<String>();
    for (var plan : plans) {
      var topic = found.get(plan.name());
      if (topic == null || topic.partitions().size() != plan.partitions()) {
        problems.add(
            "topic %s: expected %s, got %d (fixed for life: use another topic prefix)"
                .formatted(
                    plan.name(),
                    Counted.of(plan.partitions(), "partition"),
                    topic == null ? 0 : topic.partitions().size()));
      }
    }
    problems.addAll(tooSmall(admin, plans));
    if (!problems.isEmpty()) {
      throw new TopicException(String.join("\n", problems), Optional.empty());
    }
  }

  /** A broker may learn of a topic a moment after it was made. */
  private static Map<String, TopicDescription> described(Admin admin, List<String> names) {
    long deadline = System.nanoTime() + ANSWER.toNanos();
    while (true) {
      try {
        return await("describe the topics", admin.describeTopics(names).allTopicNames());
      } catch (TopicException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() - deadline >= 0) {
          throw e;
        }
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /**
   * A partition is known before its leader takes anything. A producer that sends at once may get
   * its first batches refused and the next ones for coming out of order, again and again.
   */
  private static void awaitLeaders(Admin admin, List<TopicPlan> plans) {
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    for (var plan : plans) {
      for (int partition = 0; partition < plan.partitions(); partition++) {
        asked.put(new TopicPartition(plan.name(), partition), OffsetSpec.latest());
      }
    }
    // Asked of each leader, and by the client again for as long as there is none.
    var _ = await("tell the ends of the topics", admin.listOffsets(asked).all());
  }

  /** One record above the limit would abort its transaction again and again, for ever. */
  private static List<String> tooSmall(Admin admin, List<TopicPlan> plans) {
    var large = plans.stream().filter(plan -> plan.config().containsKey(LARGEST)).toList();
    var resources = large.stream().map(TopicSetup::resource).toList();
    Map<ConfigResource, Config> found;
    try {
      found = await("describe the topics' settings", admin.describeConfigs(resources).all());
    } catch (TopicException e) {
      if (e.getCause() instanceof AuthorizationException) {
        LOG.atWarn().addKeyValue("setting", LARGEST).log("may not be read, so it is not checked");
        return List.of();
      }
      throw e;
    }
    var problems = new ArrayList<String>();
    for (var plan : large) {
      Optional.ofNullable(found.get(resource(plan)))
          .flatMap(config -> Optional.ofNullable(config.get(LARGEST)))
          .flatMap(entry -> tooSmall(plan, entry.value()))
          .ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<String> tooSmall(TopicPlan plan, String found) {
    long least = Long.parseLong(plan.config().get(LARGEST));
    return Long.parseLong(found) >= least
        ? Optional.empty()
        : Optional.of(
            "topic %s: expected %s of at least %d, got %s (change it with kafka-configs)"
                .formatted(plan.name(), LARGEST, least, found));
  }

  private static ConfigResource resource(TopicPlan plan) {
    return new ConfigResource(ConfigResource.Type.TOPIC, plan.name());
  }

  private static <T> T await(String what, KafkaFuture<T> future) {
    return await(what, future, ANSWER);
  }

  private static <T> T await(String what, KafkaFuture<T> future, Duration limit) {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      var cause = Optional.ofNullable(e.getCause()).orElse(e);
      throw new TopicException(
          "Kafka refused to " + what + ": " + cause.getMessage(), Optional.of(cause));
    } catch (TimeoutException e) {
      throw new TopicException(
          "Kafka took more than " + limit.toSeconds() + " s to " + what, Optional.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicException("interrupted while waiting to " + what, Optional.of(e));
    }
  }
}
