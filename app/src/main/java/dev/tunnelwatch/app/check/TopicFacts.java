package dev.tunnelwatch.app.check;

import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Counted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/** Whether the topics are as planned, or can be made so. Makes none. */
final class TopicFacts {
  private static final String LARGEST = "max.message.bytes";
  private static final String IN_SYNC = "min.insync.replicas";
  private static final String CLEANUP = "cleanup.policy";

  private final Asking admin;
  private final List<TopicPlan> plans;
  private final List<String> problems = new ArrayList<>();
  private final List<String> advice = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();

  TopicFacts(Asking admin, List<TopicPlan> plans) {
    this.admin = admin;
    this.plans = List.copyOf(plans);
  }

  Verdict look() throws InterruptedException {
    var names = admin.ask("list the topics", client -> client.listTopics().names());
    var existing = plans.stream().filter(plan -> names.contains(plan.name())).toList();
    var missing = plans.stream().filter(plan -> !names.contains(plan.name())).toList();
    compare(existing);
    missing.forEach(this::canBeMade);
    if (!problems.isEmpty()) {
      return Verdict.wrong(
          String.join(", ", problems),
          advice.stream().distinct().collect(Collectors.joining("; ")));
    }
    var words = existing.size() + " are there, " + missing.size() + " can be made";
    return differences.isEmpty()
        ? Verdict.ok(words)
        : Verdict.note(
            words + "; not as they would be made: " + String.join(", ", differences),
            "nothing, if someone wanted it so; else kafka-configs");
  }

  private void compare(List<TopicPlan> existing) throws InterruptedException {
    var names = existing.stream().map(TopicPlan::name).toList();
    if (names.isEmpty()) {
      return;
    }
    var found =
        admin.ask("describe the topics", client -> client.describeTopics(names).allTopicNames());
    var settings = settings(names);
    for (var plan : existing) {
      var topic = found.get(plan.name());
      if (topic != null) {
        compare(plan, topic, settings.getOrDefault(plan.name(), Map.of()));
      }
    }
  }

  /** By topic and name; nothing of those that may not be read. */
  private Map<String, Map<String, String>> settings(List<String> names)
      throws InterruptedException {
    var resources =
        names.stream().map(n -> new ConfigResource(ConfigResource.Type.TOPIC, n)).toList();
    var told =
        admin.askIfAllowed(
            "tell the topics' settings", client -> client.describeConfigs(resources).all());
    var settings = new HashMap<String, Map<String, String>>();
    told.ifPresent(
        all -> all.forEach((resource, config) -> settings.put(resource.name(), values(config))));
    return settings;
  }

  private static Map<String, String> values(Config config) {
    var values = new HashMap<String, String>();
    config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
    return values;
  }

  private void compare(TopicPlan plan, TopicDescription topic, Map<String, String> settings) {
    int partitions = topic.partitions().size();
    if (partitions != plan.partitions()) {
      problem(
          plan.name() + " has " + Counted.of(partitions, "partition") + " for " + plan.partitions(),
          "use another kafka.topic-prefix: partition counts are fixed for life");
    }
    int copies = topic.partitions().getFirst().replicas().size();
    var inSync = settings.get(IN_SYNC);
    if (inSync != null && Integer.parseInt(inSync) > copies) {
      problem(
          plan.name() + " has " + IN_SYNC + '=' + inSync + " with " + Counted.of(copies, "replica"),
          "lower it or add replicas: nothing can be written");
    }
    plan.config().forEach((name, wanted) -> compare(plan.name(), name, wanted, settings));
  }

  private void compare(String topic, String name, String wanted, Map<String, String> settings) {
    var found = settings.get(name);
    if (found == null || words(found).equals(words(wanted))) {
      return;
    }
    var told = topic + " has " + name + '=' + found + " for " + wanted;
    switch (name) {
      case CLEANUP ->
          problem(told, "change it with kafka-configs: what must stay would be deleted");
      case LARGEST -> larger(told, Long.parseLong(found) < Long.parseLong(wanted));
      default -> differences.add(told);
    }
  }

  private void larger(String told, boolean tooSmall) {
    if (tooSmall) {
      problem(told, "raise it with kafka-configs: a larger record would stop its partition");
    }
  }

  /** Kafka names the policies in an order of its own. */
  private static Set<String> words(String value) {
    return Set.copyOf(Arrays.asList(value.split(",", -1)));
  }

  private void canBeMade(TopicPlan plan) {
    var dry = new CreateTopicsOptions().validateOnly(true);
    try {
      admin.ask(
          "make topic " + plan.name(),
          client -> client.createTopics(List.of(TopicSetup.topic(plan)), dry).all());
    } catch (Trouble e) {
      problem(
          String.valueOf(e.getMessage()),
          "give the right to make topics, or have them made as docs/configuration.md says");
    }
  }

  private void problem(String what, String todo) {
    problems.add(what);
    advice.add(todo);
  }
}
