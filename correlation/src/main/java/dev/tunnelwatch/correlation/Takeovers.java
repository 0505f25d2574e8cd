package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Carry.Stretch;
import dev.tunnelwatch.correlation.TunnelHistory.Up;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When a tunnel no longer carries its path though no record says that it was lost (rule 15): an
 * instance that dies writes nothing, and of an active-standby gateway only one works. So what the
 * other one connects it has taken over, until this one is heard again.
 */
final class Takeovers {
  private final Said said;
  private final SortedMap<TunnelId, TunnelHistory> histories;

  private Takeovers(Said said, SortedMap<TunnelId, TunnelHistory> histories) {
    this.said = said;
    this.histories = histories;
  }

  /** Of each tunnel the stretches in order of time, to {@link Instant#MAX} while they last. */
  static SortedMap<TunnelId, List<Stretch>> of(
      Said said, Optional<GatewayTopology> topology, SortedMap<TunnelId, TunnelHistory> histories) {
    var stretches = new TreeMap<TunnelId, List<Stretch>>();
    if (topology.filter(known -> !known.activeActive()).isPresent()) {
      var all = new Takeovers(said, histories);
      histories.forEach((tunnel, history) -> stretches.put(tunnel, all.of(history)));
    }
    return stretches;
  }

  private List<Stretch> of(TunnelHistory history) {
    var tunnel = history.tunnel();
    var twin = Optional.ofNullable(histories.get(Histories.twin(tunnel)));
    var by = twin.map(this::connects).orElseGet(TreeSet::new);
    var found = new ArrayList<Stretch>();
    if (!by.isEmpty()) {
      var own = connects(history);
      for (var up : history.ups()) {
        add(tunnel, said.carry.exact(tunnel, up), by, own, found);
      }
    }
    return found;
  }

  private void add(
      TunnelId tunnel,
      Up up,
      NavigableSet<Instant> by,
      NavigableSet<Instant> own,
      List<Stretch> found) {
    var taken = by.higher(up.from());
    while (taken != null && taken.isBefore(up.to())) {
      var back = heardAfter(tunnel, taken, own);
      // What it showed in the minute before the other connected again may have been before that.
      for (var once = by.higher(taken); once != null && !once.isAfter(back); ) {
        back = heardAfter(tunnel, once, own);
        once = by.higher(once);
      }
      var until = back.isBefore(up.to()) ? back : up.to();
      if (until.isAfter(taken)) {
        found.add(new Stretch(taken, until));
      }
      taken = until.equals(up.to()) ? null : by.higher(until);
    }
  }

  /** The minute of the takeover may have shown life before it. */
  private Instant heardAfter(TunnelId tunnel, Instant taken, NavigableSet<Instant> own) {
    var busy = new HashSet<Long>();
    records(tunnel).forEach(record -> busy.add(Minutes.of(record.at())));
    var alive = said.alive.getOrDefault(tunnel, new MinuteBits());
    var later = Minutes.start(Minutes.of(taken) + 1);
    var sign = new LifeSigns(alive, busy, new TreeSet<>()).after(later).orElse(Instant.MAX);
    var connect = own.ceiling(taken);
    return connect != null && connect.isBefore(sign) ? connect : sign;
  }

  private List<GatewayEvent> records(TunnelId tunnel) {
    return said.tunnels.getOrDefault(tunnel, List.of());
  }

  /** By records after which it was up. */
  private NavigableSet<Instant> connects(TunnelHistory history) {
    var instants = new TreeSet<Instant>();
    for (var record : records(history.tunnel())) {
      var at = record.at();
      if (record instanceof TunnelConnected
          && history.ups().stream().anyMatch(up -> !up.from().isAfter(at) && up.to().isAfter(at))) {
        instants.add(at);
      }
    }
    return instants;
  }

  /** What is left of an interval up; what is lost was up when it went, whatever was before. */
  static List<Up> without(List<Stretch> stretches, Up up) {
    var left = new ArrayList<Up>();
    var from = up.from();
    for (var stretch : stretches) {
      if (!stretch.from().isBefore(from) && !stretch.to().isAfter(up.to())) {
        left.add(new Up(from, stretch.from(), up.seen()));
        from = stretch.to();
      }
    }
    if (from.isBefore(Instant.MAX)) {
      left.add(new Up(from, up.to(), up.seen()));
    }
    return left;
  }
}
