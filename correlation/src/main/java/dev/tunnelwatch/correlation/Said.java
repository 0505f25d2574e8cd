package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The evidence of one gateway told apart by kind, each list in order of time. */
final class Said {
  final SortedMap<TunnelId, List<GatewayEvent>> tunnels = new TreeMap<>();
  final List<NegotiationFailed> failures = new ArrayList<>();
  final List<SaDeleted> deletions = new ArrayList<>();
  final List<MaintenanceNoted> maintenance = new ArrayList<>();
  final List<ConfigurationSet> configuration = new ArrayList<>();
  final List<GatewayEvent> bgp = new ArrayList<>();
  final List<RoutesChanged> routes = new ArrayList<>();

  /** Minutes in which a tunnel showed life, a rekey included. */
  final SortedMap<TunnelId, NavigableSet<Long>> alive = new TreeMap<>();

  /** Minutes in which an SA of the tunnel was renewed. */
  final SortedMap<TunnelId, NavigableSet<Long>> rekeyed = new TreeMap<>();

  Said(EvidenceSet evidence) {
    evidence.events().forEach(this::sort);
    evidence.presence().forEach((key, bits) -> mark(evidence, key, bits));
  }

  private void sort(GatewayEvent event) {
    switch (event) {
      case TunnelConnected up -> ofTunnel(up.tunnel()).add(up);
      case TunnelDisconnected down -> ofTunnel(down.tunnel()).add(down);
      case NegotiationFailed failed -> failures.add(failed);
      case SaDeleted deleted -> deletions.add(deleted);
      case MaintenanceNoted noted -> maintenance.add(noted);
      case ConfigurationSet set -> configuration.add(set);
      case BgpConnected up -> bgp.add(up);
      case BgpDisconnected down -> bgp.add(down);
      case RoutesChanged changed -> routes.add(changed);
      case GatewayEvent.P2sSession _, GatewayEvent.Unrecognised _, GatewayEvent.Undated _ -> {}
    }
  }

  private List<GatewayEvent> ofTunnel(TunnelId tunnel) {
    return tunnels.computeIfAbsent(tunnel, _ -> new ArrayList<>());
  }

  private void mark(EvidenceSet evidence, String key, long bits) {
    var row = PresenceSeries.read(key);
    var tunnel = row.series().tunnel(evidence.gateway());
    if (tunnel.isEmpty()) {
      return;
    }
    for (int minute = 0; minute < 60; minute++) {
      if ((bits >>> minute & 1) == 1) {
        long since1970 = row.hour() * 60 + minute;
        minutes(alive, tunnel.get()).add(since1970);
        if (row.series().sign() == Presence.Sign.REKEYED) {
          minutes(rekeyed, tunnel.get()).add(since1970);
        }
      }
    }
  }

  private static NavigableSet<Long> minutes(
      SortedMap<TunnelId, NavigableSet<Long>> of, TunnelId tunnel) {
    return of.computeIfAbsent(tunnel, _ -> new TreeSet<>());
  }
}
