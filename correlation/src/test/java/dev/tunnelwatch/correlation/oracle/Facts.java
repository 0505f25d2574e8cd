package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;
import static dev.tunnelwatch.correlation.oracle.Bit.ms;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Evidence, layout and losses of one gateway (rules 7, 12, 15, 29 to 31). */
final class Facts {
  final GatewayId gateway;
  final List<GatewayEvent> events;
  final List<Presence> signs;
  final Optional<GatewayTopology> topology;
  final Set<IpAddress> ips = new TreeSet<>();
  private final String name;
  private List<Connection> connections = List.of();
  private final Map<IpAddress, Optional<Connection>> byIp = new HashMap<>();
  private final Map<Class<?>, List<GatewayEvent>> byKind = new HashMap<>();
  final List<Bit> losses = new ArrayList<>();
  private final List<Up> ups = new ArrayList<>();
  private final List<Gone> gone = new ArrayList<>();
  private long doubleSince = OPEN;

  record Up(TunnelId tunnel, long from, long to, boolean seen) {}

  private record Gone(
      TunnelId tunnel,
      long from,
      long to,
      List<GatewayEvent> said,
      Set<Flag> flags,
      boolean answered) {}

  Facts(
      GatewayId gateway,
      List<GatewayEvent> events,
      List<Presence> signs,
      Optional<GatewayTopology> topology) {
    this.gateway = gateway;
    this.name = gateway.name();
    this.events = events;
    this.signs = signs;
    this.topology = topology;
    var tunnels = new TreeSet<TunnelId>();
    of(TunnelConnected.class).forEach(up -> tunnels.add(up.tunnel()));
    of(TunnelDisconnected.class).forEach(down -> tunnels.add(down.tunnel()));
    signs.stream()
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
    told().forEach(connection -> ips.addAll(connection.remoteIps()));
    tunnels.forEach(tunnel -> ips.add(tunnel.remoteIp()));
    connections = placed();
    byIp.clear();
    if (topology.isPresent()) {
      doubleSince = topology.get().activeActive() ? Long.MIN_VALUE : OPEN;
    } else {
      learn();
    }
    gone.stream().filter(g -> doubled(g.from)).forEach(this::tunnelLoss);
    ips.forEach(this::pathLosses);
    losses.sort(Bit.TIME);
  }

  <E extends GatewayEvent> List<E> of(Class<E> kind) {
    return byKind
        .computeIfAbsent(kind, _ -> events.stream().filter(kind::isInstance).toList())
        .stream()
        .map(kind::cast)
        .toList();
  }

  /** As exported, the one without an address at the one address that no other has. */
  List<Connection> connections() {
    return connections;
  }

  private List<Connection> placed() {
    var told = told();
    var known = told.stream().flatMap(c -> c.remoteIps().stream()).toList();
    var strange = ips.stream().filter(ip -> !known.contains(ip)).toList();
    boolean placed = told.size() - 1 == told.stream().filter(c -> !c.remoteIps().isEmpty()).count();
    return placed && strange.size() == 1
        ? told.stream().map(c -> c.remoteIps().isEmpty() ? c.at(strange.getFirst()) : c).toList()
        : told;
  }

  private List<Connection> told() {
    return topology.map(GatewayTopology::connections).orElse(List.of());
  }

  Optional<Connection> connection(IpAddress ip) {
    return byIp.computeIfAbsent(
        ip, _ -> connections.stream().filter(c -> c.remoteIps().contains(ip)).findFirst());
  }

  String site(IpAddress ip) {
    return connection(ip).map(Connection::site).orElse(ip.text());
  }

  boolean samePeer(IpAddress one, IpAddress other) {
    return one.equals(other)
        || (isGateway(one)
            && connection(one)
                .map(Connection::farEnd)
                .equals(connection(other).map(Connection::farEnd)));
  }

  boolean isGateway(IpAddress ip) {
    return connection(ip).filter(c -> c.farEnd() instanceof Connection.FarEnd.Gateway).isPresent();
  }

  long dpd(IpAddress ip) {
    return connection(ip).map(c -> c.timers().dpd()).orElse(Duration.ofSeconds(45)).toMillis();
  }

  boolean doubled(long t) {
    return t >= doubleSince;
  }

  String path(Optional<Instance> on, IpAddress ip, long t) {
    return name + (doubled(t) ? " " + on.orElseThrow() : "") + ' ' + ip;
  }

  /** All paths to these peers that ought to be there, whatever became of them. */
  Set<String> paths(Set<IpAddress> to, Optional<Instance> on, long t) {
    return to.stream()
        .flatMap(
            ip ->
                Stream.of(Instance.values())
                    .map(i -> Optional.of(i))
                    .filter(i -> !doubled(t) || on.isEmpty() || on.equals(i))
                    .map(i -> path(i, ip, t)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean wasUp(String path, long after, long until) {
    return ups.stream()
        .filter(up -> up.from <= until)
        .filter(up -> after == Long.MIN_VALUE || up.from > after || (up.seen && up.from == after))
        .anyMatch(
            up ->
                path(Optional.of(up.tunnel.instance()), up.tunnel.remoteIp(), until).equals(path));
  }

  List<Up> ups() {
    return ups;
  }

  /** Whether a record of that tunnel says it was lost between. */
  boolean wasLost(Optional<Instance> on, IpAddress ip, long from, long to) {
    return gone.stream()
        .filter(g -> on.equals(Optional.of(g.tunnel.instance())) && ip.equals(g.tunnel.remoteIp()))
        .anyMatch(g -> g.from >= from && g.from <= to);
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
    boolean single = topology.isPresent() && !topology.get().activeActive();
    return events.stream()
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

  private List<GatewayEvent> records(TunnelId tunnel) {
    return events.stream()
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
    signs.stream()
        .filter(s -> s.sign().isLife() && s.tunnel().equals(Optional.of(tunnel)))
        .map(s -> s.at().toEpochMilli() / 60_000)
        .filter(minute -> records.stream().noneMatch(r -> ms(r) / 60_000 == minute))
        .forEach(minute -> times.add((minute + 1) * 60_000));
    of(BgpConnected.class).stream()
        .filter(bgp -> runsOver(bgp, tunnel))
        .filter(bgp -> records.stream().anyMatch(r -> ms(r) < ms(bgp)))
        .filter(bgp -> records.stream().noneMatch(r -> Math.abs(ms(r) - ms(bgp)) <= 1_000))
        .forEach(bgp -> times.add(ms(bgp)));
    return times;
  }

  private boolean runsOver(BgpConnected bgp, TunnelId tunnel) {
    boolean named = bgp.instance().equals(Optional.of(tunnel.instance()));
    boolean only = bgp.instance().isEmpty() && topology.filter(t -> !t.activeActive()).isPresent();
    return (named || only)
        && bgp.peer().isPresent()
        && told().stream()
            .filter(c -> c.bgp().map(Connection.Bgp::peer).equals(bgp.peer()))
            .anyMatch(c -> c.remoteIps().equals(List.of(tunnel.remoteIp())));
  }

  private void learn() {
    for (var a : ups) {
      for (var b : ups) {
        long from = Math.max(a.from, b.from);
        boolean twins =
            a.tunnel.remoteIp().equals(b.tunnel.remoteIp())
                && a.tunnel.instance() != b.tunnel.instance();
        boolean known = a.seen && b.seen;
        if (twins && known && Math.min(a.to, b.to) - 300_000 >= from) {
          doubleSince = Math.min(doubleSince, from + 300_000);
        }
      }
    }
  }

  private void tunnelLoss(Gone g) {
    var ip = g.tunnel.remoteIp();
    addLoss(ip, Optional.of(g.tunnel.instance()), g.from, g.to, List.of(g)).back =
        Optional.of(g.tunnel.instance()).filter(_ -> g.answered);
  }

  /** Active-standby: the stretches in which no instance carried the path (rule 15). */
  private void pathLosses(IpAddress ip) {
    var mine =
        ups.stream()
            .filter(up -> up.tunnel.remoteIp().equals(ip))
            .map(up -> up.seen || firstOf(up) ? up : new Up(up.tunnel, up.to, up.to, false))
            .toList();
    for (long t : mine.stream().map(Up::to).filter(to -> to != OPEN).collect(Collectors.toSet())) {
      boolean carried = mine.stream().anyMatch(up -> up.from < t && up.to > t);
      var touching =
          mine.stream()
              .filter(up -> up.from <= t && up.to >= t)
              .map(up -> up.tunnel.instance())
              .collect(Collectors.toSet());
      long back =
          mine.stream()
              .filter(up -> up.to > t) // an interval of no length brings nothing back
              .mapToLong(Up::from)
              .filter(f -> f >= t)
              .min()
              .orElse(OPEN);
      if (carried || doubled(t) || (back == t && touching.size() > 1)) {
        continue;
      }
      var ways = gone.stream().filter(g -> g.tunnel.remoteIp().equals(ip)).toList();
      for (var from = Optional.of(t); from.isPresent(); ) {
        long begin = from.get();
        long end =
            ways.stream()
                .filter(g -> !g.answered && !g.flags.contains(Flag.MISSING_RECOVERY))
                .mapToLong(Gone::to)
                .filter(removed -> removed >= begin && removed <= back)
                .min()
                .orElse(back);
        pathLoss(ip, mine, ways, begin, end);
        from =
            ways.stream()
                .map(Gone::from)
                .filter(anew -> anew > end && anew < back)
                .min(Comparator.naturalOrder())
                .filter(anew -> !doubled(anew));
      }
    }
  }

  private void pathLoss(IpAddress ip, List<Up> mine, List<Gone> ways, long t, long to) {
    var during = ways.stream().filter(g -> g.from <= to && g.to >= t).toList();
    var on = mine.stream().filter(up -> up.to == t).map(up -> up.tunnel.instance()).sorted();
    addLoss(ip, on.findFirst(), t, to, during).back =
        mine.stream()
            .filter(up -> to != OPEN && up.from == to)
            .map(up -> up.tunnel.instance())
            .sorted()
            .findFirst();
  }

  /** Whether nothing was heard of the path before it was lost. */
  private boolean firstOf(Up up) {
    return ups.stream()
        .filter(o -> o.tunnel.remoteIp().equals(up.tunnel.remoteIp()))
        .filter(o -> !o.tunnel.equals(up.tunnel))
        .noneMatch(o -> o.from < up.to);
  }

  private Bit addLoss(IpAddress ip, Optional<Instance> on, long from, long to, List<Gone> of) {
    var bit = new Bit(ConditionKind.TUNNEL_DOWN, path(on, ip, from), from, to);
    bit.ips.add(ip);
    bit.on = on;
    of.forEach(g -> bit.flags.addAll(g.flags));
    of.stream()
        .flatMap(g -> g.said.stream())
        .filter(e -> ms(e) >= from && ms(e) <= to)
        .forEach(bit.said::add);
    if (bit.said.isEmpty()) {
      of.stream().filter(g -> g.from == from).forEach(g -> bit.said.add(g.said.getFirst()));
    }
    of.stream()
        .filter(g -> g.to == to && to != OPEN)
        .forEach(
            g ->
                records(g.tunnel).stream()
                    .filter(e -> e instanceof TunnelConnected && ms(e) == to)
                    .reduce((_, last) -> last)
                    .filter(_ -> g.answered)
                    .ifPresent(e -> bit.closed.add(e.evidence())));
    losses.add(bit);
    return bit;
  }
}
