package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When one condition offers itself as parent to another: the edges of the causal table. Each gives
 * the lag between the two, or nothing.
 */
final class Offers {
  /** Clocks of two instances differ a little: an effect may be noted before its cause (rule 23). */
  static final Duration EARLIEST_LAG = Duration.ofSeconds(2);

  private static final Duration MAINTENANCE_STRIKES = Duration.ofMinutes(2);
  private static final Duration SECOND_STRIKE = Duration.ofMinutes(45);
  private static final Set<ConditionKind> HAVE_SIBLINGS =
      EnumSet.of(
          ConditionKind.TUNNEL_DOWN,
          ConditionKind.IKE_FAILING,
          ConditionKind.BGP_SESSION_DOWN,
          ConditionKind.ROUTES_WITHDRAWN);

  private static final Duration SAME_AGAIN = Duration.ofMinutes(10);

  /** Each instance asks when it likes, and writes when it has asked in vain. */
  static final Duration TWIN_AFTER_DPD = Duration.ofSeconds(30);

  /** Hold timers start anew with each keepalive, every 60 s; 15 s for the records to be written. */
  private static final Duration HOLD_TIMERS_APART = Duration.ofSeconds(75);

  static final Duration IKE_BEFORE = Duration.ofSeconds(30);

  private Offers() {}

  /** An edge of the table. */
  interface Edge {
    Optional<Duration> lag(Scene scene, Finding parent, Finding child);
  }

  /** A condition that explains no other one. */
  static Optional<Duration> none(Scene scene, Finding parent, Finding child) {
    return Optional.empty();
  }

  /** A shape offers itself to the losses it is derived from. */
  static Optional<Duration> shape(Scene scene, Finding parent, Finding child) {
    return child.is(ConditionKind.TUNNEL_DOWN) && scene.covers(parent, child)
        ? Optional.of(Duration.between(parent.from(), child.from()))
        : Optional.empty();
  }

  /** Its own losses; and a peer that comes and goes does so on both instances. */
  static Optional<Duration> flapping(Scene scene, Finding parent, Finding child) {
    boolean within = !child.from().isBefore(parent.from()) && !child.from().isAfter(parent.end());
    boolean own = child.is(ConditionKind.TUNNEL_DOWN) && sameEntity(parent, child);
    boolean twin =
        child.is(ConditionKind.TUNNEL_FLAPPING)
            && !sameEntity(parent, child)
            && scene.layout.samePeer(parent.remote(), child.remote());
    return within && (own || twin)
        ? Optional.of(Duration.between(parent.from(), child.from()))
        : Optional.empty();
  }

  static Optional<Duration> maintenance(Scene scene, Finding parent, Finding child) {
    if (!child.is(ConditionKind.TUNNEL_DOWN)) {
      return Optional.empty();
    }
    return nearest(
        scene.said.maintenance.stream()
            .filter(record -> isWithin(parent, record.at()))
            .filter(record -> struck(record, child) || struckAgain(scene, record, child))
            .map(record -> Duration.between(record.at(), child.from())));
  }

  private static boolean struck(MaintenanceNoted record, Finding loss) {
    return strikes(record, loss) && sameInstance(record.instance(), loss);
  }

  private static boolean strikes(MaintenanceNoted record, Finding loss) {
    var lag = Duration.between(record.at(), loss.from());
    return isBetween(lag, MAINTENANCE_STRIKES.negated(), MAINTENANCE_STRIKES);
  }

  private static boolean sameInstance(Optional<Instance> named, Finding loss) {
    return named.isEmpty() || named.equals(loss.about().instance());
  }

  /** The platform goes on to the other instance: all it carries goes in one stroke. */
  private static boolean struckAgain(Scene scene, MaintenanceNoted record, Finding loss) {
    var lag = Duration.between(record.at(), loss.from());
    if (lag.compareTo(MAINTENANCE_STRIKES) <= 0 || lag.compareTo(SECOND_STRIKE) > 0) {
      return false;
    }
    var first =
        record
            .instance()
            .or(
                () ->
                    scene.losses.stream()
                        .filter(candidate -> strikes(record, candidate))
                        .findFirst()
                        .flatMap(candidate -> candidate.about().instance()));
    return !(first.isPresent() && first.equals(loss.about().instance()))
        && !CausalTable.isByPeer(scene, loss)
        && instanceGone(scene, loss);
  }

  /**
   * Whether every tunnel of the loss's instance went within one stroke that holds the loss, and not
   * those of the other instance with them: the platform works on one after the other.
   */
  private static boolean instanceGone(Scene scene, Finding loss) {
    return scene.losses.stream()
        .filter(first -> first.about().instance().equals(loss.about().instance()))
        .filter(first -> !first.from().isAfter(loss.from()))
        .filter(first -> !first.from().plus(Shapes.STROKE).isBefore(loss.from()))
        .anyMatch(first -> allOf(scene, first));
  }

  private static boolean allOf(Scene scene, Finding first) {
    var from = first.from();
    var instance = first.about().instance();
    var patience = scene.layout.dpd(first.remote()).plus(TWIN_AFTER_DPD);
    var remotes = scene.layout.remotes();
    var other = instance.map(Instance::other);
    var before = from.minus(patience);
    var lost = lost(scene, instance, from, from.plus(Shapes.STROKE));
    var heard = scene.allHeard(from, remotes, instance);
    boolean all =
        lost.containsAll(scene.upBefore(from, remotes, instance))
            || (heard.size() >= 2 && lost.containsAll(heard));
    return all
        && !(scene.layout.activeActiveAt(from)
            && lost(scene, other, before, from.plus(patience))
                .containsAll(scene.upBefore(before, remotes, other)));
  }

  /** What an instance lost between two instants. */
  private static Collection<String> lost(
      Scene scene, Optional<Instance> instance, Instant from, Instant until) {
    return scene.lossesBetween(from, until).stream()
        .filter(loss -> loss.about().instance().equals(instance))
        .map(Finding::entity)
        .collect(Collectors.toSet());
  }

  /** Whether a record of the gateway itself claims the loss. */
  static boolean claimed(Scene scene, Finding loss) {
    return scene.maintenance.stream().anyMatch(m -> maintenance(scene, m, loss).isPresent())
        || scene.configuration.stream().anyMatch(c -> Changes.offers(scene, c, loss).isPresent());
  }

  /**
   * Rule 25: a negotiation, a BGP session and its routes fall with their tunnel. Negotiations may
   * have failed for as long as the old SA carried the tunnel.
   */
  static Optional<Duration> consequence(Scene scene, Finding parent, Finding child) {
    if (!sharesPeer(parent, child)) {
      return Optional.empty();
    }
    var lag = Duration.between(parent.from(), child.from());
    boolean fits =
        switch (child.kind()) {
          case IKE_FAILING ->
              parent.is(ConditionKind.TUNNEL_DOWN)
                  && !child.end().isBefore(parent.from().minus(IKE_BEFORE))
                  && !child.from().isAfter(parent.end());
          case BGP_SESSION_DOWN ->
              parent.is(ConditionKind.TUNNEL_DOWN)
                  && isBetween(lag, scene.layout.dpd(parent.remote()).negated(), BgpLosses.HOLD);
          case ROUTES_WITHDRAWN ->
              (parent.is(ConditionKind.TUNNEL_DOWN) || parent.is(ConditionKind.BGP_SESSION_DOWN))
                  && isBetween(lag, EARLIEST_LAG.negated(), Withdrawals.AFTER);
          default -> false;
        };
    return fits ? Optional.of(lag) : Optional.empty();
  }

  /** The losses that could have taken a session or routes whose peer's tunnels nobody knows. */
  static List<Finding> suspects(Scene scene, Finding child) {
    return switch (child.kind()) {
      case BGP_SESSION_DOWN ->
          scene.losses.stream()
              .filter(loss -> BgpLosses.isNear(loss, child.from(), scene.layout))
              .filter(loss -> BgpLosses.agree(child.about().instance(), loss.about().instance()))
              .toList();
      case ROUTES_WITHDRAWN -> Withdrawals.lostBefore(child.from(), scene.losses);
      default -> List.of();
    };
  }

  /** Rule 24: the same from the other instance to the same peer, and the same again. */
  static Optional<Duration> sibling(Scene scene, Finding parent, Finding child) {
    if (parent.kind() != child.kind() || !HAVE_SIBLINGS.contains(child.kind())) {
      return Optional.empty();
    }
    var lag = Duration.between(parent.from(), child.from());
    boolean again = isAgain(parent, child);
    boolean twin = !sameEntity(parent, child) && isTwin(scene, parent, child, lag);
    return again || twin ? Optional.of(lag) : Optional.empty();
  }

  /** Whether the same was lost again soon after it had returned. */
  static boolean isAgain(Finding first, Finding second) {
    return sameEntity(first, second)
        && !first.end().isAfter(second.from())
        && !first.end().plus(SAME_AGAIN).isBefore(second.from());
  }

  /** Whether any part of one could be lost again in the other. */
  static boolean isSoon(Finding one, Finding other) {
    return !isLongPast(one, other.from()) && !isLongPast(other, one.from());
  }

  private static boolean isLongPast(Finding finding, Instant at) {
    return finding.to().filter(end -> end.plus(SAME_AGAIN).isBefore(at)).isPresent();
  }

  private static boolean isTwin(Scene scene, Finding parent, Finding child, Duration lag) {
    return switch (child.kind()) {
      case TUNNEL_DOWN ->
          scene.layout.samePeer(parent.remote(), child.remote())
              && isBetween(lag, Duration.ZERO, patience(scene, child));
      // Attempts begin when either end feels like it: as long as the first fail, it is one fault.
      case IKE_FAILING ->
          scene.layout.samePeer(parent.remote(), child.remote())
              && (parent.isOpen()
                  || !parent.end().plus(patience(scene, child)).isBefore(child.from()));
      case BGP_SESSION_DOWN ->
          (isSameBgpPeer(parent, child) || isSameSite(scene, parent, child))
              && isBetween(lag, Duration.ZERO, HOLD_TIMERS_APART);
      case REGION_DOWN,
          SITE_DOWN,
          MAINTENANCE,
          CONFIGURATION_CHANGED,
          GATEWAY_DOWN,
          FAILOVER,
          TUNNEL_FLAPPING,
          ROUTES_WITHDRAWN,
          P2S_AUTHENTICATION_FAILING,
          P2S_POOL_EXHAUSTED,
          P2S_DISCONNECTED,
          TELEMETRY_SILENT ->
          false;
    };
  }

  private static boolean isSameBgpPeer(Finding parent, Finding child) {
    return child.about().bgpPeer().isPresent()
        && child.about().bgpPeer().equals(parent.about().bgpPeer());
  }

  /** Devices of one site whose sessions fall together have one reason. */
  private static boolean isSameSite(Scene scene, Finding parent, Finding child) {
    var sites = scene.layout.sites(child.about().remotes());
    return scene.layout.sites(parent.about().remotes()).stream().anyMatch(sites::contains);
  }

  static Duration patience(Scene scene, Finding child) {
    return scene.layout.dpd(child.remote()).plus(TWIN_AFTER_DPD);
  }

  /** Same peer, and the same instance as far as both name one. */
  private static boolean sharesPeer(Finding parent, Finding child) {
    var one = parent.about();
    var other = child.about();
    boolean instances =
        one.instance().isEmpty()
            || other.instance().isEmpty()
            || one.instance().equals(other.instance())
            || parent.entity().equals(child.entity());
    boolean peers =
        one.remotes().stream().anyMatch(other.remotes()::contains)
            || (one.bgpPeer().isPresent() && one.bgpPeer().equals(other.bgpPeer()));
    return instances && peers;
  }

  /** The same tunnel, as far as the lines name it. */
  static boolean sameTunnel(Finding one, Finding other) {
    return sameEntity(one, other) || sharesPeer(one, other);
  }

  private static boolean sameEntity(Finding one, Finding other) {
    return one.entity().equals(other.entity());
  }

  static boolean isWithin(Finding condition, Instant at) {
    return !at.isBefore(condition.from()) && !at.isAfter(condition.end());
  }

  static boolean isBetween(Duration lag, Duration least, Duration most) {
    return lag.compareTo(least) >= 0 && lag.compareTo(most) <= 0;
  }

  static Optional<Duration> nearest(Stream<Duration> lags) {
    return lags.min(Comparator.comparing(Duration::abs).thenComparing(Comparator.naturalOrder()));
  }
}
