package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import java.util.List;

/**
 * What can go wrong, those first that the fewest places of a fleet are fit for. Seconds are how
 * long it lasts, drawn between the two, short ones as often as long ones.
 */
enum FaultKind {
  REKEY_FAILURE(Place.SHORT_SA, 45, 1_500),
  SITE_OUTAGE(Place.SHARED_SITE, 60, 4_000),
  DEVICES_OUTAGE(Place.DEVICES, 60, 4_000),
  PLANNED_MAINTENANCE(Place.WHOLE_GATEWAY, 1_500, 2_400),
  ONE_STRIKE(Place.WHOLE_GATEWAY, 100, 420),
  GATEWAY_OUTAGE(Place.WHOLE_GATEWAY, 200, 3_000),
  INSTANCE_FAILOVER(Place.WHOLE_REDUNDANT, 100, 110),
  STANDBY_TAKEOVER(Place.WHOLE_STANDBY, 100, 110),
  GATEWAY_RECONFIGURED(Place.WHOLE_GATEWAY, 160, 170),
  BGP_SESSION_LOST(Place.BGP_SITE, 60, 5_000),
  ROUTES_WITHDRAWN(Place.BGP_SITE, 60, 5_000),
  NEVER_UP(Place.OWN_SITE, 60, 70),
  TUNNEL_REMOVED(Place.OWN_SITE, 60, 70),
  PEER_UNREACHABLE(Place.OWN_SITE, 60, 7_000),
  ONE_PATH_UNREACHABLE(Place.OWN_REDUNDANT, 60, 5_000),
  IKE_AUTHENTICATION(Place.OWN_SITE, 60, 6_000),
  IKE_POLICY_MISMATCH(Place.OWN_SITE, 60, 6_000),
  IKE_TRAFFIC_SELECTORS(Place.OWN_SITE, 60, 6_000),
  PEER_CLOSED(Place.OWN_SITE, 50, 5_000),
  PEER_RESTARTED(Place.OWN_SITE, 190, 200),
  UNEXPLAINED(Place.OWN_SITE, 50, 4_000),
  CONFIGURATION_CHANGE(Place.OWN_SITE, 60, 70),
  SLOW_CONFIGURATION_CHANGE(Place.OWN_SITE, 160, 170),
  SETTING_CHANGED(Place.OWN_SITE, 130, 140),
  UNSTABLE_THEN_LOST(Place.OWN_SITE, 1_700, 4_000),
  PATH_UNSTABLE(Place.OWN_SITE, 1_080, 1_100),
  JOINED_KEY_CHANGED(Place.JOINED, 60, 4_000),
  BLIP(Place.OWN_SITE, 30, 40),
  GATEWAY_UNSTABLE(Place.WHOLE_GATEWAY, 2_700, 2_800),
  INSTANCE_UNSTABLE(Place.WHOLE_REDUNDANT, 2_700, 2_800),
  SILENT_BESIDE_CHANGE(Place.OWN_SITE, 60, 4_000),
  CHANGE_UNSAID(Place.OWN_SITE, 130, 1_500),
  LONG_STROKES(Place.OWN_SITE, 2_250, 2_300);

  /** Where a fault of a kind can strike. */
  enum Place {
    /** A connection to a device that no other gateway knows. */
    OWN_SITE,
    /** The same from an active-active gateway. */
    OWN_REDUNDANT,
    /** The same with BGP. */
    BGP_SITE,
    /** The same with an SA lifetime of its own. */
    SHORT_SA,
    /** A site that two gateways reach. */
    SHARED_SITE,
    /** A site with several devices. */
    DEVICES,
    /** Two gateways that are joined VNet to VNet. */
    JOINED,
    /** All of a gateway that is not joined to another, which would suffer too. */
    WHOLE_GATEWAY,
    WHOLE_REDUNDANT,
    WHOLE_STANDBY;

    boolean whole() {
      return this == WHOLE_GATEWAY || this == WHOLE_REDUNDANT || this == WHOLE_STANDBY;
    }
  }

  private final Place place;
  private final int shortest;
  private final int longest;

  FaultKind(Place place, int shortest, int longest) {
    this.place = place;
    this.shortest = shortest;
    this.longest = longest;
  }

  Place place() {
    return place;
  }

  /** How long it lasts, drawn. */
  double seconds(Dice dice) {
    double ratio = (double) longest / shortest;
    return shortest * Math.pow(ratio, dice.between(0, 1));
  }

  /** Whether what it strikes does not come back. */
  boolean forGood() {
    return this == NEVER_UP || this == TUNNEL_REMOVED;
  }

  /** Whether it stands in plots of its own only, where others would have to make room for it. */
  boolean apart() {
    return this == JOINED_KEY_CHANGED || this == GATEWAY_UNSTABLE || this == INSTANCE_UNSTABLE;
  }

  /** Settles what happens. */
  Fault plan(Draft draft) {
    return switch (this) {
      case REKEY_FAILURE -> LongFaults.rekeyFailure(draft);
      case SITE_OUTAGE -> PeerFaults.siteOutage(draft);
      case DEVICES_OUTAGE -> PeerFaults.siteOutage(draft);
      case PLANNED_MAINTENANCE -> Maintenance.plan(draft);
      case ONE_STRIKE -> Maintenance.plan(draft);
      case GATEWAY_OUTAGE -> GatewayFaults.outage(draft);
      case INSTANCE_FAILOVER -> GatewayFaults.failover(draft);
      case STANDBY_TAKEOVER -> GatewayFaults.takeover(draft);
      case GATEWAY_RECONFIGURED -> ChangeFaults.gatewayWide(draft);
      case BGP_SESSION_LOST -> RouteFaults.sessionLost(draft);
      case ROUTES_WITHDRAWN -> RouteFaults.withdrawn(draft);
      case NEVER_UP -> LongFaults.neverUp(draft);
      case TUNNEL_REMOVED -> ChangeFaults.removed(draft);
      case PEER_UNREACHABLE -> PeerFaults.unreachable(draft);
      case ONE_PATH_UNREACHABLE -> PeerFaults.onePath(draft);
      case IKE_AUTHENTICATION -> authentication(draft);
      case IKE_POLICY_MISMATCH -> policy(draft);
      case IKE_TRAFFIC_SELECTORS -> selectors(draft);
      case PEER_CLOSED -> PeerFaults.closed(draft);
      case PEER_RESTARTED -> PeerFaults.restarted(draft);
      case UNEXPLAINED -> PeerFaults.unexplained(draft);
      case CONFIGURATION_CHANGE -> ChangeFaults.recorded(draft);
      case SLOW_CONFIGURATION_CHANGE -> ChangeFaults.slow(draft);
      case SETTING_CHANGED -> ChangeFaults.byReason(draft);
      case UNSTABLE_THEN_LOST -> LongFaults.flappingThenLost(draft);
      case PATH_UNSTABLE -> LongFaults.flapping(draft);
      case JOINED_KEY_CHANGED -> authentication(draft);
      case BLIP -> PeerFaults.blip(draft);
      case GATEWAY_UNSTABLE -> GatewayFaults.gatewayUnstable(draft);
      case INSTANCE_UNSTABLE -> GatewayFaults.instanceUnstable(draft);
      case SILENT_BESIDE_CHANGE -> PeerFaults.besideChange(draft);
      case CHANGE_UNSAID -> ChangeFaults.unsaid(draft);
      case LONG_STROKES -> LongFaults.longStrokes(draft);
    };
  }

  private static Fault authentication(Draft draft) {
    return PeerFaults.refused(
        draft,
        Cause.IKE_AUTHENTICATION,
        List.of(IkeError.AUTHENTICATION, IkeError.SIGNATURE),
        Reason.AUTHENTICATION);
  }

  private static Fault policy(Draft draft) {
    return PeerFaults.refused(
        draft,
        Cause.IKE_POLICY_MISMATCH,
        List.of(IkeError.POLICY_MATCH, IkeError.POLICY_MATCH, IkeError.KEY_EXCHANGE),
        Reason.POLICY);
  }

  private static Fault selectors(Draft draft) {
    return PeerFaults.refused(
        draft, Cause.IKE_TRAFFIC_SELECTORS, List.of(IkeError.TRAFFIC_SELECTORS), Reason.SELECTORS);
  }
}
