package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;

/** The same record by another way (rule 5). */
final class Copies {

  private Copies() {}

  /** Enqueued so many seconds later. */
  static GatewayEvent of(GatewayEvent event, long later) {
    var e = event.evidence();
    var copy =
        new Evidence(
            e.at(),
            e.enqueuedAt().map(enqueued -> enqueued.plusSeconds(later)),
            e.category(),
            e.operationName(),
            e.text(),
            "copy-" + e.source(),
            e.digest());
    return switch (event) {
      case GatewayEvent.TunnelConnected of ->
          new GatewayEvent.TunnelConnected(of.tunnel(), of.reason(), copy);
      case GatewayEvent.TunnelDisconnected of ->
          new GatewayEvent.TunnelDisconnected(of.tunnel(), of.reason(), copy);
      case GatewayEvent.NegotiationFailed of ->
          new GatewayEvent.NegotiationFailed(of.tunnel(), of.reason(), copy);
      case GatewayEvent.SaDeleted of ->
          new GatewayEvent.SaDeleted(of.tunnel(), of.sa(), of.reason(), copy);
      case GatewayEvent.MaintenanceNoted of ->
          new GatewayEvent.MaintenanceNoted(of.gateway(), of.instance(), of.kind(), copy);
      case GatewayEvent.ConfigurationSet of ->
          new GatewayEvent.ConfigurationSet(
              of.gateway(), of.scope(), of.connection(), of.remoteSite(), of.succeeded(), copy);
      case GatewayEvent.BgpConnected of ->
          new GatewayEvent.BgpConnected(of.gateway(), of.instance(), of.peer(), copy);
      case GatewayEvent.BgpDisconnected of ->
          new GatewayEvent.BgpDisconnected(of.gateway(), of.instance(), of.peer(), copy);
      case GatewayEvent.RoutesChanged of ->
          new GatewayEvent.RoutesChanged(
              of.gateway(), of.peer(), of.origin(), of.change(), of.prefixes(), copy);
      case GatewayEvent.P2sSession _, GatewayEvent.Unrecognised _, GatewayEvent.Undated _ -> event;
    };
  }
}
