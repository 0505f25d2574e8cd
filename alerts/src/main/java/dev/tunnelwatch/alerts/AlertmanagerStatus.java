package dev.tunnelwatch.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What an Alertmanager says of itself: by what each receiver that a route names is told, and which
 * cluster it is of.
 *
 * @param receivers by name
 * @param member its own name in the cluster; empty where it is of none
 * @param peers names of the cluster's members
 */
record AlertmanagerStatus(
    Map<String, List<Integration>> receivers, String member, Set<String> peers) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String CONFIGS = "_configs";

  AlertmanagerStatus {
    receivers = Map.copyOf(receivers);
    peers = Set.copyOf(peers);
  }

  /**
   * One way of one receiver.
   *
   * @param type as it is counted by
   * @param tellsEnds whether it is told that an alert is over, too
   */
  record Integration(String type, boolean tellsEnds) {}

  /** Of {@code /api/v2/status}; empty where that is none. */
  static Optional<AlertmanagerStatus> read(String body) {
    try {
      var status = JSON.readTree(body);
      var config = YAML.readTree(status.at("/config/original").asText());
      return config.path("receivers").isArray()
          ? Optional.of(of(config, status.path("cluster")))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty(); // it does not say, and that is said
    }
  }

  private static AlertmanagerStatus of(JsonNode config, JsonNode cluster) {
    var used = Set.copyOf(config.path("route").findValuesAsText("receiver"));
    var receivers = new TreeMap<String, List<Integration>>();
    for (var receiver : config.path("receivers")) {
      var name = receiver.path("name").asText();
      if (used.contains(name)) {
        receivers.put(name, integrations(receiver));
      }
    }
    boolean ready = cluster.path("status").asText().equals("ready");
    return new AlertmanagerStatus(
        receivers,
        ready ? cluster.path("name").asText() : "",
        StreamSupport.stream(cluster.path("peers").spliterator(), false)
            .map(peer -> peer.path("name").asText())
            .collect(Collectors.toSet()));
  }

  private static List<Integration> integrations(JsonNode receiver) {
    var integrations = new ArrayList<Integration>();
    for (var entry : receiver.properties()) {
      if (entry.getKey().endsWith(CONFIGS)) {
        var key = entry.getKey();
        var type = key.substring(0, key.length() - CONFIGS.length());
        for (var one : entry.getValue()) {
          integrations.add(new Integration(type, one.path("send_resolved").asBoolean()));
        }
      }
    }
    return List.copyOf(integrations);
  }

  List<Integration> of(String receiver) {
    return receivers.getOrDefault(receiver, List.of());
  }

  /** Whether both are of one cluster, in which one tells and the others are silent. */
  boolean isPeerOf(AlertmanagerStatus other) {
    return !member.isEmpty() && !other.member.isEmpty() && peers.contains(other.member);
  }
}
