package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The paths to one site, and when there was none (rules 29 to 31). */
final class SiteHoles {
  private final Facts facts;
  private final Conditions conditions;
  private final String site;
  private final Set<IpAddress> ips;
  private final Map<Long, Set<String>> expected = new HashMap<>();
  final List<Hole> holes = new ArrayList<>();
  final List<Bit> stretches;

  /** One path out of use because of one condition. */
  record Hole(String path, Bit why) {}

  SiteHoles(Facts facts, Conditions conditions, String site) {
    this.facts = facts;
    this.conditions = conditions;
    this.site = site;
    ips = facts.ips.stream().filter(ip -> facts.site(ip).equals(site)).collect(Collectors.toSet());
    facts.losses.stream()
        .filter(loss -> facts.site(loss.ip()).equals(site))
        .forEach(loss -> holes.add(new Hole(loss.entity, loss)));
    for (var session : conditions.of(ConditionKind.BGP_SESSION_DOWN)) {
      for (var ip : session.ips) {
        if (facts.site(ip).equals(site) && facts.connection(ip).filter(this::byBgp).isPresent()) {
          facts
              .paths(Set.of(ip), session.on, session.from)
              .forEach(path -> holes.add(new Hole(path, session)));
        }
      }
    }
    stretches = stretches();
  }

  private boolean byBgp(Connection connection) {
    return connection.bgp().isPresent()
        && connection.prefixes().isEmpty()
        && connection.farEnd() instanceof Connection.FarEnd.Device;
  }

  Set<String> expected(long t) {
    return expected.computeIfAbsent(t, this::expectedAt);
  }

  private Set<String> expectedAt(long t) {
    var paths = facts.expected(ips, Optional.<Instance>empty(), t);
    paths.removeIf(path -> conditions.neverUp(path, t) || conditions.isRemoved(path, t + 1));
    return paths;
  }

  long up(long half) {
    var left = new HashSet<>(expected(half >> 1));
    holes.stream().filter(h -> spans(h.why, half)).forEach(h -> left.remove(h.path));
    return left.size();
  }

  /** Half an instant is told apart by counting in half milliseconds: 2t is at, 2t + 1 after t. */
  private static boolean spans(Bit bit, long half) {
    long from = 2 * bit.from;
    long to = bit.to == OPEN ? OPEN : 2 * bit.to;
    return half >= from && (half < to || half == from);
  }

  private boolean isOut(long half) {
    return up(half) == 0 && !expected(half >> 1).isEmpty();
  }

  /** Every stretch without a path; its parent is what took the last. */
  private List<Bit> stretches() {
    var found = new ArrayList<Bit>();
    for (long t : starts()) {
      boolean known = !found.isEmpty() && found.getLast().downAt(t);
      if (known || !isOut(2 * t)) {
        continue;
      }
      long to =
          LongStream.concat(holes.stream().mapToLong(h -> h.why.to), begun())
              .filter(end -> end >= t && end != OPEN)
              .filter(end -> !isOut(2 * end + 1))
              .min()
              .orElse(OPEN);
      var last =
          holes.stream()
              .filter(h -> h.why.from == t)
              .max(Comparator.comparing(Hole::path).thenComparing(Hole::why, Bit.TIME));
      var stretch = new Bit(ConditionKind.SITE_DOWN, site, t, to);
      stretch.parent = last.map(Hole::why);
      found.add(stretch);
    }
    return found;
  }

  private LongStream begun() {
    return facts.ups().stream()
        .filter(up -> facts.site(up.tunnel().remoteIp()).equals(site))
        .mapToLong(Lives.Up::from);
  }

  Set<Long> starts() {
    return holes.stream().map(h -> h.why.from).collect(Collectors.toCollection(TreeSet::new));
  }
}
