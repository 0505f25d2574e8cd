package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;
import static dev.tunnelwatch.correlation.oracle.Bit.ms;

import dev.tunnelwatch.correlation.oracle.Lives.Gone;
import dev.tunnelwatch.correlation.oracle.Lives.Up;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.TunnelId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What of that is lost: tunnels, and the paths of active-standby gateways (rule 15). */
final class Losses {
  private final Facts facts;
  private final Lives lives;
  private final List<Bit> losses = new ArrayList<>();

  private Losses(Facts facts, Lives lives) {
    this.facts = facts;
    this.lives = lives;
  }

  static List<Bit> of(Facts facts, Lives lives) {
    var all = new Losses(facts, lives);
    lives.gone.stream().filter(g -> facts.doubled(g.from())).forEach(all::tunnelLoss);
    facts.ips.forEach(all::pathLosses);
    all.losses.sort(Bit.TIME);
    return all.losses;
  }

  private void tunnelLoss(Gone g) {
    var ip = g.tunnel().remoteIp();
    addLoss(ip, Optional.of(g.tunnel().instance()), g.from(), g.to(), List.of(g)).back =
        Optional.of(g.tunnel().instance()).filter(_ -> g.answered());
  }

  /** Active-standby: the stretches in which no instance carried the path (rule 15). */
  private void pathLosses(IpAddress ip) {
    var mine =
        lives.ups.stream()
            .filter(up -> up.tunnel().remoteIp().equals(ip))
            .map(up -> up.seen() || firstOf(up) ? up : new Up(up.tunnel(), up.to(), up.to(), false))
            .flatMap(up -> carrying(up).stream())
            .toList();
    for (long t : mine.stream().map(Up::to).filter(to -> to != OPEN).collect(Collectors.toSet())) {
      boolean carried = mine.stream().anyMatch(up -> up.from() < t && up.to() > t);
      var touching =
          mine.stream()
              .filter(up -> up.from() <= t && up.to() >= t)
              .map(up -> up.tunnel().instance())
              .collect(Collectors.toSet());
      long back =
          mine.stream()
              .filter(up -> up.to() > t) // an interval of no length brings nothing back
              .mapToLong(Up::from)
              .filter(f -> f >= t)
              .min()
              .orElse(OPEN);
      if (carried || facts.doubled(t) || (back == t && touching.size() > 1)) {
        continue;
      }
      var ways = lives.gone.stream().filter(g -> g.tunnel().remoteIp().equals(ip)).toList();
      for (var from = Optional.of(t); from.isPresent(); ) {
        long begin = from.get();
        var removed =
            ways.stream()
                .filter(g -> !g.answered() && !g.flags().contains(Flag.MISSING_RECOVERY))
                .mapToLong(Gone::to)
                .filter(at -> at >= begin && at <= back)
                .min();
        long end = removed.orElse(back);
        var loss = pathLoss(ip, mine, ways, begin, end);
        if (removed.isEmpty()) {
          takenOver(loss);
        }
        from =
            ways.stream()
                .map(Gone::from)
                .filter(anew -> anew > end && anew < back)
                .min(Comparator.naturalOrder())
                .filter(anew -> !facts.doubled(anew));
      }
    }
  }

  /** Of a standby gateway one instance works: walks from word to word of the two. */
  private List<Up> carrying(Up up) {
    var id = up.tunnel();
    if (facts.topology.isEmpty() || facts.topology.get().activeActive()) {
      return List.of(up);
    }
    var others = cameUp(new TunnelId(id.gateway(), id.instance().other(), id.remoteIp()));
    var own = cameUp(id);
    var minutes = lives.liveMinutes(id);
    var times = new TreeSet<>(others);
    times.addAll(own);
    minutes.forEach(minute -> times.add((minute + 1) * 60_000));
    var left = new ArrayList<Up>();
    long since = up.from();
    long taken = OPEN;
    for (long t : times.subSet(up.from(), false, up.to(), false)) {
      if (others.contains(t)) {
        if (taken == OPEN) {
          left.add(new Up(id, since, t, up.seen()));
        }
        taken = t;
      }
      long minute = t / 60_000 - 1;
      boolean lives = t % 60_000 == 0 && minutes.contains(minute) && minute > taken / 60_000;
      if (taken != OPEN && (own.contains(t) || lives)) {
        taken = OPEN;
        since = t;
      }
    }
    if (taken == OPEN) {
      left.add(new Up(id, since, up.to(), up.seen()));
    } else if (up.to() != OPEN) {
      left.add(new Up(id, up.to(), up.to(), up.seen()));
    }
    return left;
  }

  /** By records after which that tunnel was up. */
  private Set<Long> cameUp(TunnelId id) {
    return lives.records(id).stream()
        .filter(TunnelConnected.class::isInstance)
        .map(Bit::ms)
        .filter(
            t ->
                lives.ups.stream()
                    .anyMatch(up -> up.tunnel().equals(id) && up.from() <= t && t < up.to()))
        .collect(Collectors.toSet());
  }

  private Bit pathLoss(IpAddress ip, List<Up> mine, List<Gone> ways, long t, long to) {
    var during = ways.stream().filter(g -> g.from() <= to && g.to() >= t).toList();
    var on = mine.stream().filter(up -> up.to() == t).map(up -> up.tunnel().instance()).sorted();
    var loss = addLoss(ip, on.findFirst(), t, to, during);
    loss.back =
        mine.stream()
            .filter(up -> to != OPEN && up.from() == to)
            .map(up -> up.tunnel().instance())
            .sorted()
            .findFirst();
    return loss;
  }

  /** The record that ends it is of a tunnel that was not lost. */
  private void takenOver(Bit loss) {
    if (loss.closed.isEmpty() && loss.back.isPresent()) {
      lives.records(new TunnelId(facts.gateway, loss.back.get(), loss.ip())).stream()
          .filter(e -> e instanceof TunnelConnected && ms(e) == loss.to)
          .reduce((_, last) -> last)
          .ifPresent(e -> loss.closed.add(e.evidence()));
    }
  }

  /** Whether nothing was heard of the path before it was lost. */
  private boolean firstOf(Up up) {
    return lives.ups.stream()
        .filter(o -> o.tunnel().remoteIp().equals(up.tunnel().remoteIp()))
        .filter(o -> !o.tunnel().equals(up.tunnel()))
        .noneMatch(o -> o.from() < up.to());
  }

  private Bit addLoss(IpAddress ip, Optional<Instance> on, long from, long to, List<Gone> of) {
    var bit = new Bit(ConditionKind.TUNNEL_DOWN, facts.path(on, ip, from), from, to);
    bit.ips.add(ip);
    bit.on = on;
    of.forEach(g -> bit.flags.addAll(g.flags()));
    of.stream()
        .flatMap(g -> g.said().stream())
        .filter(e -> ms(e) >= from && ms(e) <= to)
        .forEach(bit.said::add);
    if (bit.said.isEmpty()) {
      of.stream().filter(g -> g.from() == from).forEach(g -> bit.said.add(g.said().getFirst()));
    }
    of.stream()
        .filter(g -> g.to() == to && to != OPEN)
        .forEach(
            g ->
                lives.records(g.tunnel()).stream()
                    .filter(e -> e instanceof TunnelConnected && ms(e) == to)
                    .reduce((_, last) -> last)
                    .filter(_ -> g.answered())
                    .ifPresent(e -> bit.closed.add(e.evidence())));
    losses.add(bit);
    return bit;
  }
}
