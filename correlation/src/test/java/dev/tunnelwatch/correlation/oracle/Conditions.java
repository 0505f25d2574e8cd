package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;
import static dev.tunnelwatch.correlation.oracle.Bit.ms;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All conditions but the losses (rules 14 to 19). */
final class Conditions {
  private final Facts facts;
  private final long asOf;
  final List<Bit> all = new ArrayList<>();

  Conditions(Facts facts, long asOf) {
    this.facts = facts;
    this.asOf = asOf;
    all.addAll(facts.losses);
    records(ConditionKind.MAINTENANCE, facts.of(MaintenanceNoted.class), 2_700_000);
    records(ConditionKind.CONFIGURATION_CHANGED, facts.of(ConfigurationSet.class), 120_000);
    ike();
    flapping();
    bgp();
    routes();
    of(ConditionKind.BGP_SESSION_DOWN).forEach(this::takeOut);
    of(ConditionKind.ROUTES_WITHDRAWN).forEach(this::takeOut);
    new Strokes(facts, this, asOf).add();
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
              .or(() -> facts.ips.stream().filter(_ -> facts.ips.size() == 1).findFirst());
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

  private void bgp() {
    var sessions =
        facts.of(BgpDisconnected.class).stream()
            .collect(
                Collectors.groupingBy(
                    d -> List.of(d.instance(), d.peer()), LinkedHashMap::new, Collectors.toList()));
    for (var downs : sessions.values()) {
      var one = downs.getFirst();
      long until = Long.MIN_VALUE;
      for (var down : downs) {
        if (until != Long.MIN_VALUE && !comesAfter(down, until, one)) {
          continue;
        }
        long t = ms(down);
        var back =
            facts.of(BgpConnected.class).stream()
                .filter(up -> fits(one.peer(), up.peer()) && fits(one.instance(), up.instance()))
                .filter(up -> facts.events.indexOf(up) > facts.events.indexOf(down))
                .findFirst();
        var name = Heard.session(facts.gateway.name(), one.instance(), one.peer());
        var bit = add(ConditionKind.BGP_SESSION_DOWN, name, t, back.map(Bit::ms).orElse(OPEN));
        back.ifPresent(up -> bit.closed.add(up.evidence()));
        bit.peer = one.peer();
        bit.on = one.instance();
        int last = back.map(facts.events::indexOf).orElse(Integer.MAX_VALUE);
        downs.stream()
            .filter(d -> ms(d) >= t && facts.events.indexOf(d) < last)
            .filter(d -> facts.events.indexOf(d) >= facts.events.indexOf(down))
            .forEach(bit.said::add);
        bit.ips.addAll(
            whose(
                one.peer(),
                one.instance(),
                loss -> loss.from >= t - 185_000 && loss.from <= t + facts.dpd(loss.ip())));
        until = last;
      }
    }
  }

  /** Over when all the tunnels it runs over are taken out of the configuration (rule 33). */
  private void takeOut(Bit bit) {
    var paths = facts.paths(bit.ips, bit.on, bit.from);
    var times = new TreeSet<>(Set.of(bit.from));
    facts.losses.stream().filter(l -> paths.contains(l.entity)).forEach(l -> times.add(l.to));
    times.stream()
        .filter(t -> t >= bit.from && t < bit.to && !paths.isEmpty())
        .filter(t -> paths.stream().allMatch(path -> isRemoved(path, t + 1)))
        .findFirst()
        .ifPresent(
            t -> {
              bit.to = t;
              bit.said.removeIf(e -> ms(e) > t);
              bit.closed.removeIf(line -> line.at().toEpochMilli() > t);
            });
  }

  private boolean comesAfter(BgpDisconnected down, long index, BgpDisconnected one) {
    return one.gateway().equals(down.gateway()) && facts.events.indexOf(down) > index;
  }

  private static <T> boolean fits(Optional<T> one, Optional<T> other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }

  private Set<IpAddress> whose(
      Optional<IpAddress> peer, Optional<Instance> on, Predicate<Bit> window) {
    var known =
        facts.connections().stream()
            .filter(c -> peer.isPresent() && c.bgp().map(Connection.Bgp::peer).equals(peer))
            .flatMap(c -> c.remoteIps().stream())
            .collect(Collectors.toSet());
    var lost =
        facts.losses.stream()
            .filter(window)
            .filter(l -> fits(on, l.on))
            .map(Bit::ip)
            .collect(Collectors.toSet());
    return !known.isEmpty() ? known : lost.size() == 1 ? lost : Set.of();
  }

  private void routes() {
    var byPeer =
        facts.of(RoutesChanged.class).stream()
            .filter(r -> r.origin() == GatewayEvent.RouteOrigin.BGP)
            .filter(r -> r.change() != RouteChange.UNSURE)
            .collect(Collectors.groupingBy(RoutesChanged::peer));
    byPeer.forEach(
        (peer, changes) -> {
          var missing = new TreeSet<Prefix>();
          Optional<Bit> open = Optional.empty();
          changes.sort(
              Comparator.comparing(RoutesChanged::at)
                  .thenComparing(c -> c.change() != RouteChange.WITHDRAWN));
          for (var change : changes) {
            boolean gone = change.change() == RouteChange.WITHDRAWN;
            if (gone) {
              missing.addAll(change.prefixes());
              long t = ms(change);
              if (open.isEmpty()) {
                open =
                    Optional.of(
                        add(
                            ConditionKind.ROUTES_WITHDRAWN,
                            facts.gateway.name() + " routes" + peer.map(p -> " " + p).orElse(""),
                            t,
                            OPEN));
                open.get().peer = peer;
                open.get()
                    .ips
                    .addAll(
                        whose(
                            peer,
                            Optional.empty(),
                            loss -> loss.from >= t - 60_000 && loss.from <= t + 2_000));
              }
              open.get().said.add(change);
              open.get().prefixes.addAll(change.prefixes());
            } else if (open.isPresent()) {
              missing.removeAll(change.prefixes());
              if (missing.isEmpty()) {
                open.get().to = ms(change);
                if (open.get().said.stream().anyMatch(e -> ms(e) == ms(change))) {
                  open.get().flags.add(Flag.AMBIGUOUS_ORDER);
                }
                open.get().closed.add(change.evidence());
                open = Optional.empty();
              }
            }
          }
        });
  }

  /** Paths not known to be down before t, nor to have never been up. */
  Set<String> upBefore(Set<IpAddress> to, Optional<Instance> on, long t) {
    var paths = facts.paths(to, on, t);
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
