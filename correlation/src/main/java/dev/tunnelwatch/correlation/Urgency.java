package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.P2sOutcome;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.IncidentState;
import java.util.Collection;

/**
 * Whether someone waits for what evidence tells. What it tells is the same at any later time, for
 * incidents are a function of all evidence (rule 1): this says only when that must be worked out.
 */
public final class Urgency {

  private Urgency() {}

  /** Whether a gateway on which nothing is wrong may have an incident because of it. */
  public static boolean canBegin(GatewayEvent event) {
    return switch (event) {
      case GatewayEvent.TunnelDisconnected _,
          GatewayEvent.NegotiationFailed _,
          GatewayEvent.SaDeleted _,
          GatewayEvent.MaintenanceNoted _,
          GatewayEvent.ConfigurationSet _,
          GatewayEvent.BgpDisconnected _ ->
          true;
      case GatewayEvent.RoutesChanged routes -> routes.change() != RouteChange.ANNOUNCED;
      case GatewayEvent.P2sSession session -> isFailure(session.outcome());
      case GatewayEvent.TunnelConnected _,
          GatewayEvent.BgpConnected _,
          GatewayEvent.Unrecognised _,
          GatewayEvent.Undated _ ->
          false;
    };
  }

  private static boolean isFailure(P2sOutcome outcome) {
    return switch (outcome) {
      case AUTHENTICATION_FAILED, POOL_EXHAUSTED, FAILED -> true;
      case REQUESTED, AUTHENTICATED, CONNECTED, DISCONNECTED -> false;
    };
  }

  /** Whether nothing is wrong on a gateway, nor was a moment ago: what it says can wait. */
  public static boolean isWell(Collection<GatewayIncident> incidents) {
    return incidents.stream().allMatch(found -> found.incident().state() == IncidentState.CLOSED);
  }
}
