package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What one ingesting process needs to know.
 *
 * @param kafka settings of every Kafka client: bootstrap servers, security; ours are laid over them
 * @param instanceId the static member's id in the group, one per living process and the same after
 *     a restart
 * @param group the consumer group that shares out the slots
 * @param transactionalPrefix before the slot's number in a transactional id
 */
public record IngestConfig(
    List<HubSource> sources,
    Map<String, Object> kafka,
    Topics topics,
    String instanceId,
    String group,
    String transactionalPrefix,
    CanaryWay canary,
    Tuning tuning) {

  public IngestConfig {
    sources = List.copyOf(sources);
    kafka = Map.copyOf(kafka);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("sources: expected at least one hub, got none");
    }
    var names = new HashSet<String>();
    for (var source : sources) {
      if (!names.add(source.name())) {
        throw new IllegalArgumentException(
            "sources: expected names that differ, got \"" + source.name() + "\" twice");
      }
    }
    if (!names.add(Canary.SOURCE.source())) {
      throw new IllegalArgumentException(
          "sources: expected other names than \"" + Canary.SOURCE.source() + "\", which is ours");
    }
    if (canary instanceof CanaryWay.Hub(var source) && !names.contains(source)) {
      throw new IllegalArgumentException(
          "canary: expected the name of a source, got \"" + source + '"');
    }
    if (instanceId.isBlank()) {
      throw new IllegalArgumentException(
          "instanceId: expected some text, got \"" + instanceId + '"');
    }
  }

  /** Group and transactional ids named after the topics: {@code tw-ingest}, {@code tw-ingest-7}. */
  public static IngestConfig of(
      List<HubSource> sources, Map<String, Object> kafka, Topics topics, String instanceId) {
    var group = groupOf(topics);
    return new IngestConfig(
        sources,
        kafka,
        topics,
        instanceId,
        group,
        group + '-',
        new CanaryWay.Ingest(),
        Tuning.DEFAULT);
  }

  public IngestConfig with(CanaryWay way) {
    return new IngestConfig(
        sources, kafka, topics, instanceId, group, transactionalPrefix, way, tuning);
  }

  /** The group that shares out the slots: {@code tw-ingest}. */
  public static String groupOf(Topics topics) {
    return topics.prefix().replace('.', '-') + "ingest";
  }
}
