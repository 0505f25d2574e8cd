package dev.tunnelwatch.correlation.oracle;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Reason;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who is whose parent (rules 22 to 26). */
final class Edges {
  private final Facts facts;
  private final Conditions conditions;
  private final Proofs proofs;
  private final Claims claims;

  Edges(Facts facts, Conditions conditions, Proofs proofs) {
    this.facts = facts;
    this.conditions = conditions;
    this.proofs = proofs;
    this.claims = new Claims(facts, conditions, proofs);
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
    proofs.forget(shape);
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
    boolean refused = proofs.refuses(child);
    Optional<Bid> none = Optional.empty();
    return switch (parent.kind) {
      case SITE_DOWN -> parent.covered.contains(child) ? bid(parent, 1, lag) : none;
      case MAINTENANCE -> !loss ? none : nearest(parent, 2, claims.struck(parent, child));
      case CONFIGURATION_CHANGED -> nearest(parent, 3, claims.changed(parent, child));
      case GATEWAY_DOWN, FAILOVER ->
          parent.covered.contains(child)
                  && !refused
                  && !child.says(Reason.SETTING_CHANGED)
                  && !child.says(Reason.TUNNEL_REMOVED)
                  && !peerRefused(parent, child)
              ? bid(parent, parent.is(ConditionKind.FAILOVER) ? 9 : 8, lag)
              : none;
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

  /** The same peer is refused on the other instance while this tunnel is still down. */
  private boolean peerRefused(Bit shape, Bit loss) {
    long patience = facts.dpd(loss.ip()) + 30_000;
    return shape.covered.stream()
        .filter(o -> o != loss && Math.abs(o.from - loss.from) <= patience)
        .filter(o -> facts.samePeer(o.ip(), loss.ip()))
        .anyMatch(
            o -> proofs.proof(o).stream().anyMatch(e -> Proofs.isBar(e) && Bit.ms(e) < loss.to));
  }

  /** Nobody knows whose it is, but all that could be meant are of one fault. */
  private Optional<Bid> suspected(Bit parent, Bit child) {
    if (!child.ips.isEmpty()) {
      return Optional.empty();
    }
    boolean soon =
        facts.losses.stream()
            .anyMatch(l -> child.from - l.from <= 60_000 && l.from - child.from <= 2_000);
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
                          soon && child.from - l.from <= 245_000 && l.from - child.from <= 2_000;
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
                      && lag <= facts.dpd(child.ip()) + 30_000;
              case IKE_FAILING ->
                  facts.samePeer(parent.ip(), child.ip())
                      && child.from - facts.dpd(child.ip()) - 30_000 <= parent.to;
              case BGP_SESSION_DOWN ->
                  ((parent.peer.isPresent() && parent.peer.equals(child.peer))
                          || sameSite(parent, child))
                      && lag >= 0
                      && lag <= 75_000;
              default -> false;
            };
    return (again || twin) && !isByItself(parent, child, refused)
        ? bid(parent, 100, lag)
        : Optional.empty();
  }

  /** What the platform did has no sibling that proves another cause. */
  private boolean isByItself(Bit parent, Bit child, boolean refused) {
    return child.is(ConditionKind.TUNNEL_DOWN)
        && isPlatforms(parent.root())
        && ((parent.to <= child.from || parent.root().is(ConditionKind.MAINTENANCE))
            ? !Set.of(Cause.UNEXPLAINED, Cause.INSTANCE_FAILOVER).contains(proofs.proven(child))
            : refused);
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
}
