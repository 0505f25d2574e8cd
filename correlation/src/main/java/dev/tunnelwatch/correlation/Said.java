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
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The evidence of one gateway told apart by kind, each list in order of time. */
final class Said {
  /** A gateway's routine lines come by the minute. */
  private static final Duration NEVER_QUIET_FOR = Duration.ofHours(2);

  final GatewayId gateway;
  final Carry carry;
  final SortedMap<TunnelId, List<GatewayEvent>> tunnels = new TreeMap<>();
  final List<NegotiationFailed> failures = new ArrayList<>();
  final List<SaDeleted> deletions = new ArrayList<>();
  final List<MaintenanceNoted> maintenance = new ArrayList<>();
  final List<ConfigurationSet> configuration = new ArrayList<>();
  final List<GatewayEvent> bgp = new ArrayList<>();
  final List<RoutesChanged> routes = new ArrayList<>();

  private Instant first = Instant.MAX;

  /** Minutes in which a tunnel showed life, a rekey included. */
  final SortedMap<TunnelId, MinuteBits> alive = new TreeMap<>();

  /** Minutes in which an SA of the tunnel was renewed. */
  final SortedMap<TunnelId, MinuteBits> rekeyed = new TreeMap<>();

  /** Minutes in which something was offered for the tunnel. */
  final SortedMap<TunnelId, Map<Offer, MinuteBits>> offers = new TreeMap<>();

  /**
   * @param events in order of time
   */
  Said(
      GatewayId gateway,
      Collection<GatewayEvent> events,
      Map<PresenceSeries, MinuteBits> presence,
      Carry carry) {
    this.gateway = gateway;
    this.carry = carry;
    events.forEach(this::sort);
    events.forEach(event -> began(event.at()));
    presence.values().forEach(minutes -> minutes.first().ifPresent(m -> began(Minutes.start(m))));
    presence.forEach(
        (series, minutes) ->
            series.tunnel(gateway).ifPresent(tunnel -> mark(tunnel, series, minutes)));
  }

  private void began(Instant at) {
    first = at.isBefore(first) ? at : first;
  }

  /** When the gateway is first heard; empty where a cut may have let go of the beginning. */
  Optional<Instant> begins() {
    boolean whole =
        carry.cut().equals(Instant.MIN) || first.isAfter(carry.cut().plus(NEVER_QUIET_FOR));
    return Optional.of(first).filter(at -> whole && at.isBefore(Instant.MAX));
  }

  /** The events from one instant to another, both included, of events in order of time. */
  static <E extends GatewayEvent> List<E> between(List<E> sorted, Instant from, Instant to) {
    return sorted.subList(before(sorted, from), before(sorted, to.plusNanos(1)));
  }

  /** How many events are before that instant. */
  static int before(List<? extends GatewayEvent> sorted, Instant at) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).at().isBefore(at)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
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

  private void mark(TunnelId tunnel, PresenceSeries series, MinuteBits minutes) {
    if (series.offer().isPresent()) {
      offers.computeIfAbsent(tunnel, _ -> new HashMap<>()).put(series.offer().get(), minutes);
      return;
    }
    alive.computeIfAbsent(tunnel, _ -> new MinuteBits()).addAll(minutes);
    if (series.sign() == Presence.Sign.REKEYED) {
      rekeyed.put(tunnel, minutes);
    }
  }
}
