package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The shapes that losses have together (rule 14). */
final class Strokes {
  static final Set<ConditionKind> SHAPES =
      Set.of(ConditionKind.SITE_DOWN, ConditionKind.GATEWAY_DOWN, ConditionKind.FAILOVER);

  private final Facts facts;
  private final Conditions conditions;
  private final long asOf;

  Strokes(Facts facts, Conditions conditions, long asOf) {
    this.facts = facts;
    this.conditions = conditions;
    this.asOf = asOf;
  }

  void add() {
    strokes();
    sites();
    while (joined()) {}
  }

  /** Two strokes of one thing that hit a tunnel at most 10 min after its return are one shape. */
  private boolean joined() {
    var shapes = conditions.all.stream().filter(b -> SHAPES.contains(b.kind)).toList();
    for (var one : shapes) {
      for (var other : shapes) {
        boolean sites = one.is(ConditionKind.SITE_DOWN) == other.is(ConditionKind.SITE_DOWN);
        if (one != other && sites && one.entity.equals(other.entity) && isAgain(one, other)) {
          join(one, other);
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isAgain(Bit one, Bit other) {
    return one.covered.stream()
        .anyMatch(
            l ->
                other.covered.stream()
                    .filter(next -> next.entity.equals(l.entity) && next.from >= l.to)
                    .anyMatch(next -> next.from - l.to <= 600_000));
  }

  private void join(Bit one, Bit other) {
    boolean out = one.is(ConditionKind.GATEWAY_DOWN) || other.is(ConditionKind.GATEWAY_DOWN);
    conditions.all.removeAll(List.of(one, other));
    var both =
        conditions.add(
            out ? ConditionKind.GATEWAY_DOWN : one.kind,
            one.entity,
            Math.min(one.from, other.from),
            Math.max(one.to, other.to));
    for (var part : List.of(one, other)) {
      both.covered.addAll(part.covered);
      both.ips.addAll(part.ips);
      both.said.addAll(part.said);
    }
  }

  private static boolean isAll(List<Bit> lost, Set<String> of) {
    long count = lost.stream().map(l -> l.entity).distinct().filter(of::contains).count();
    return count >= 2 && count * 10 >= of.size() * 9L;
  }

  private static Set<IpAddress> ips(List<Bit> lost) {
    return lost.stream()
        .flatMap(l -> l.ips.stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean tookOver(Bit l) {
    return l.back.isPresent() && !l.back.equals(l.on) && l.to <= l.from + 120_000;
  }

  /** Not what somebody took out, which was not lost before. */
  private List<Bit> struck() {
    return facts.losses.stream().filter(l -> !l.takenOut()).toList();
  }

  private void strokes() {
    var taken = new ArrayList<Bit>();
    for (var first : struck()) {
      var stroke = after(first, struck(), 10_000, taken);
      if (taken.contains(first)
          || !isAllOfGateway(stroke, first.from)
          || stroke.stream().map(l -> facts.site(l.ip())).distinct().count() < 2) {
        continue;
      }
      boolean both = stroke.stream().map(l -> l.on).distinct().count() == 2;
      boolean waits = asOf < first.from + 120_000 && stroke.stream().anyMatch(l -> l.to == OPEN);
      boolean out =
          facts.doubled(first.from) ? both : stroke.stream().noneMatch(this::tookOver) && !waits;
      if (out || !facts.doubled(first.from)) {
        taken.addAll(
            shape(out ? ConditionKind.GATEWAY_DOWN : ConditionKind.FAILOVER, stroke, false));
      }
    }
    oneByOne(taken);
    for (var on : Instance.values()) {
      var mine = struck().stream().filter(l -> l.on.equals(Optional.of(on))).toList();
      for (var first : mine) {
        var stroke = after(first, mine, 10_000, taken);
        if (!taken.contains(first)) {
          taken.addAll(handedOver(on, first, stroke));
        }
      }
    }
  }

  private void oneByOne(List<Bit> taken) {
    var claims = new Claims(facts, conditions, new Proofs(facts));
    for (var first : struck()) {
      var both = Both.of(facts, after(first, struck(), 120_000, taken));
      if (both.contains(first)
          && isAllOfGateway(Both.gone(both), first.from)
          && both.stream().noneMatch(claims::claimed)) {
        taken.addAll(shape(ConditionKind.GATEWAY_DOWN, both, false));
      }
    }
  }

  /** All that counts as up, or all that was ever heard, of each instance. */
  private boolean isAllOfGateway(List<Bit> stroke, long t) {
    boolean heard =
        facts.doubled(t)
            ? List.of(Instance.values()).stream()
                .map(Optional::of)
                .allMatch(
                    on ->
                        isAll(
                            stroke.stream().filter(l -> l.on.equals(on)).toList(),
                            conditions.heardOfMost(facts.ips, on, t)))
            : isAll(stroke, conditions.heardOfMost(facts.ips, Optional.empty(), t));
    return heard || isAll(stroke, conditions.upBefore(facts.ips, Optional.empty(), t));
  }

  private List<Bit> handedOver(Instance on, Bit first, List<Bit> stroke) {
    long t = first.from;
    var up = conditions.upBefore(facts.ips, Optional.of(on), t);
    var heard = conditions.heardOfMost(facts.ips, Optional.of(on), t);
    var over = stroke.stream().filter(this::tookOver).toList();
    var names = stroke.stream().map(l -> l.entity).collect(Collectors.toSet());
    var twin = facts.expected(ips(stroke), Optional.of(on.other()), t);
    twin.removeIf(path -> conditions.neverUp(path, t) || conditions.isRemoved(path, t));
    long back = stroke.stream().mapToLong(l -> l.to).max().orElseThrow();
    long until = Math.min(back, t + facts.dpd(first.ip()) + 30_000);
    facts.losses.stream()
        .filter(l -> l.downAt(t) || (l.from >= t && l.from <= until))
        .forEach(l -> twin.remove(l.entity));
    boolean known = twin.stream().anyMatch(path -> facts.wasUp(path, Long.MIN_VALUE, t));
    boolean moved = facts.doubled(t) ? !twin.isEmpty() : isAll(over, names);
    boolean movedHeard = facts.doubled(t) ? known : moved;
    boolean one =
        !facts.doubled(t)
            && stroke.size() == 1
            && (names.equals(up) || names.equals(heard))
            && tookOver(first)
            && !facts.wasLost(first.back, first.ip(), t - 120_000, first.to);
    boolean two = stroke.stream().anyMatch(l -> !facts.samePeer(l.ip(), first.ip()));
    boolean all = (moved && isAll(stroke, up)) || (movedHeard && isAll(stroke, heard));
    if (one || (two && all) || waitsFor(stroke)) {
      return shape(ConditionKind.FAILOVER, stroke, facts.doubled(t));
    }
    return first.says(Reason.STANDBY_CHANGED)
        ? shape(
            ConditionKind.FAILOVER,
            stroke.stream().filter(l -> l.says(Reason.STANDBY_CHANGED)).toList(),
            facts.doubled(t))
        : List.of();
  }

  /** The standby may yet take over all that went for no reason that is told. */
  private boolean waitsFor(List<Bit> stroke) {
    var topology = facts.topology;
    long t = stroke.getFirst().from;
    var names = stroke.stream().map(l -> l.entity).collect(Collectors.toSet());
    if (topology.isEmpty()
        || topology.get().activeActive()
        || stroke.stream().allMatch(l -> l.to < OPEN)
        || stroke.stream().anyMatch(l -> l.to < OPEN && !tookOver(l))
        || (names.size() > 1 && asOf >= t + 120_000)) {
      return false;
    }
    var proofs = new Proofs(facts);
    for (var loss : stroke) {
      var why = proofs.proven(loss);
      boolean again =
          facts.losses.stream()
              .filter(o -> o.entity.equals(loss.entity) && o.to <= loss.from)
              .anyMatch(o -> loss.from - o.to <= 600_000);
      if (again || (why != Cause.UNEXPLAINED && why != Cause.INSTANCE_FAILOVER)) {
        return false;
      }
    }
    var up = conditions.upBefore(facts.ips, Optional.empty(), t);
    var heard = conditions.heardOfMost(facts.ips, Optional.empty(), t);
    return (!up.isEmpty() && names.containsAll(up))
        || (!heard.isEmpty() && names.containsAll(heard));
  }

  private void sites() {
    var taken = new ArrayList<Bit>();
    var left = new ArrayList<>(struck());
    conditions.all.stream().filter(this::isGateways).forEach(b -> left.removeAll(b.covered));
    var claims = new Claims(facts, conditions, new Proofs(facts));
    long spread =
        facts.ips.stream().mapToLong(facts::dpd).max().orElse(0)
            - facts.ips.stream().mapToLong(facts::dpd).min().orElse(0);
    for (var first : left) {
      var stroke = after(first, left, 120_000 + spread, taken);
      var site = facts.site(first.ip());
      var devices =
          facts.ips.stream().filter(ip -> facts.site(ip).equals(site)).collect(Collectors.toSet());
      var others = without(facts.ips, devices);
      var rest = conditions.upBefore(others, Optional.empty(), first.from);
      long gone = stroke.stream().map(l -> l.entity).distinct().filter(rest::contains).count();
      boolean all =
          (gone > 0 && gone * 10 >= rest.size() * 9L)
              || isAll(stroke, conditions.heardOfMost(others, Optional.empty(), first.from));
      var here = stroke.stream().filter(l -> devices.contains(l.ip())).toList();
      boolean ours =
          here.stream()
              .anyMatch(
                  l ->
                      tookOver(l)
                          || l.says(Reason.STANDBY_CHANGED)
                          || l.says(Reason.SETTING_CHANGED)
                          || l.says(Reason.TUNNEL_REMOVED)
                          || claims.claimed(l));
      if (!taken.contains(first)
          && !all
          && !ours
          && here.stream().noneMatch(l -> facts.isGateway(l.ip()))
          && wholeAtOnce(here, conditions.upBefore(devices, Optional.empty(), first.from))) {
        taken.addAll(shape(ConditionKind.SITE_DOWN, here, false));
      }
    }
  }

  /** Whether there is a moment at which no device of the site was left. */
  private static boolean wholeAtOnce(List<Bit> here, Set<String> up) {
    for (var latest : here) {
      var down = here.stream().filter(l -> l.downAt(latest.from)).toList();
      if (ips(down).size() > 1 && isAll(down, up)) {
        return true;
      }
    }
    return false;
  }

  private boolean isGateways(Bit bit) {
    return (bit.is(ConditionKind.GATEWAY_DOWN) || bit.is(ConditionKind.FAILOVER))
        && (bit.covered.stream().map(l -> facts.site(l.ip())).distinct().count() >= 2
            || (bit.covered.stream().map(l -> l.entity).distinct().count() >= 2
                && waitsFor(bit.covered)));
  }

  private static Set<IpAddress> without(Set<IpAddress> all, Set<IpAddress> some) {
    return all.stream().filter(ip -> !some.contains(ip)).collect(Collectors.toSet());
  }

  private static List<Bit> after(Bit first, List<Bit> losses, long within, List<Bit> taken) {
    return losses.subList(losses.indexOf(first), losses.size()).stream()
        .filter(l -> l.from <= first.from + within && !taken.contains(l))
        .toList();
  }

  private List<Bit> shape(ConditionKind kind, List<Bit> stroke, boolean ofInstance) {
    var first = stroke.getFirst();
    var name =
        kind == ConditionKind.SITE_DOWN
            ? facts.site(first.ip())
            : facts.gateway.name() + (ofInstance ? " " + first.on.orElseThrow() : "");
    var bit =
        conditions.add(
            kind, name, first.from, stroke.stream().mapToLong(l -> l.to).max().orElseThrow());
    bit.covered.addAll(stroke);
    bit.ips.addAll(ips(stroke));
    stroke.forEach(l -> bit.said.add(Conditions.firstLine(l)));
    return stroke;
  }
}
