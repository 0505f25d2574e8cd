package dev.tunnelwatch.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a gateway said. Closed: a new kind breaks every switch on purpose. */
public sealed interface GatewayEvent {

  GatewayId gateway();

  Evidence evidence();

  default Instant at() {
    return evidence().at();
  }

  /** The data plane came up: a child SA is installed and the tunnel passes traffic. */
  record TunnelConnected(TunnelId tunnel, Reason reason, Evidence evidence)
      implements GatewayEvent {
    @Override
    public GatewayId gateway() {
      return tunnel.gateway();
    }
  }

  /** The data plane went down. */
  record TunnelDisconnected(TunnelId tunnel, Reason reason, Evidence evidence)
      implements GatewayEvent {
    @Override
    public GatewayId gateway() {
      return tunnel.gateway();
    }
  }

  /** An IKE negotiation was refused or got no answer. */
  record NegotiationFailed(TunnelHint tunnel, Reason reason, Evidence evidence)
      implements GatewayEvent {
    @Override
    public GatewayId gateway() {
      return tunnel.gateway();
    }
  }

  /** An SA was deleted (RFC 7296 1.4.1). Routine at a rekey, proof of a closing peer elsewhere. */
  record SaDeleted(TunnelHint tunnel, SaKind sa, Reason reason, Evidence evidence)
      implements GatewayEvent {
    @Override
    public GatewayId gateway() {
      return tunnel.gateway();
    }
  }

  /** The platform worked on the gateway's host, or moved the primary role. */
  record MaintenanceNoted(
      GatewayId gateway, Optional<Instance> instance, Maintenance kind, Evidence evidence)
      implements GatewayEvent {}

  /**
   * Someone set a configuration.
   *
   * @param connection as far as the record names one
   * @param remoteSite the local network gateway, where the record names that and no connection
   */
  record ConfigurationSet(
      GatewayId gateway,
      ConfigurationScope scope,
      Optional<String> connection,
      Optional<String> remoteSite,
      boolean succeeded,
      Evidence evidence)
      implements GatewayEvent {

    /** Whether nothing in the record tells of which connection it is. */
    public boolean nameless() {
      return connection.isEmpty() && remoteSite.isEmpty();
    }

    /** Whether it names that connection, or the local network gateway it leads to. */
    public boolean names(Connection other) {
      return connection.isPresent()
          ? connection.get().equalsIgnoreCase(other.name())
          : remoteSite.isPresent() && other.leadsTo(remoteSite.get());
    }
  }

  /** A BGP session came up. */
  record BgpConnected(
      GatewayId gateway, Optional<Instance> instance, Optional<IpAddress> peer, Evidence evidence)
      implements GatewayEvent {}

  /** A BGP session went down. */
  record BgpDisconnected(
      GatewayId gateway, Optional<Instance> instance, Optional<IpAddress> peer, Evidence evidence)
      implements GatewayEvent {}

  /** Routes changed; {@code UNSURE} where the text does not tell which way. */
  record RoutesChanged(
      GatewayId gateway,
      Optional<IpAddress> peer,
      RouteOrigin origin,
      RouteChange change,
      List<Prefix> prefixes,
      Evidence evidence)
      implements GatewayEvent {
    public RoutesChanged {
      prefixes = List.copyOf(prefixes);
    }
  }

  /** Something happened to one point-to-site session. */
  record P2sSession(
      GatewayId gateway, String session, P2sOutcome outcome, Reason reason, Evidence evidence)
      implements GatewayEvent {}

  /** A line of a known category whose shape is unknown: counted, and kept for the timeline. */
  record Unrecognised(GatewayId gateway, Evidence evidence) implements GatewayEvent {}

  /** A record without a readable time: kept under its enqueued time, never evidence (rule 6). */
  record Undated(GatewayId gateway, Evidence evidence) implements GatewayEvent {}

  /** Which layer an SA belongs to (Azure: MM_SA, QM_SA). */
  enum SaKind {
    IKE,
    CHILD
  }

  /** What kind of work by the platform. */
  enum Maintenance {
    HOST,
    PRIMARY_CHANGED
  }

  /** What a Set… operation touched. */
  enum ConfigurationScope {
    GATEWAY,
    CONNECTION
  }

  /** Who owns a route. */
  enum RouteOrigin {
    STATIC,
    BGP
  }

  /** Which way a route changed. */
  enum RouteChange {
    ANNOUNCED,
    WITHDRAWN,
    UNSURE
  }

  /** What became of a point-to-site session. */
  enum P2sOutcome {
    REQUESTED,
    AUTHENTICATED,
    CONNECTED,
    AUTHENTICATION_FAILED,
    POOL_EXHAUSTED,
    FAILED,
    DISCONNECTED
  }
}
