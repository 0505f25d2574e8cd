package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.P2sSession;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RouteOrigin;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.GatewayEvent.Undated;
import dev.tunnelwatch.model.GatewayEvent.Unrecognised;
import dev.tunnelwatch.model.Reason;
import java.util.Locale;

/**
 * How far a record was understood, and why it is said so. The same record is always classified
 * alike.
 *
 * @param reason of a closed set of words, so that it can be counted; never content
 */
public record Classification(Standing standing, String reason) {

  public static Classification of(Reading reading) {
    return switch (reading) {
      case Reading.Routine(var presence) -> routine(word(presence.sign()));
      case Reading.Canary _ -> routine("canary");
      case Reading.Foreign(var kind) -> new Classification(Standing.FOREIGN, kind);
      case Reading.Rejected(var reason, _) -> rejected(reason);
      case Reading.Event(var event, var cut) -> cut ? cut(of(event)) : of(event);
    };
  }

  /** Whatever was understood of it, the rest was not looked at. */
  private static Classification cut(Classification read) {
    return read.standing() == Standing.NEWS ? unsure(read.reason() + ", cut") : read;
  }

  public static Classification rejected(RejectReason reason) {
    return new Classification(Standing.REJECTED, reason.word());
  }

  private static Classification of(GatewayEvent event) {
    return switch (event) {
      case TunnelConnected up -> stated("tunnel_connected", up.reason());
      case TunnelDisconnected down -> stated("tunnel_disconnected", down.reason());
      case NegotiationFailed failed -> stated("negotiation_failed", failed.reason());
      case SaDeleted deleted -> stated("sa_deleted", deleted.reason());
      case MaintenanceNoted noted -> news("maintenance " + word(noted.kind()));
      case ConfigurationSet set -> news("configuration_set " + word(set.scope()));
      case BgpConnected up ->
          up.peer().isPresent() ? news("bgp_connected") : unsure("bgp_connected without peer");
      case BgpDisconnected down ->
          down.peer().isPresent()
              ? news("bgp_disconnected")
              : unsure("bgp_disconnected without peer");
      case RoutesChanged routes -> routes(routes);
      case P2sSession session -> stated("p2s " + word(session.outcome()), session.reason());
      case Unrecognised line ->
          new Classification(Standing.UNRECOGNISED, Operations.whatIsUnknown(line.evidence()));
      case Undated _ -> unsure("undated");
    };
  }

  private static Classification stated(String kind, Reason reason) {
    return reason == Reason.UNRECOGNISED
        ? unsure(kind + " for an unknown reason")
        : news(kind + ' ' + word(reason));
  }

  /** Nobody announces a static route: that it was set is all there is to say. */
  private static Classification routes(RoutesChanged routes) {
    if (routes.origin() == RouteOrigin.STATIC) {
      return news("static_routes_changed");
    }
    if (routes.change() == RouteChange.UNSURE) {
      return unsure("routes_changed either way");
    }
    return routes.prefixes().isEmpty()
        ? unsure("routes_changed without prefix")
        : news("routes_changed " + word(routes.change()));
  }

  private static Classification routine(String reason) {
    return new Classification(Standing.ROUTINE, reason);
  }

  private static Classification news(String reason) {
    return new Classification(Standing.NEWS, reason);
  }

  private static Classification unsure(String reason) {
    return new Classification(Standing.UNSURE, reason);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
