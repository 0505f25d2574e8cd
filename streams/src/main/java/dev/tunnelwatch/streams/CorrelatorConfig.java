package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.Pseudonyms;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the correlator needs to know to run.
 *
 * @param kafka how Kafka is reached: {@code bootstrap.servers} and security; anything else here
 *     overrides nothing that correctness rests on
 * @param pseudonyms what user names and client addresses become
 * @param stateDirectory belongs to this process alone
 * @param instanceId the same after a restart, another in every process (static membership)
 * @param threads that process partitions, at least 1
 * @param standbyReplicas of the state on other processes; 0 for a single process
 */
public record CorrelatorConfig(
    Map<String, Object> kafka,
    Topics topics,
    Pseudonyms pseudonyms,
    Path stateDirectory,
    String instanceId,
    int threads,
    int standbyReplicas) {

  public CorrelatorConfig {
    kafka = Map.copyOf(kafka);
    if (instanceId.isBlank()) {
      throw new IllegalArgumentException("instanceId: expected some text, got \"\"");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, got " + threads);
    }
    if (standbyReplicas < 0) {
      throw new IllegalArgumentException(
          "standbyReplicas: expected at least 0, got " + standbyReplicas);
    }
  }

  /** Names the consumer group, the internal topics and the state; fixed for life. */
  String applicationId() {
    return topics.prefix() + "correlator";
  }
}
