package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;
import static dev.tunnelwatch.correlation.oracle.Bit.ms;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** When each tunnel was up, and when it was gone (rules 7, 12 and 30). */
final class Lives {
  final List<Up> ups = new ArrayList<>();
  final List<Gone> gone = new ArrayList<>();
  final Set<TunnelId> tunnels = new TreeSet<>();
  private final Facts facts;

  record Up(TunnelId tunnel, long from, long to, boolean seen) {}

  record Gone(
      TunnelId tunnel,
      long from,
      long to,
      List<GatewayEvent> said,
      Set<Flag> flags,
      boolean answered) {}

  Lives(Facts facts) {
    this.facts = facts;
    facts.of(TunnelConnected.class).forEach(up -> tunnels.add(up.tunnel()));
    facts.of(TunnelDisconnected.class).forEach(down -> tunnels.add(down.tunnel()));
    facts.signs.stream()
        .filter(sign -> sign.sign().isLife())
        .forEach(sign -> sign.tunnel().ifPresent(tunnels::add));
    tunnels.forEach(tunnel -> live(tunnel, List.of()));
    var alone = List.copyOf(gone);
    for (var tunnel : tunnels) {
      var withTwin = removedWithTwin(tunnel, alone);
      if (!withTwin.isEmpty()) {
        gone.removeIf(g -> g.tunnel.equals(tunnel));
        ups.removeIf(up -> up.tunnel.equals(tunnel));
        live(tunnel, withTwin);
      }
    }
  }

  /** Rules 7 and 12, one tunnel: walks from group to group and sign to sign. */
  private void live(TunnelId tunnel, List<GatewayEvent> withTwin) {
    var records = records(tunnel);
    var starts = new TreeMap<Long, List<GatewayEvent>>();
    for (int i = 0; i < records.size(); i++) {
      boolean joins = i > 0 && ms(records.get(i)) - ms(records.get(i - 1)) <= 1_000;
      var key = joins ? starts.lastKey() : Long.valueOf(ms(records.get(i)));
      starts.computeIfAbsent(key, _ -> new ArrayList<>()).add(records.get(i));
    }
    var times = new TreeSet<>(starts.keySet());
    var alive = alive(tunnel, records);
    times.addAll(alive);
    var signsOfBeing = existing(tunnel);
    signsOfBeing.forEach(e -> times.add(ms(e)));
    withTwin.forEach(e -> times.add(ms(e)));
    long up = OPEN;
    long removed = Long.MIN_VALUE;
    Optional<Gone> down = Optional.empty();
    for (long t : times) {
      if (alive.contains(t)) {
        if (down.isPresent()) {
          gone.add(end(down.get(), t, Set.of(Flag.MISSING_RECOVERY), false));
          down = Optional.empty();
          up = t;
        }
        up = Math.min(up, t);
      }
      var group = starts.getOrDefault(t, List.of());
      if (group.isEmpty() && down.isPresent() && down.get().from < t) {
        var by =
            withTwin.stream()
                .filter(e -> ms(e) == t)
                .filter(e -> records.stream().noneMatch(r -> ms(r) >= t && ms(r) <= t + 120_000))
                .findFirst();
        if (by.isPresent()) {
          removed = t;
          gone.add(end(more(down.get(), List.of(by.get()), Set.of()), t, Set.of(), false));
          down = Optional.empty();
          continue;
        }
      }
      if (group.isEmpty() && down.isEmpty() && up == OPEN && removed != Long.MIN_VALUE) {
        long out = removed;
        down =
            signsOfBeing.stream()
                .filter(e -> ms(e) == t)
                .filter(_ -> again(signsOfBeing, out + 10_000, t))
                .findFirst()
                .map(e -> new Gone(tunnel, t, OPEN, List.of(e), Set.of(), false));
      }
      var downs = group.stream().filter(TunnelDisconnected.class::isInstance).toList();
      int connects = group.size() - downs.size();
      long last = group.isEmpty() ? t : ms(group.getLast());
      Set<Flag> unsure = connects > 0 && !downs.isEmpty() ? Set.of(Flag.AMBIGUOUS_ORDER) : Set.of();
      if (group.isEmpty()) {
        continue;
      }
      if (down.isPresent()) {
        down = Optional.of(more(down.get(), downs, unsure));
        if (connects >= downs.size()) {
          long back =
              group.stream()
                  .filter(TunnelConnected.class::isInstance)
                  .mapToLong(Bit::ms)
                  .max()
                  .orElseThrow();
          gone.add(end(down.get(), back, Set.of(), true));
          down = Optional.empty();
          up = back;
        } else if (downs.stream().anyMatch(Bit::isRemoval)) {
          removed = removal(downs);
          gone.add(end(down.get(), removed, Set.of(), false));
          down = Optional.empty();
        }
      } else if (downs.isEmpty()) {
        up = Math.min(up, t);
      } else {
        long lost = connects >= downs.size() ? t : ms(downs.getFirst());
        long since = up == OPEN ? Math.max(removed, lost - 3_600_000) : up;
        ups.add(new Up(tunnel, since, lost, up != OPEN));
        var loss = new Gone(tunnel, lost, OPEN, downs, unsure, false);
        up = connects >= downs.size() ? last : OPEN;
        if (connects >= downs.size()) {
          gone.add(end(loss, last, Set.of(), true));
        } else if (downs.stream().anyMatch(Bit::isRemoval)) {
          removed = removal(downs);
          gone.add(end(loss, removed, Set.of(), false));
        } else {
          down = Optional.of(loss);
        }
      }
    }
    down.ifPresent(gone::add);
    if (down.isEmpty() && up != OPEN) {
      ups.add(new Up(tunnel, up, OPEN, true));
    }
  }

  /** When the same peer's tunnel with the other instance was removed, lost as it was. */
  private static List<GatewayEvent> removedWithTwin(TunnelId tunnel, List<Gone> alone) {
    return alone.stream()
        .filter(g -> g.tunnel.remoteIp().equals(tunnel.remoteIp()))
        .filter(g -> g.tunnel.instance() != tunnel.instance() && g.from < g.to)
        .filter(g -> !g.answered && !g.flags.contains(Flag.MISSING_RECOVERY))
        .flatMap(g -> g.said.stream().filter(e -> Bit.isRemoval(e) && ms(e) == g.to).limit(1))
        .toList();
  }

  /** Whether there was one 1 to 10 min before, later than that. */
  private static boolean again(List<GatewayEvent> signs, long after, long t) {
    return signs.stream()
        .map(Bit::ms)
        .anyMatch(s -> s > after && s <= t - 60_000 && s >= t - 600_000);
  }

  /** What only a connection that is configured brings about (rule 30). */
  private List<GatewayEvent> existing(TunnelId tunnel) {
    boolean single = facts.topology.isPresent() && !facts.topology.get().activeActive();
    return facts.events.stream()
        .filter(
            e ->
                switch (e) {
                  case GatewayEvent.NegotiationFailed no ->
                      (no.reason() == Reason.AUTHENTICATION
                              || no.reason() == Reason.TRAFFIC_SELECTORS)
                          && no.tunnel().remoteIp().equals(Optional.of(tunnel.remoteIp()))
                          && (single
                              || no.tunnel().instance().orElse(tunnel.instance())
                                  == tunnel.instance());
                  default -> false;
                })
        .toList();
  }

  private static long removal(List<GatewayEvent> downs) {
    return ms(downs.stream().filter(Bit::isRemoval).findFirst().orElseThrow());
  }

  List<GatewayEvent> records(TunnelId tunnel) {
    return facts.events.stream()
        .filter(
            e ->
                (e instanceof TunnelConnected u && u.tunnel().equals(tunnel))
                    || (e instanceof TunnelDisconnected d && d.tunnel().equals(tunnel)))
        .toList();
  }

  private static Gone end(Gone loss, long to, Set<Flag> flags, boolean answered) {
    var all = new TreeSet<>(loss.flags);
    all.addAll(flags);
    return new Gone(loss.tunnel, loss.from, to, loss.said, all, answered);
  }

  private static Gone more(Gone loss, List<GatewayEvent> downs, Set<Flag> flags) {
    var said = new ArrayList<>(loss.said);
    said.addAll(downs);
    return end(new Gone(loss.tunnel, loss.from, OPEN, said, loss.flags, false), OPEN, flags, false);
  }

  private Set<Long> alive(TunnelId tunnel, List<GatewayEvent> records) {
    var times = new TreeSet<Long>();
    liveMinutes(tunnel).forEach(minute -> times.add((minute + 1) * 60_000));
    facts.of(BgpConnected.class).stream()
        .filter(bgp -> runsOver(bgp, tunnel))
        .filter(bgp -> records.stream().anyMatch(r -> ms(r) < ms(bgp)))
        .filter(bgp -> records.stream().noneMatch(r -> Math.abs(ms(r) - ms(bgp)) <= 1_000))
        .forEach(bgp -> times.add(ms(bgp)));
    return times;
  }

  /** Those that showed life and hold no record. */
  Set<Long> liveMinutes(TunnelId tunnel) {
    var records = records(tunnel);
    return facts.signs.stream()
        .filter(s -> s.sign().isLife() && s.tunnel().equals(Optional.of(tunnel)))
        .map(s -> s.at().toEpochMilli() / 60_000)
        .filter(minute -> records.stream().noneMatch(r -> ms(r) / 60_000 == minute))
        .collect(Collectors.toSet());
  }

  private boolean runsOver(BgpConnected bgp, TunnelId tunnel) {
    boolean named = bgp.instance().equals(Optional.of(tunnel.instance()));
    boolean only =
        bgp.instance().isEmpty() && facts.topology.filter(t -> !t.activeActive()).isPresent();
    return (named || only)
        && bgp.peer().isPresent()
        && facts.told().stream()
            .filter(c -> c.bgp().map(Connection.Bgp::peer).equals(bgp.peer()))
            .anyMatch(c -> c.remoteIps().equals(List.of(tunnel.remoteIp())));
  }
}
