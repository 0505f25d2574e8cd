package dev.tunnelwatch.simulator.hub;

import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.qpid.proton.message.Message;

/** {@code $management}: what there is to know about a hub and its partitions. */
final class ManagementNode implements RequestNode {

  private static final String HUB_TYPE = "com.microsoft:eventhub";
  private static final String PARTITION_TYPE = "com.microsoft:partition";

  private final Namespace namespace;

  ManagementNode(Namespace namespace) {
    this.namespace = namespace;
  }

  @Override
  public Answer answer(Message request) {
    var properties = RequestNode.propertiesOf(request);
    if (!RequestNode.text(properties, "operation").equals(Optional.of("READ"))) {
      return Answer.refused(400, "expected operation READ");
    }
    var name = RequestNode.text(properties, "name").orElse("");
    if (!allowed(RequestNode.text(properties, "security_token").orElse(""), name)) {
      return Answer.refused(401, Refusal.unauthorized(name).description());
    }
    var hub = namespace.find(name);
    if (hub.isEmpty()) {
      return Answer.refused(404, Refusal.notFound(name).description());
    }
    return switch (RequestNode.text(properties, "type").orElse("")) {
      case HUB_TYPE -> new Answer(200, "OK", describe(hub.get()));
      case PARTITION_TYPE ->
          describe(hub.get(), RequestNode.text(properties, "partition").orElse(""));
      default -> Answer.refused(400, "expected type " + HUB_TYPE + " or " + PARTITION_TYPE);
    };
  }

  private boolean allowed(String token, String hub) {
    return switch (namespace.check(token)) {
      case SasTokens.Verdict.Granted granted -> granted.covers(hub.toLowerCase(Locale.ROOT));
      case SasTokens.Verdict.Denied _ -> false;
    };
  }

  private static Map<String, Object> describe(Hub hub) {
    return Map.of(
        "name", hub.name(),
        "type", HUB_TYPE,
        "created_at", Date.from(hub.createdAt()),
        "partition_count", hub.partitionCount(),
        "partition_ids",
            IntStream.range(0, hub.partitionCount())
                .mapToObj(Integer::toString)
                .toArray(String[]::new),
        "georeplication_factor", 1);
  }

  private static Answer describe(Hub hub, String id) {
    var partition = hub.find(id);
    if (partition.isEmpty()) {
      return Answer.refused(404, Refusal.notFound(hub.name() + "/Partitions/" + id).description());
    }
    var info = partition.get().log().info(hub.clock().instant());
    return new Answer(
        200,
        "OK",
        Map.of(
            "name", hub.name(),
            "type", PARTITION_TYPE,
            "partition", id,
            "begin_sequence_number", info.beginSequence(),
            "last_enqueued_sequence_number", info.lastSequence(),
            "last_enqueued_offset", info.lastOffset(),
            "last_enqueued_time_utc", Date.from(info.lastEnqueuedAt()),
            "is_partition_empty", info.empty()));
  }
}
