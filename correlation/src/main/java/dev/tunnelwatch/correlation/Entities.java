package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.TunnelHint;
import dev.tunnelwatch.model.TunnelId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names conditions go by. */
final class Entities {

  private Entities() {}

  /** A path on an active-standby gateway, which no instance owns (rule 15). */
  static String path(GatewayId gateway, IpAddress remote) {
    return gateway.name() + ' ' + remote;
  }

  static String instance(GatewayId gateway, Instance instance) {
    return gateway.name() + ' ' + instance;
  }

  static String session(GatewayId gateway, Optional<Instance> instance, Optional<IpAddress> peer) {
    return gateway.name()
        + instance.map(i -> " " + i).orElse("")
        + " bgp"
        + peer.map(p -> " " + p).orElse("");
  }

  static String routes(GatewayId gateway, Optional<IpAddress> peer) {
    return gateway.name() + " routes" + peer.map(p -> " " + p).orElse("");
  }

  /**
   * The names of the conditions an event could be about. A line that leaves out the instance could
   * be about either tunnel; one that leaves out the peer is about none.
   */
  static Set<String> named(GatewayEvent event) {
    return switch (event) {
      case GatewayEvent.TunnelConnected up -> named(hint(up.tunnel()));
      case GatewayEvent.TunnelDisconnected down -> named(hint(down.tunnel()));
      case GatewayEvent.NegotiationFailed failed -> named(failed.tunnel());
      case GatewayEvent.SaDeleted deleted -> named(deleted.tunnel());
      case GatewayEvent.BgpConnected _,
          GatewayEvent.BgpDisconnected _,
          GatewayEvent.RoutesChanged _,
          GatewayEvent.P2sSession _,
          GatewayEvent.MaintenanceNoted _,
          GatewayEvent.ConfigurationSet _,
          GatewayEvent.Unrecognised _,
          GatewayEvent.Undated _ ->
          Set.of(of(event));
    };
  }

  private static TunnelHint hint(TunnelId tunnel) {
    return new TunnelHint(
        tunnel.gateway(), Optional.of(tunnel.instance()), Optional.of(tunnel.remoteIp()));
  }

  private static Set<String> named(TunnelHint hint) {
    var names = new TreeSet<String>();
    for (var remote : hint.remoteIp().stream().toList()) {
      names.add(path(hint.gateway(), remote));
      for (var instance : Instance.values()) {
        var tunnel = new TunnelId(hint.gateway(), instance, remote);
        if (hint.fits(tunnel)) {
          names.add(tunnel.label());
        }
      }
    }
    return names;
  }

  /** What an event is about, for the key of its entry. */
  static String of(GatewayEvent event) {
    return switch (event) {
      case GatewayEvent.TunnelConnected up -> up.tunnel().label();
      case GatewayEvent.TunnelDisconnected down -> down.tunnel().label();
      case GatewayEvent.NegotiationFailed failed -> hint(failed.tunnel());
      case GatewayEvent.SaDeleted deleted -> hint(deleted.tunnel());
      case GatewayEvent.BgpConnected up -> session(up.gateway(), up.instance(), up.peer());
      case GatewayEvent.BgpDisconnected down ->
          session(down.gateway(), down.instance(), down.peer());
      case GatewayEvent.RoutesChanged changed -> routes(changed.gateway(), changed.peer());
      case GatewayEvent.P2sSession session -> session.gateway().name() + " p2s";
      case GatewayEvent.MaintenanceNoted _,
          GatewayEvent.ConfigurationSet _,
          GatewayEvent.Unrecognised _,
          GatewayEvent.Undated _ ->
          event.gateway().name();
    };
  }

  private static String hint(TunnelHint hint) {
    return hint.gateway().name()
        + hint.instance().map(i -> " " + i).orElse("")
        + hint.remoteIp().map(ip -> " " + ip).orElse("");
  }
}
