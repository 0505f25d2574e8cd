package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.ms;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelHint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who is whose parent, and what proves which cause (rules 22 to 27). */
final class Edges {
  private final Facts facts;
  private final Conditions conditions;
  private final Ages ages;
  private final Map<Bit, List<GatewayEvent>> proofs = new HashMap<>();

  Edges(Facts facts, Conditions conditions) {
    this.facts = facts;
    this.conditions = conditions;
    this.ages = new Ages(facts);
  }

  private record Bid(Bit parent, int precedence, long lag) {}

  void link() {
    for (var child : conditions.all.stream().sorted(Bit.RANK).toList()) {
      child.parent =
          child.is(ConditionKind.TUNNEL_FLAPPING) && isTaken(child)
              ? takers(child).findFirst()
              : best(child);
    }
    conditions.all.stream().filter(bit -> Strokes.SHAPES.contains(bit.kind)).forEach(this::shrink);
  }

  /** Rule 14: a shape is what the losses that chose it make. */
  private void shrink(Bit shape) {
    var own = facts.losses.stream().filter(l -> l.parent.equals(Optional.of(shape))).toList();
    if (own.isEmpty()) {
      return;
    }
    proofs.remove(shape);
    shape.from = own.getFirst().from;
    shape.to = own.stream().mapToLong(l -> l.to).max().orElseThrow();
    shape.ips.clear();
    shape.said.clear();
    for (var loss : own) {
      shape.ips.addAll(loss.ips);
      shape.said.add(Conditions.firstLine(loss));
    }
  }

  private Optional<Bit> best(Bit child) {
    Optional<Bid> best = Optional.empty();
    for (var parent : conditions.all) {
      var bid = bid(parent, child).or(() -> suspected(parent, child));
      if (bid.isPresent() && (best.isEmpty() || beats(bid.get(), best.get()))) {
        best = bid;
      }
    }
    return best.map(Bid::parent);
  }

  /** What the losses it was there for have for parents. */
  private Stream<Bit> parents(Bit flaps) {
    return facts.losses.stream()
        .filter(loss -> loss.entity.equals(flaps.entity))
        .filter(loss -> loss.from >= flaps.from && loss.from <= flaps.to)
        .flatMap(loss -> best(loss).stream());
  }

  private Stream<Bit> takers(Bit flaps) {
    return parents(flaps).filter(parent -> !parent.is(ConditionKind.TUNNEL_FLAPPING));
  }

  private boolean isTaken(Bit flaps) {
    return takers(flaps).count() > parents(flaps).filter(flaps::equals).count();
  }

  private static boolean beats(Bid a, Bid b) {
    if (a.precedence != b.precedence) {
      return a.precedence < b.precedence;
    }
    if (Math.abs(a.lag) != Math.abs(b.lag)) {
      return Math.abs(a.lag) < Math.abs(b.lag);
    }
    if (a.parent.from != b.parent.from) {
      return a.parent.from < b.parent.from;
    }
    return a.parent.entity.compareTo(b.parent.entity) < 0;
  }

  private Optional<Bid> bid(Bit parent, Bit child) {
    boolean stale = parent.to > child.from && parent.from < child.from - 7_200_000;
    if (Bit.RANK.compare(parent, child) >= 0 || (stale && !sameTunnel(parent, child))) {
      return Optional.empty();
    }
    boolean loss = child.is(ConditionKind.TUNNEL_DOWN);
    long lag = child.from - parent.from;
    boolean refused =
        proof(child).stream()
            .map(Bit::reason)
            .anyMatch(
                r ->
                    r == Reason.PEER_RESTARTED
                        || r == Reason.AUTHENTICATION
                        || r == Reason.POLICY_MISMATCH
                        || r == Reason.KEY_EXCHANGE_MISMATCH
                        || r == Reason.TRAFFIC_SELECTORS);
    Optional<Bid> none = Optional.empty();
    return switch (parent.kind) {
      case SITE_DOWN -> parent.covered.contains(child) ? bid(parent, 1, lag) : none;
      case MAINTENANCE -> !loss ? none : nearest(parent, 2, struck(parent, child));
      case CONFIGURATION_CHANGED -> nearest(parent, 3, changed(parent, child));
      case GATEWAY_DOWN -> parent.covered.contains(child) && !refused ? bid(parent, 8, lag) : none;
      case FAILOVER -> parent.covered.contains(child) && !refused ? bid(parent, 9, lag) : none;
      case TUNNEL_FLAPPING ->
          ((loss && parent.entity.equals(child.entity))
                      || (child.is(ConditionKind.TUNNEL_FLAPPING)
                          && twins(parent, child)
                          && !isTaken(parent)))
                  && lag >= 0
                  && child.from <= parent.to
              ? bid(parent, 10, lag)
              : none;
      case TUNNEL_DOWN, IKE_FAILING, BGP_SESSION_DOWN, ROUTES_WITHDRAWN ->
          parent.kind == child.kind
              ? sibling(parent, child, lag, refused)
              : consequence(parent, child, lag);
      default -> none;
    };
  }

  /** Nobody knows whose it is, but all that could be meant are of one fault. */
  private Optional<Bid> suspected(Bit parent, Bit child) {
    if (!child.ips.isEmpty()) {
      return Optional.empty();
    }
    var suspects =
        facts.losses.stream()
            .filter(
                l ->
                    switch (child.kind) {
                      case BGP_SESSION_DOWN ->
                          child.from - l.from <= 185_000
                              && l.from - child.from <= facts.dpd(l.ip())
                              && (child.on.isEmpty() || l.on.isEmpty() || child.on.equals(l.on));
                      case ROUTES_WITHDRAWN ->
                          child.from - l.from <= 60_000 && l.from - child.from <= 2_000;
                      default -> false;
                    })
            .toList();
    boolean one = suspects.stream().map(Bit::root).distinct().count() == 1;
    return one && suspects.contains(parent)
        ? bid(parent, 99, child.from - parent.from)
        : Optional.empty();
  }

  private static Optional<Bid> bid(Bit parent, int precedence, long lag) {
    return Optional.of(new Bid(parent, precedence, lag));
  }

  private static Optional<Bid> nearest(Bit parent, int precedence, Stream<Long> lags) {
    return lags.min((a, b) -> Long.compare(Math.abs(a), Math.abs(b)))
        .map(lag -> new Bid(parent, precedence, lag));
  }

  private Stream<Long> struck(Bit maintenance, Bit loss) {
    var lags = new ArrayList<Long>();
    for (var event : maintenance.said) {
      var named = ((MaintenanceNoted) event).instance();
      long lag = loss.from - ms(event);
      var hit =
          named.or(
              () ->
                  facts.losses.stream()
                      .filter(l -> l.from >= ms(event) - 120_000 && l.from <= ms(event) + 120_000)
                      .findFirst()
                      .flatMap(l -> l.on));
      boolean first =
          lag >= -120_000 && lag <= 120_000 && (named.isEmpty() || named.equals(loss.on));
      boolean second =
          lag > 120_000 && lag <= 2_700_000 && !(hit.isPresent() && hit.equals(loss.on));
      var peers =
          Set.of(
              Reason.PEER_RESTARTED,
              Reason.AUTHENTICATION,
              Reason.POLICY_MISMATCH,
              Reason.KEY_EXCHANGE_MISMATCH,
              Reason.TRAFFIC_SELECTORS,
              Reason.REMOTELY_TRIGGERED);
      boolean byPeer = second && proof(loss).stream().map(Bit::reason).anyMatch(peers::contains);
      if (first || (second && !byPeer && wholeInstance(loss))) {
        lags.add(lag);
      }
    }
    return lags.stream();
  }

  private boolean wholeInstance(Bit loss) {
    var mine = facts.losses.stream().filter(l -> l.on.equals(loss.on)).toList();
    return mine.stream()
        .filter(l -> l.from <= loss.from && l.from + 10_000 >= loss.from)
        .anyMatch(l -> allGone(l.on, l.from, l.from + 10_000) && !bothAtOnce(l));
  }

  /** What strikes both instances together is no second strike. */
  private boolean bothAtOnce(Bit loss) {
    long patience = facts.dpd(loss.ip()) + 15_000;
    return facts.doubled(loss.from)
        && allGone(loss.on.map(Instance::other), loss.from - patience, loss.from + patience);
  }

  private boolean allGone(Optional<Instance> on, long from, long until) {
    return facts.losses.stream()
        .filter(l -> l.on.equals(on) && l.from >= from && l.from <= until)
        .map(l -> l.entity)
        .collect(Collectors.toSet())
        .containsAll(conditions.upBefore(facts.ips, on, from));
  }

  private Stream<Long> changed(Bit change, Bit child) {
    boolean loss = child.is(ConditionKind.TUNNEL_DOWN);
    if (!loss && !child.is(ConditionKind.IKE_FAILING)) {
      return Stream.empty();
    }
    return change.said.stream()
        .map(ConfigurationSet.class::cast)
        .filter(set -> child.from - ms(set) >= -5_000 && child.from - ms(set) <= 120_000)
        .filter(set -> explains(set, child, loss))
        .map(set -> child.from - ms(set));
  }

  private boolean explains(ConfigurationSet set, Bit child, boolean loss) {
    var named =
        facts.connections().stream()
            .map(Connection::name)
            .filter(name -> set.connection().filter(name::equalsIgnoreCase).isPresent())
            .toList();
    if (!named.isEmpty()) {
      return facts.connection(child.ip()).filter(c -> named.contains(c.name())).isPresent();
    }
    long lost =
        facts.losses.stream()
            .filter(l -> l.from >= ms(set) - 5_000 && l.from <= ms(set) + 120_000)
            .map(l -> facts.connection(l.ip()).map(Connection::name).orElse(l.ip().text()))
            .distinct()
            .count();
    boolean said = child.says(Reason.SETTING_CHANGED) || child.says(Reason.TUNNEL_REMOVED);
    return loss && (said || (set.scope() == ConfigurationScope.CONNECTION ? lost == 1 : lost >= 2));
  }

  boolean claimed(Bit loss) {
    return conditions.of(ConditionKind.MAINTENANCE).stream()
            .anyMatch(m -> struck(m, loss).findAny().isPresent())
        || conditions.of(ConditionKind.CONFIGURATION_CHANGED).stream()
            .anyMatch(c -> changed(c, loss).findAny().isPresent());
  }

  private boolean twins(Bit one, Bit other) {
    return !one.entity.equals(other.entity) && facts.samePeer(one.ip(), other.ip());
  }

  private Optional<Bid> sibling(Bit parent, Bit child, long lag, boolean refused) {
    boolean same = parent.entity.equals(child.entity);
    boolean again = same && parent.to <= child.from && child.from - parent.to <= 600_000;
    boolean twin =
        !same
            && switch (child.kind) {
              case TUNNEL_DOWN ->
                  facts.samePeer(parent.ip(), child.ip())
                      && lag >= 0
                      && lag <= facts.dpd(child.ip()) + 15_000;
              case IKE_FAILING ->
                  facts.samePeer(parent.ip(), child.ip())
                      && child.from - facts.dpd(child.ip()) - 15_000 <= parent.to;
              case BGP_SESSION_DOWN ->
                  ((parent.peer.isPresent() && parent.peer.equals(child.peer))
                          || sameSite(parent, child))
                      && lag >= 0
                      && lag <= 75_000;
              default -> false;
            };
    boolean byItself =
        (parent.to <= child.from || parent.root().is(ConditionKind.MAINTENANCE))
            ? proven(child) != Cause.UNEXPLAINED && proven(child) != Cause.INSTANCE_FAILOVER
            : refused;
    boolean other = child.is(ConditionKind.TUNNEL_DOWN) && isPlatforms(parent.root()) && byItself;
    return (again || twin) && !other ? bid(parent, 100, lag) : Optional.empty();
  }

  private boolean sameSite(Bit one, Bit other) {
    return one.ips.stream()
        .map(facts::site)
        .anyMatch(site -> other.ips.stream().map(facts::site).anyMatch(site::equals));
  }

  private static boolean isPlatforms(Bit root) {
    return root.is(ConditionKind.MAINTENANCE)
        || root.is(ConditionKind.GATEWAY_DOWN)
        || root.is(ConditionKind.FAILOVER);
  }

  private Optional<Bid> consequence(Bit parent, Bit child, long lag) {
    boolean tunnel = parent.is(ConditionKind.TUNNEL_DOWN);
    boolean fits =
        switch (child.kind) {
          case IKE_FAILING -> tunnel && child.to >= parent.from - 30_000 && child.from <= parent.to;
          case BGP_SESSION_DOWN -> tunnel && lag >= -facts.dpd(parent.ip()) && lag <= 185_000;
          case ROUTES_WITHDRAWN ->
              (tunnel || parent.is(ConditionKind.BGP_SESSION_DOWN))
                  && lag >= -2_000
                  && lag <= 60_000;
          default -> false;
        };
    return peers(parent, child) && fits ? bid(parent, 99, lag) : Optional.empty();
  }

  private static boolean sameTunnel(Bit parent, Bit child) {
    return parent.entity.equals(child.entity) || peers(parent, child);
  }

  private static boolean peers(Bit parent, Bit child) {
    boolean instance =
        parent.on.isEmpty()
            || child.on.isEmpty()
            || parent.on.equals(child.on)
            || parent.entity.equals(child.entity);
    return instance
        && (parent.ips.stream().anyMatch(child.ips::contains)
            || (parent.peer.isPresent() && parent.peer.equals(child.peer)));
  }

  /** The lines that may prove a cause: −30 s to +5 min, and not after the return (rule 27). */
  List<GatewayEvent> proof(Bit bit) {
    return proofs.computeIfAbsent(bit, this::proofOf);
  }

  private List<GatewayEvent> proofOf(Bit bit) {
    boolean loss = bit.is(ConditionKind.TUNNEL_DOWN);
    long until = loss ? Math.min(bit.to, bit.from + 300_000) : bit.from + 300_000;
    var lines = new ArrayList<GatewayEvent>();
    bit.said.stream().filter(e -> within(e, bit, until)).forEach(lines::add);
    if (loss) {
      facts.of(NegotiationFailed.class).stream()
          .filter(e -> within(e, bit, until) && concerns(e.tunnel(), bit))
          .forEach(lines::add);
      facts.of(SaDeleted.class).stream()
          .filter(e -> within(e, bit, until) && concerns(e.tunnel(), bit))
          .filter(e -> e.reason() != Reason.NOT_STATED)
          .filter(e -> !(isByPeer(e) && isChild(e) && bit.says(Reason.PEER_SILENT)))
          .filter(e -> !isByPeer(e) || facts.signs.stream().noneMatch(sign -> isRekey(sign, e)))
          .forEach(lines::add);
      var nothing =
          Set.of(
              Reason.NOT_STATED,
              Reason.UNRECOGNISED,
              Reason.OTHER_IKE_ERROR,
              Reason.LOCALLY_TRIGGERED);
      if (lines.stream().map(Bit::reason).allMatch(nothing::contains)) {
        var nameless =
            facts.of(NegotiationFailed.class).stream()
                .filter(e -> within(e, bit, until) && e.tunnel().remoteIp().isEmpty())
                .filter(e -> onlyLoss(e, bit))
                .toList();
        nameless.stream()
            .filter(e -> nameless.stream().filter(o -> o.reason() == e.reason()).count() >= 2)
            .forEach(lines::add);
      }
    }
    var refusals =
        lines.stream()
            .filter(
                e ->
                    Bit.reason(e) == Reason.AUTHENTICATION
                        || Bit.reason(e) == Reason.POLICY_MISMATCH
                        || Bit.reason(e) == Reason.KEY_EXCHANGE_MISMATCH
                        || Bit.reason(e) == Reason.TRAFFIC_SELECTORS)
            .toList();
    if (refusals.size() == 1
        && Bit.reason(refusals.getFirst()) == Reason.KEY_EXCHANGE_MISMATCH
        && refusals.getFirst().evidence().category() == Category.IKE
        && cameUp(bit, ms(refusals.getFirst()), ms(refusals.getFirst()) + 30_000)) {
      lines.remove(refusals.getFirst());
    }
    return lines;
  }

  private boolean cameUp(Bit bit, long from, long until) {
    return facts.ups().stream()
        .filter(up -> bit.ips.contains(up.tunnel().remoteIp()))
        .filter(
            up ->
                bit.on.isEmpty()
                    || !facts.doubled(bit.from)
                    || bit.on.get() == up.tunnel().instance())
        .anyMatch(up -> up.seen() && up.from() >= from && up.from() <= until);
  }

  private boolean onlyLoss(NegotiationFailed e, Bit bit) {
    var possible =
        facts.losses.stream()
            .filter(l -> ms(e) >= l.from - 30_000 && ms(e) <= Math.min(l.to, l.from + 300_000))
            .filter(l -> isOn(e.tunnel(), l))
            .toList();
    return possible.contains(bit) && possible.stream().allMatch(l -> l.ip().equals(bit.ip()));
  }

  private static boolean within(GatewayEvent e, Bit bit, long until) {
    return ms(e) >= bit.from - 30_000 && ms(e) <= until;
  }

  private boolean concerns(TunnelHint hint, Bit loss) {
    boolean ip = hint.remoteIp().map(loss.ip()::equals).orElse(facts.ips.size() == 1);
    return ip && isOn(hint, loss);
  }

  private boolean isOn(TunnelHint hint, Bit loss) {
    return hint.instance().isEmpty()
        || !facts.doubled(loss.from)
        || hint.instance().equals(loss.on);
  }

  private static boolean isChild(SaDeleted e) {
    return e.sa() == GatewayEvent.SaKind.CHILD;
  }

  private static boolean isByPeer(SaDeleted e) {
    return e.reason() == Reason.REMOTELY_TRIGGERED || e.reason() == Reason.SA_EXPIRED_OR_DELETED;
  }

  private static boolean isRekey(Presence sign, SaDeleted e) {
    long apart = ms(e) / 60_000 - sign.at().toEpochMilli() / 60_000;
    return sign.sign() == Presence.Sign.REKEYED
        && (apart == 0 || apart == 1)
        && e.tunnel().remoteIp().isPresent()
        && sign.tunnel().filter(e.tunnel()::fits).isPresent();
  }

  /** Rule 27: the highest row of the table that any of these proves. */
  Cause proven(List<Bit> bits) {
    return bits.stream().map(this::proven).min(Comparator.naturalOrder()).orElse(Cause.UNEXPLAINED);
  }

  private Cause proven(Bit bit) {
    var said = proof(bit).stream().map(Bit::reason).collect(Collectors.toSet());
    if (has(said, Reason.SETTING_CHANGED, Reason.TUNNEL_REMOVED)) {
      return Cause.CONFIGURATION_CHANGE;
    }
    if (has(said, Reason.PEER_RESTARTED)) {
      return Cause.PEER_RESTARTED;
    }
    if (has(said, Reason.AUTHENTICATION)) {
      return Cause.IKE_AUTHENTICATION;
    }
    if (has(said, Reason.POLICY_MISMATCH) || has(said, Reason.KEY_EXCHANGE_MISMATCH)) {
      return Cause.IKE_POLICY_MISMATCH;
    }
    return has(said, Reason.TRAFFIC_SELECTORS)
        ? Cause.IKE_TRAFFIC_SELECTORS
        : provenByPeer(bit, said);
  }

  private Cause provenByPeer(Bit bit, Set<Reason> said) {
    boolean due = ages.due(bit);
    if (has(said, Reason.STANDBY_CHANGED)) {
      return Cause.INSTANCE_FAILOVER;
    }
    if (has(said, Reason.REMOTELY_TRIGGERED) || (has(said, Reason.SA_EXPIRED_OR_DELETED) && !due)) {
      return Cause.PEER_CLOSED;
    }
    if (due && !has(said, Reason.PEER_SILENT)) {
      return Cause.REKEY_FAILURE;
    }
    return has(said, Reason.PEER_SILENT, Reason.NEGOTIATION_TIMED_OUT)
        ? Cause.PEER_UNREACHABLE
        : Cause.UNEXPLAINED;
  }

  private static boolean has(Set<Reason> said, Reason... any) {
    return List.of(any).stream().anyMatch(said::contains);
  }
}
