package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.IncidentState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** From open to closed (rule 38). */
final class Life {
  static final Duration RECOVERED_AFTER = Duration.ofSeconds(60);
  static final Duration UNCONFIRMED_AFTER = Duration.ofHours(24);

  private Life() {}

  static IncidentState state(ConditionKind root, Optional<Instant> end, AsOf asOf) {
    if (end.isEmpty() || !asOf.reached(end.get().plus(RECOVERED_AFTER))) {
      return IncidentState.OPEN;
    }
    return asOf.reached(end.get().plus(linger(root)))
        ? IncidentState.CLOSED
        : IncidentState.RECOVERED;
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
