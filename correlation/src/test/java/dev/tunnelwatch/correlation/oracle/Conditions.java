package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;
import static dev.tunnelwatch.correlation.oracle.Bit.ms;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All conditions but the losses (rules 14 to 19). */
final class Conditions {
  private final Facts facts;
  private final long asOf;
  final List<Bit> all = new ArrayList<>();
  private final Map<String, SiteHoles> holes = new HashMap<>();
  private final Map<Paths, Set<String>> ups = new HashMap<>();

  private record Paths(Set<IpAddress> to, Optional<Instance> on, long t) {}

  Conditions(Facts facts, long asOf) {
    this.facts = facts;
    this.asOf = asOf;
    all.addAll(facts.losses);
    records(ConditionKind.MAINTENANCE, facts.of(MaintenanceNoted.class), 2_700_000);
    records(ConditionKind.CONFIGURATION_CHANGED, facts.of(ConfigurationSet.class), 120_000);
    ike();
    flapping();
    new Sessions(facts, this).add();
    new Strokes(facts, this, asOf).add();
  }

  /** Asked for once all is linked. */
  SiteHoles holes(String site) {
    return holes.computeIfAbsent(site, of -> new SiteHoles(facts, this, of));
  }

  List<Bit> of(ConditionKind kind) {
    return all.stream().filter(bit -> bit.is(kind)).toList();
  }

  Bit add(ConditionKind kind, String entity, long from, long to) {
    var bit = new Bit(kind, entity, from, to);
    all.add(bit);
    return bit;
  }

  private void records(ConditionKind kind, List<? extends GatewayEvent> records, long apart) {
    Optional<Bit> last = Optional.empty();
    for (var record : records) {
      if (last.isEmpty() || ms(record) - last.get().to > apart) {
        last = Optional.of(add(kind, facts.gateway.name(), ms(record), ms(record)));
      }
      last.get().to = ms(record);
      last.get().said.add(record);
    }
  }

  private void ike() {
    var open = new TreeMap<String, Bit>();
    for (var failure : facts.of(NegotiationFailed.class)) {
      var hint = failure.tunnel();
      var ip =
          hint.remoteIp()
              .or(() -> facts.ips.stream().filter(_ -> facts.ips.size() == 1).findFirst())
              .filter(peer -> !facts.isAnothers(failure, peer));
      if (ip.isEmpty()) {
        continue;
      }
      long t = ms(failure);
      var on = facts.doubled(t) ? hint.instance() : Optional.<Instance>empty();
      var name = on.isEmpty() ? facts.gateway.name() + ' ' + ip.get() : facts.path(on, ip.get(), t);
      var bit = open.get(name);
      if (isStranger(ip.get()) || (isHarmless(failure) && isUp(on, ip.get(), t))) {
        continue;
      }
      if (bit == null || t - bit.to > 600_000 || cameUp(bit, bit.to, t)) {
        bit = add(ConditionKind.IKE_FAILING, name, t, t);
        bit.ips.add(ip.get());
        bit.on = on;
        open.put(name, bit);
      }
      bit.to = t;
      bit.said.add(failure);
    }
    open.values().stream()
        .filter(bit -> !cameUp(bit, bit.to, OPEN) && asOf < bit.to + 600_000)
        .forEach(bit -> bit.to = OPEN);
  }

  private boolean isStranger(IpAddress ip) {
    return facts.topology.isPresent()
        && !facts.ips.contains(ip)
        && facts.connections().stream().noneMatch(c -> c.remoteIps().isEmpty());
  }

  private static boolean isHarmless(NegotiationFailed failure) {
    return !Proofs.REFUSED.contains(failure.reason())
        && failure.reason() != Reason.NEGOTIATION_TIMED_OUT
        && failure.reason() != Reason.PEER_SILENT;
  }

  private boolean isUp(Optional<Instance> on, IpAddress ip, long t) {
    return facts.ups().stream()
        .filter(up -> up.tunnel().remoteIp().equals(ip))
        .filter(up -> on.isEmpty() || on.get() == up.tunnel().instance())
        .anyMatch(up -> up.from() <= t && up.to() > t);
  }

  private boolean cameUp(Bit ike, long from, long before) {
    return facts.ups().stream()
        .filter(up -> up.tunnel().remoteIp().equals(ike.ip()))
        .filter(up -> ike.on.isEmpty() || ike.on.get() == up.tunnel().instance())
        .anyMatch(up -> up.seen() && up.from() >= from && up.from() < before);
  }

  private void flapping() {
    var byPath = facts.losses.stream().collect(Collectors.groupingBy(loss -> loss.entity));
    byPath.forEach(
        (path, losses) -> {
          long merit = 0;
          long since = 0;
          boolean flaps = false;
          var run = new ArrayList<Bit>();
          for (int i = 0; i <= losses.size(); i++) {
            boolean end = i == losses.size();
            long now = end ? OPEN : losses.get(i).from;
            long left =
                end || run.isEmpty()
                    ? 0
                    : (long) (merit * StrictMath.pow(0.5, (now - since) / 600_000.0));
            if (left < 750_000 && flaps) {
              double halves = StrictMath.log(merit / 750_000.0) / StrictMath.log(2);
              long fall = since + (long) StrictMath.ceil(halves * 600_000);
              long over = Math.max(fall, run.getLast().to);
              var bit =
                  add(
                      ConditionKind.TUNNEL_FLAPPING,
                      path,
                      run.getFirst().from,
                      over == OPEN || asOf < over ? OPEN : over);
              run.forEach(loss -> bit.said.add(firstLine(loss)));
              bit.ips.addAll(run.getFirst().ips);
              bit.on = run.getFirst().on;
              bit.covered.addAll(run);
            }
            if (left < 750_000) {
              run.clear();
              flaps = false;
            }
            if (!end) {
              merit = Math.min(12_000_000, left + 1_000_000);
              since = now;
              flaps |= merit > 3_000_000;
              run.add(losses.get(i));
            }
          }
        });
  }

  static GatewayEvent firstLine(Bit loss) {
    return loss.said.stream()
        .min((a, b) -> dev.tunnelwatch.model.Evidence.ORDER.compare(a.evidence(), b.evidence()))
        .orElseThrow();
  }

  /** Those of which anything was heard by then, unless they are fewer than the others. */
  Set<String> heardOfMost(Set<IpAddress> to, Optional<Instance> on, long t) {
    var up = upBefore(to, on, t);
    var silent = new TreeSet<>(up);
    silent.removeIf(path -> facts.wasUp(path, Long.MIN_VALUE, t));
    up.removeAll(silent);
    return up.size() < silent.size() ? Set.of() : up;
  }

  /** Paths not known to be down before t, nor to have never been up. */
  Set<String> upBefore(Set<IpAddress> to, Optional<Instance> on, long t) {
    return new TreeSet<>(ups.computeIfAbsent(new Paths(Set.copyOf(to), on, t), this::upBefore));
  }

  private Set<String> upBefore(Paths asked) {
    long t = asked.t;
    var paths = facts.expected(asked.to, asked.on, t);
    paths.removeIf(path -> neverUp(path, t) || isRemoved(path, t));
    facts.losses.stream().filter(l -> l.from < t && l.to > t).forEach(l -> paths.remove(l.entity));
    return paths;
  }

  /** Taken out of the configuration before t, and not put back since (rule 33). */
  boolean isRemoved(String path, long t) {
    return facts.losses.stream()
        .filter(l -> l.entity.equals(path) && l.from < t)
        .max(Bit.TIME)
        .filter(l -> l.to < t && l.closed.isEmpty())
        .filter(l -> l.said.stream().anyMatch(e -> ms(e) == l.to && Bit.isRemoval(e)))
        .filter(l -> !facts.wasUp(path, l.to, t - 1))
        .isPresent();
  }

  boolean neverUp(String path, long t) {
    return !facts.wasUp(path, Long.MIN_VALUE, t)
        && of(ConditionKind.IKE_FAILING).stream()
            .anyMatch(ike -> ike.entity.equals(path) && ike.from <= t);
  }
}
