package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.GatewayId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;

/**
 * One diagnostic log record.
 *
 * @param gateway the resource that wrote it; of a foreign record any resource
 * @param category as Azure names it: {@code TunnelDiagnosticLog}
 * @param text its message, or {@code status remoteIP reason} where it has none
 * @param json the whole record as Azure would send it
 */
public record LogRecord(
    Instant at,
    GatewayId gateway,
    String category,
    String operationName,
    String text,
    String json) {

  static final Comparator<LogRecord> ORDER =
      Comparator.comparing(LogRecord::at).thenComparing(LogRecord::json);

  private static final Set<String> OPENING =
      Set.of(
          "TunnelDisconnected",
          "BgpDisconnectedEvent",
          "HostMaintenanceEvent",
          "GatewayTenantPrimaryChanged",
          "SetGatewayConfiguration",
          "SetConnectionConfiguration",
          "BgpRouteUpdate");

  /** Whether a state begins or ends with it. */
  boolean decides() {
    return opens()
        || operationName.endsWith("Connected")
        || operationName.equals("BgpConnectedEvent");
  }

  /** Whether something begins with it that no other record tells. */
  boolean opens() {
    return OPENING.contains(operationName);
  }
}
