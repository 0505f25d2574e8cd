package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The histories of all tunnels of a gateway, lost recoveries repaired (rule 12). */
final class Histories {

  private Histories() {}

  static SortedMap<TunnelId, TunnelHistory> of(Said said, Optional<GatewayTopology> topology) {
    var tunnels = new TreeSet<>(said.tunnels.keySet());
    tunnels.addAll(said.alive.keySet());
    tunnels.addAll(said.carry.tunnels().keySet());
    var histories = new TreeMap<TunnelId, TunnelHistory>();
    for (var tunnel : tunnels) {
      histories.put(tunnel, fold(said, topology, tunnel, List.of()));
    }
    var removals = new TreeMap<TunnelId, List<Line>>();
    histories.forEach((tunnel, history) -> removals.put(twin(tunnel), removedWhileLost(history)));
    removals.forEach(
        (tunnel, lines) -> {
          if (!lines.isEmpty() && histories.containsKey(tunnel)) {
            histories.put(tunnel, fold(said, topology, tunnel, lines));
          }
        });
    return histories;
  }

  private static TunnelHistory fold(
      Said said, Optional<GatewayTopology> topology, TunnelId tunnel, List<Line> twinsRemovals) {
    var records = said.tunnels.getOrDefault(tunnel, List.of());
    var busy = new HashSet<Long>();
    records.forEach(record -> busy.add(Minutes.of(record.at())));
    var signs =
        new LifeSigns(
            said.alive.getOrDefault(tunnel, new MinuteBits()),
            busy,
            bgpUp(said, topology, tunnel, records));
    return TunnelFold.of(
        tunnel,
        records,
        signs,
        Renewals.of(said, topology, tunnel),
        twinsRemovals,
        said.carry.tunnel(tunnel));
  }

  /** To the same peer with the other instance. */
  static TunnelId twin(TunnelId tunnel) {
    return new TunnelId(tunnel.gateway(), tunnel.instance().other(), tunnel.remoteIp());
  }

  private static List<Line> removedWhileLost(TunnelHistory history) {
    return history.outages().stream()
        .filter(
            outage -> outage.isRemoved() && outage.to().filter(outage.from()::isBefore).isPresent())
        .flatMap(
            outage ->
                outage.said().stream()
                    .filter(line -> line.reason() == Reason.TUNNEL_REMOVED)
                    .filter(line -> outage.to().equals(Optional.of(line.at())))
                    .limit(1))
        .toList();
  }

  /**
   * BGP came up again over this tunnel, if it names the instance or there is no other. Of a tunnel
   * that was not heard of by then it says nothing.
   */
  private static NavigableSet<Instant> bgpUp(
      Said said, Optional<GatewayTopology> topology, TunnelId tunnel, List<GatewayEvent> records) {
    var instants = new TreeSet<Instant>();
    for (var event : said.bgp) {
      if (event instanceof BgpConnected up
          && runsOver(up, topology, tunnel)
          && records.stream().anyMatch(record -> record.at().isBefore(up.at()))
          && records.stream().noneMatch(record -> isWithinASecond(record, up))) {
        instants.add(up.at());
      }
    }
    return instants;
  }

  private static boolean isWithinASecond(GatewayEvent one, GatewayEvent other) {
    return Duration.between(one.at(), other.at()).abs().compareTo(Duration.ofSeconds(1)) <= 0;
  }

  private static boolean runsOver(
      BgpConnected up, Optional<GatewayTopology> topology, TunnelId tunnel) {
    if (up.peer().isEmpty() || topology.isEmpty()) {
      return false;
    }
    boolean oneTunnel = !topology.get().activeActive();
    boolean named = up.instance().filter(tunnel.instance()::equals).isPresent();
    return (named || (oneTunnel && up.instance().isEmpty()))
        && topology.get().connections().stream()
            .filter(connection -> hasPeer(connection, up))
            .anyMatch(connection -> connection.remoteIps().equals(List.of(tunnel.remoteIp())));
  }

  private static boolean hasPeer(Connection connection, BgpConnected up) {
    return connection.bgp().map(Connection.Bgp::peer).equals(up.peer());
  }
}
