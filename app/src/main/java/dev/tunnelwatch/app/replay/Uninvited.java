package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.correlation.EvidenceSet;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A peer in no connection of the inventory that negotiates in vain for long. Whoever scans public
 * addresses soon goes on to the next one, and is no incident (rule 18); who stays may be a new
 * connection's device, and the export older than it.
 *
 * @param from the first failure of the longest stretch of them
 */
record Uninvited(GatewayId gateway, IpAddress peer, Instant from, Instant to) {

  /** Failures at most so far apart are one stretch, as in rule 18; told is one of that length. */
  private static final Duration LONG = Duration.ofMinutes(10);

  static final Comparator<Uninvited> LONGEST_FIRST =
      Comparator.comparing(Uninvited::lasted)
          .reversed()
          .thenComparing(Uninvited::gateway)
          .thenComparing(Uninvited::peer);

  /** Of one gateway; none where a connection without an address may be the peer's. */
  static List<Uninvited> of(EvidenceSet evidence, Optional<GatewayTopology> topology) {
    if (topology.isEmpty() || topology.get().connections().stream().anyMatch(Uninvited::isOpen)) {
      return List.of();
    }
    var events = evidence.events();
    var known = known(topology.get(), events);
    return events.stream()
        .flatMap(event -> event instanceof NegotiationFailed failed ? of(failed) : Stream.empty())
        .filter(failure -> !known.contains(failure.peer))
        .collect(Collectors.groupingBy(Uninvited::peer, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(Uninvited::longest)
        .filter(stretch -> stretch.lasted().compareTo(LONG) >= 0)
        .toList();
  }

  private static boolean isOpen(Connection connection) {
    return connection.remoteIps().isEmpty();
  }

  /** By the inventory, or by a tunnel of its own: those are told with their incidents. */
  private static Set<IpAddress> known(GatewayTopology topology, List<GatewayEvent> events) {
    var known = new TreeSet<IpAddress>();
    Stream.of(topology.connections(), topology.unconnected())
        .flatMap(Collection::stream)
        .forEach(connection -> known.addAll(connection.remoteIps()));
    for (var event : events) {
      if (event instanceof TunnelConnected connected) {
        known.add(connected.tunnel().remoteIp());
      } else if (event instanceof TunnelDisconnected disconnected) {
        known.add(disconnected.tunnel().remoteIp());
      }
    }
    return known;
  }

  private static Stream<Uninvited> of(NegotiationFailed failed) {
    return failed.tunnel().remoteIp().stream()
        .map(peer -> new Uninvited(failed.gateway(), peer, failed.at(), failed.at()));
  }

  private static Uninvited longest(List<Uninvited> failures) {
    var byTime = failures.stream().sorted(Comparator.comparing(Uninvited::from)).toList();
    var stretch = byTime.getFirst();
    var longest = stretch;
    for (var failure : byTime) {
      stretch =
          failure.from.isAfter(stretch.to.plus(LONG))
              ? failure
              : new Uninvited(stretch.gateway, stretch.peer, stretch.from, failure.to);
      longest = stretch.lasted().compareTo(longest.lasted()) > 0 ? stretch : longest;
    }
    return longest;
  }

  private Duration lasted() {
    return Duration.between(from, to);
  }

  @Override
  public String toString() {
    return "%s %s (%d min from %s on)".formatted(gateway.name(), peer, lasted().toMinutes(), from);
  }
}
