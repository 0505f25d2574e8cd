package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import java.util.List;

/** What can go wrong, those first that the fewest places of a fleet are fit for. */
enum FaultKind {
  SITE_OUTAGE(Place.SHARED_SITE, 8, 25),
  PLANNED_MAINTENANCE(Place.WHOLE_GATEWAY, 25, 40),
  INSTANCE_FAILOVER(Place.WHOLE_GATEWAY, 0, 0),
  BGP_SESSION_LOST(Place.BGP_SITE, 6, 20),
  ROUTES_WITHDRAWN(Place.BGP_SITE, 6, 20),
  PEER_UNREACHABLE(Place.OWN_SITE, 6, 25),
  IKE_AUTHENTICATION(Place.OWN_SITE, 8, 25),
  IKE_POLICY_MISMATCH(Place.OWN_SITE, 8, 25),
  IKE_TRAFFIC_SELECTORS(Place.OWN_SITE, 8, 25),
  PEER_CLOSED(Place.OWN_SITE, 6, 20),
  PEER_RESTARTED(Place.OWN_SITE, 0, 0),
  CONFIGURATION_CHANGE(Place.OWN_SITE, 0, 0),
  PATH_UNSTABLE(Place.OWN_SITE, 0, 0),
  BLIP(Place.OWN_SITE, 0, 0);

  /** Where a fault of a kind can strike. */
  enum Place {
    /** A connection to a device that no other gateway knows. */
    OWN_SITE,
    /** The same with BGP. */
    BGP_SITE,
    /** A site that two gateways reach. */
    SHARED_SITE,
    /** All of a gateway that is not joined to another, which would suffer too. */
    WHOLE_GATEWAY
  }

  private final Place place;
  private final int minMinutes;
  private final int maxMinutes;

  FaultKind(Place place, int minMinutes, int maxMinutes) {
    this.place = place;
    this.minMinutes = minMinutes;
    this.maxMinutes = maxMinutes;
  }

  Place place() {
    return place;
  }

  /** How long it lasts, drawn; 0 for what ends by itself in minutes. */
  double minutes(Dice dice) {
    return dice.between(minMinutes, maxMinutes);
  }

  /** Settles what happens. */
  Fault plan(Draft draft) {
    return switch (this) {
      case SITE_OUTAGE -> SilentPeer.plan(draft, Cause.SITE_OUTAGE);
      case PLANNED_MAINTENANCE -> Maintenance.plan(draft);
      case INSTANCE_FAILOVER -> Failover.plan(draft);
      case BGP_SESSION_LOST -> BgpLoss.plan(draft);
      case ROUTES_WITHDRAWN -> Withdrawal.plan(draft);
      case PEER_UNREACHABLE -> SilentPeer.plan(draft, Cause.PEER_UNREACHABLE);
      case IKE_AUTHENTICATION ->
          Refusal.plan(draft, Cause.IKE_AUTHENTICATION, IkeError.AUTHENTICATION);
      case IKE_POLICY_MISMATCH ->
          Refusal.plan(draft, Cause.IKE_POLICY_MISMATCH, IkeError.POLICY_MATCH);
      case IKE_TRAFFIC_SELECTORS ->
          Refusal.plan(draft, Cause.IKE_TRAFFIC_SELECTORS, IkeError.TRAFFIC_SELECTORS);
      case PEER_CLOSED -> PeerDeed.close(draft);
      case PEER_RESTARTED -> PeerDeed.restart(draft);
      case CONFIGURATION_CHANGE -> ConfigurationChange.plan(draft);
      case PATH_UNSTABLE -> Flapping.plan(draft);
      case BLIP -> Blip.plan(draft);
    };
  }

  /** The places of a fleet it can strike, each as the gateways and connections it concerns. */
  List<Spot> spots(Estate estate) {
    return switch (place) {
      case OWN_SITE -> Spot.ownSites(estate);
      case BGP_SITE ->
          Spot.ownSites(estate).stream()
              .filter(spot -> spot.struck().getFirst().connection().bgpDevice().isPresent())
              .toList();
      case SHARED_SITE -> Spot.sharedSites(estate);
      case WHOLE_GATEWAY -> Spot.loneGateways(estate);
    };
  }
}
