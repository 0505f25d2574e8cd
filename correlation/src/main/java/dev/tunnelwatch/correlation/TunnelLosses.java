package dev.tunnelwatch.correlation;

import static java.util.Comparator.naturalOrder;

import dev.tunnelwatch.correlation.Finding.About;
import dev.tunnelwatch.correlation.TunnelHistory.Outage;
import dev.tunnelwatch.correlation.TunnelHistory.Up;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * {@code tunnel_down} (rule 15): each loss of a tunnel, and on an active-standby gateway each time
 * no instance carried the path.
 */
final class TunnelLosses {
  private final Layout layout;
  private final Map<TunnelId, List<GatewayEvent>> records;
  private final Map<TunnelId, List<Carry.Stretch>> takeovers;

  private TunnelLosses(
      Layout layout,
      Map<TunnelId, List<GatewayEvent>> records,
      Map<TunnelId, List<Carry.Stretch>> takeovers) {
    this.layout = layout;
    this.records = records;
    this.takeovers = takeovers;
  }

  /** In order of {@link Finding#TIME}. */
  static List<Finding> of(
      Layout layout,
      SortedMap<TunnelId, TunnelHistory> histories,
      Map<TunnelId, List<GatewayEvent>> records,
      Map<TunnelId, List<Carry.Stretch>> takeovers) {
    var losses = new TunnelLosses(layout, records, takeovers);
    var found = new ArrayList<Finding>();
    var byRemote = new TreeMap<IpAddress, List<TunnelHistory>>();
    for (var history : histories.values()) {
      history.outages().stream()
          .filter(outage -> layout.activeActiveAt(outage.from()))
          .map(outage -> losses.ofTunnel(history.tunnel(), outage))
          .forEach(found::add);
      byRemote.computeIfAbsent(history.tunnel().remoteIp(), _ -> new ArrayList<>()).add(history);
    }
    byRemote.forEach((remote, ways) -> losses.ofPath(remote, ways, found));
    found.sort(Finding.TIME);
    return found;
  }

  private Finding ofTunnel(TunnelId tunnel, Outage outage) {
    return loss(
        tunnel.label(),
        Optional.of(tunnel.instance()),
        outage.closedBy().map(_ -> tunnel.instance()),
        tunnel.remoteIp(),
        new Interval(outage.from(), outage.to()),
        List.of(outage));
  }

  private record Interval(Instant from, Optional<Instant> to) {
    boolean touches(Outage outage) {
      return to.map(end -> !outage.from().isAfter(end)).orElse(true)
          && outage.to().map(end -> !end.isBefore(from)).orElse(true);
    }
  }

  private record Carried(Instance by, Up up) {}

  private void ofPath(IpAddress remote, List<TunnelHistory> ways, List<Finding> found) {
    var outages = ways.stream().flatMap(way -> way.outages().stream()).toList();
    var carried =
        ways.stream()
            .flatMap(way -> way.ups().stream().flatMap(up -> carried(way, up, ways)))
            .sorted(Comparator.comparing((Carried c) -> c.up().from()))
            .toList();
    for (int i = 0; i < carried.size(); i++) {
      var until = carried.subList(0, i + 1).stream().map(c -> c.up().to()).max(naturalOrder());
      var lost = until.orElseThrow();
      var back = i + 1 < carried.size() ? carried.get(i + 1).up().from() : Instant.MAX;
      boolean gap = back.isAfter(lost) || (back.equals(lost) && !isHandedOver(carried, lost));
      if (gap && lost.isBefore(Instant.MAX)) {
        addPathLoss(remote, new Interval(lost, ended(back)), carried, outages, found);
      }
    }
  }

  /** Of a path that was heard of before, nothing is presumed but that it was up when it went. */
  private Stream<Carried> carried(TunnelHistory way, Up up, List<TunnelHistory> ways) {
    boolean knownBefore =
        ways.stream()
            .filter(other -> !other.tunnel().equals(way.tunnel()))
            .flatMap(other -> other.ups().stream())
            .anyMatch(other -> other.from().isBefore(up.to()));
    var known = up.isPresumed() && knownBefore ? new Up(up.to(), up.to(), false) : up;
    return Takeovers.without(takeovers.getOrDefault(way.tunnel(), List.of()), known).stream()
        .map(left -> new Carried(way.tunnel().instance(), left));
  }

  private static Optional<Instant> ended(Instant at) {
    return Optional.of(at).filter(end -> end.isBefore(Instant.MAX));
  }

  /** Back on the same instance in that instant is a loss of no length; on the other it is none. */
  private static boolean isHandedOver(List<Carried> carried, Instant at) {
    return carried.stream()
            .filter(c -> !c.up().from().isAfter(at) && !c.up().to().isBefore(at))
            .map(Carried::by)
            .distinct()
            .count()
        > 1;
  }

  private void addPathLoss(
      IpAddress remote,
      Interval gap,
      List<Carried> carried,
      List<Outage> outages,
      List<Finding> found) {
    if (layout.activeActiveAt(gap.from())) {
      return;
    }
    var removed = removedIn(gap, outages);
    var to = removed.or(gap::to);
    var during = new Interval(gap.from(), to);
    var back = first(carried.stream().filter(c -> Optional.of(c.up().from()).equals(to)));
    var loss =
        loss(
            Entities.path(layout.gateway(), remote),
            first(carried.stream().filter(c -> c.up().to().equals(gap.from()))),
            back,
            remote,
            during,
            outages.stream().filter(during::touches).toList());
    found.add(
        back.filter(_ -> removed.isEmpty() && loss.closing().isEmpty())
            .flatMap(by -> connected(new TunnelId(layout.gateway(), by, remote), loss.end()))
            .map(loss::closedBy)
            .orElse(loss));
    // What begins after a removal, with nothing up in between, began since it is there again.
    removed
        .flatMap(at -> outages.stream().map(Outage::from).filter(at::isBefore).min(naturalOrder()))
        .filter(anew -> gap.to().filter(again -> !anew.isBefore(again)).isEmpty())
        .map(anew -> new Interval(anew, gap.to()))
        .ifPresent(rest -> addPathLoss(remote, rest, carried, outages, found));
  }

  /** Where the other instance took over, the record that says so ends no loss of its own tunnel. */
  private Optional<Evidence> connected(TunnelId tunnel, Instant at) {
    return records.getOrDefault(tunnel, List.of()).stream()
        .filter(record -> record instanceof TunnelConnected && record.at().equals(at))
        .map(GatewayEvent::evidence)
        .reduce((_, last) -> last);
  }

  private static Optional<Instance> first(Stream<Carried> of) {
    return of.map(Carried::by).min(naturalOrder());
  }

  /** Taken out of the configuration while it was down. */
  private static Optional<Instant> removedIn(Interval gap, List<Outage> outages) {
    return outages.stream()
        .filter(Outage::isRemoved)
        .flatMap(outage -> outage.to().stream())
        .filter(at -> !at.isBefore(gap.from()) && gap.to().filter(at::isAfter).isEmpty())
        .min(naturalOrder());
  }

  private static Finding loss(
      String entity,
      Optional<Instance> instance,
      Optional<Instance> returnedOn,
      IpAddress remote,
      Interval during,
      Collection<Outage> outages) {
    var to = during.to();
    var lines = new ArrayList<Line>();
    for (var outage : outages) {
      outage.said().stream().filter(down -> isWithin(during, down)).forEach(lines::add);
      outage
          .closedBy()
          .filter(up -> outage.to().equals(to) && to.filter(up.at()::equals).isPresent())
          .ifPresent(up -> lines.add(Line.closes(up.evidence())));
    }
    if (lines.stream().noneMatch(line -> line.role() == Line.Role.OPENS)) {
      // Its disconnect stands later in the same second.
      outages.stream()
          .filter(outage -> outage.from().equals(during.from()))
          .map(outage -> outage.said().getFirst())
          .forEach(lines::add);
    }
    var remotes = new TreeSet<>(Set.of(remote));
    var about = new About(instance, returnedOn, remotes, Optional.empty(), new TreeSet<>());
    return new Finding(
        ConditionKind.TUNNEL_DOWN, entity, during.from(), to, about, lines, flags(outages));
  }

  private static boolean isWithin(Interval during, Line down) {
    return !down.at().isBefore(during.from())
        && during.to().map(end -> !down.at().isAfter(end)).orElse(true);
  }

  private static Set<Flag> flags(Collection<Outage> outages) {
    var flags = EnumSet.noneOf(Flag.class);
    for (var outage : outages) {
      if (outage.ambiguous()) {
        flags.add(Flag.AMBIGUOUS_ORDER);
      }
      if (outage.repaired()) {
        flags.add(Flag.MISSING_RECOVERY);
      }
    }
    return flags;
  }
}
