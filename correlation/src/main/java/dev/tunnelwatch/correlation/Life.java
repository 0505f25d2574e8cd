package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.IncidentState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * From open to closed (rule 38).
 *
 * @param end of the last condition; empty while one lasts
 * @param calm when what was lost is no longer likely to be lost again: the penalty that makes a
 *     line a flapping one (rule 17) is forgotten
 */
record Life(ConditionKind root, Optional<Instant> end, Optional<Instant> calm) {
  static final Duration RECOVERED_AFTER = Duration.ofSeconds(60);
  static final Duration UNCONFIRMED_AFTER = Duration.ofHours(24);

  /** The beginning of a condition. */
  record Begun(ConditionKind kind, String entity, Instant from) {
    private boolean isLoss() {
      return kind == ConditionKind.TUNNEL_DOWN
          || kind == ConditionKind.BGP_SESSION_DOWN
          || kind == ConditionKind.ROUTES_WITHDRAWN;
    }
  }

  static Life of(ConditionKind root, Optional<Instant> end, Stream<Begun> conditions) {
    var losses = new TreeMap<String, List<Instant>>();
    conditions
        .filter(Begun::isLoss)
        .sorted(Comparator.comparing(Begun::from))
        .forEach(
            loss ->
                losses
                    .computeIfAbsent(loss.kind() + loss.entity(), _ -> new ArrayList<>())
                    .add(loss.from()));
    return new Life(
        root, end, losses.values().stream().map(Flapping::calm).max(Comparator.naturalOrder()));
  }

  IncidentState state(AsOf asOf) {
    if (end.isEmpty() || !asOf.reached(recovered(end.get()))) {
      return IncidentState.OPEN;
    }
    return asOf.reached(end.get().plus(linger(root)))
        ? IncidentState.CLOSED
        : IncidentState.RECOVERED;
  }

  /** Whoever was woken is not told that it is over when it is about to be lost again. */
  private Instant recovered(Instant over) {
    var quiet = calm.filter(over::isBefore).orElse(over).plus(RECOVERED_AFTER);
    var latest = over.plus(linger(root));
    return quiet.isBefore(latest) ? quiet : latest;
  }

  /** How long related evidence may still follow. */
  static Duration linger(ConditionKind root) {
    return switch (root) {
      case MAINTENANCE -> Duration.ofMinutes(45);
      case TUNNEL_FLAPPING -> Duration.ofSeconds(60);
      case REGION_DOWN,
          SITE_DOWN,
          CONFIGURATION_CHANGED,
          GATEWAY_DOWN,
          FAILOVER,
          TUNNEL_DOWN,
          IKE_FAILING,
          BGP_SESSION_DOWN,
          ROUTES_WITHDRAWN,
          P2S_AUTHENTICATION_FAILING,
          P2S_POOL_EXHAUSTED,
          P2S_DISCONNECTED,
          TELEMETRY_SILENT ->
          Duration.ofMinutes(10);
    };
  }
}
