package dev.tunnelwatch.app.check;

import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.app.config.Role;
import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.model.Topics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.acl.AclOperation;

/** What each role must be allowed on its topics, and what Kafka says is allowed. */
final class Rights {
  private Rights() {}

  static Verdict look(Asking admin, AppConfig config) {
    var needed = needed(config.kafka().topics(), config.roles());
    var names = admin.ask("list the topics", client -> client.listTopics().names());
    var existing = needed.keySet().stream().filter(names::contains).toList();
    if (existing.isEmpty()) {
      return Verdict.unknown("no topic is there yet whose rights could be looked at", "");
    }
    var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    var found =
        admin.ask(
            "tell the rights on the topics",
            client -> client.describeTopics(existing, options).allTopicNames());
    var missing = new ArrayList<String>();
    found.forEach(
        (name, topic) -> {
          var allowed = topic.authorizedOperations();
          for (var operation : needed.getOrDefault(name, Set.of())) {
            if (allowed != null && !allowed.contains(operation)) {
              missing.add(operation + " on " + name);
            }
          }
        });
    return missing.isEmpty()
        ? Verdict.ok(
            "enough on "
                + Counted.of(existing.size(), "topic that is", "topics that are")
                + " there")
        : Verdict.wrong(
            "missing: " + String.join(", ", missing), "add an ACL for them (kafka-acls)");
  }

  private static Map<String, Set<AclOperation>> needed(Topics topics, Set<Role> roles) {
    var needed = new TreeMap<String, Set<AclOperation>>();
    for (var role : roles) {
      for (var name : read(topics, role)) {
        add(needed, name, AclOperation.READ);
      }
      for (var name : written(topics, role)) {
        add(needed, name, AclOperation.WRITE);
      }
    }
    return needed;
  }

  private static void add(
      Map<String, Set<AclOperation>> needed, String name, AclOperation operation) {
    needed.computeIfAbsent(name, _ -> EnumSet.noneOf(AclOperation.class)).add(operation);
  }

  private static List<String> read(Topics topics, Role role) {
    return switch (role) {
      case INGEST -> List.of(topics.positions());
      case STREAMS ->
          List.of(
              topics.records(), topics.inventory(), topics.sources(), topics.gatewayIncidents());
      case ALERTS ->
          List.of(topics.incidents(), topics.sources(), topics.alertsSent(), topics.operator());
      case TIMELINE -> List.of(topics.incidents(), topics.operator());
      case INVENTORY -> List.of(topics.inventory());
    };
  }

  private static List<String> written(Topics topics, Role role) {
    return switch (role) {
      case INGEST ->
          List.of(topics.records(), topics.positions(), topics.sources(), topics.rejects());
      case STREAMS ->
          List.of(topics.events(), topics.rejects(), topics.gatewayIncidents(), topics.incidents());
      case ALERTS -> List.of(topics.alertsSent());
      case TIMELINE -> List.of(topics.operator());
      case INVENTORY -> List.of(topics.inventory());
    };
  }
}
