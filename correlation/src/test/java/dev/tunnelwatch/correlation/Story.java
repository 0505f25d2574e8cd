package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RouteOrigin;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelHint;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one gateway says, told in event time from 10:00:00 on, and what comes of it. */
public final class Story {
  public static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");

  private final GatewayId gateway;
  private final Optional<GatewayTopology> topology;
  private final List<GatewayEvent> events = new ArrayList<>();
  private final List<Presence> presences = new ArrayList<>();
  private Instant at = TEN;
  private Duration delay = Duration.ofSeconds(60);

  private Story(GatewayId gateway, Optional<GatewayTopology> topology) {
    this.gateway = gateway;
    this.topology = topology;
  }

  public static Story at(GatewayTopology topology) {
    return new Story(topology.gateway(), Optional.of(topology));
  }

  /** Without an inventory. */
  public static Story at(GatewayId gateway) {
    return new Story(gateway, Optional.empty());
  }

  /** What follows happens so long after ten: {@code 90S}, {@code 2M}, {@code 1H30M}. */
  public Story after(String time) {
    at = TEN.plus(Duration.parse("PT" + time));
    return this;
  }

  public Story at(Instant when) {
    at = when;
    return this;
  }

  /** What follows is enqueued so long after it happened. */
  public Story enqueued(String later) {
    delay = Duration.parse("PT" + later);
    return this;
  }

  public Story up(Instance instance, IpAddress remote) {
    return add(
        new GatewayEvent.TunnelConnected(
            tunnel(instance, remote),
            Reason.NOT_STATED,
            line(Category.TUNNEL, "TunnelConnected", "Connected " + instance + ' ' + remote)));
  }

  public Story down(Instance instance, IpAddress remote, Reason reason) {
    return add(
        new GatewayEvent.TunnelDisconnected(
            tunnel(instance, remote),
            reason,
            line(
                Category.TUNNEL,
                "TunnelDisconnected",
                "Disconnected " + instance + ' ' + remote + ' ' + reason)));
  }

  /** As the log has it. */
  public Story down(String text, Instance instance, IpAddress remote, Reason reason) {
    return add(
        new GatewayEvent.TunnelDisconnected(
            tunnel(instance, remote), reason, line(Category.TUNNEL, "TunnelDisconnected", text)));
  }

  public Story refused(Instance instance, IpAddress remote, Reason reason) {
    return add(
        new GatewayEvent.NegotiationFailed(
            new TunnelHint(gateway, Optional.of(instance), Optional.of(remote)),
            reason,
            line(Category.IKE, "IKELogEvent", "failed " + instance + ' ' + remote + ' ' + reason)));
  }

  /** By a line that names no instance. */
  public Story refused(IpAddress remote, Reason reason) {
    return add(
        new GatewayEvent.NegotiationFailed(
            new TunnelHint(gateway, Optional.empty(), Optional.of(remote)),
            reason,
            line(Category.IKE, "IKELogEvent", "failed " + remote + ' ' + reason)));
  }

  /** By a line that names nobody. */
  public Story refused(Reason reason) {
    return add(
        new GatewayEvent.NegotiationFailed(
            new TunnelHint(gateway, Optional.empty(), Optional.empty()),
            reason,
            line(Category.IKE, "IKELogEvent", "failed " + reason)));
  }

  public Story deleted(Instance instance, IpAddress remote, Reason reason) {
    return add(
        new GatewayEvent.SaDeleted(
            new TunnelHint(gateway, Optional.of(instance), Optional.of(remote)),
            GatewayEvent.SaKind.IKE,
            reason,
            line(Category.IKE, "IKELogEvent", "deleted " + instance + ' ' + remote)));
  }

  public Story childDeleted(Instance instance, IpAddress remote, Reason reason) {
    return add(
        new GatewayEvent.SaDeleted(
            new TunnelHint(gateway, Optional.of(instance), Optional.of(remote)),
            GatewayEvent.SaKind.CHILD,
            reason,
            line(Category.IKE, "IKELogEvent", "child deleted " + instance + ' ' + remote)));
  }

  public Story maintenance(Optional<Instance> instance) {
    return add(
        new GatewayEvent.MaintenanceNoted(
            gateway,
            instance,
            GatewayEvent.Maintenance.HOST,
            line(Category.GATEWAY, "HostMaintenanceEvent", "Upgrade gateway started" + instance)));
  }

  public Story primaryChanged(Optional<Instance> instance) {
    return add(
        new GatewayEvent.MaintenanceNoted(
            gateway,
            instance,
            GatewayEvent.Maintenance.PRIMARY_CHANGED,
            line(Category.GATEWAY, "GatewayTenantPrimaryChanged", "primary changed" + instance)));
  }

  public Story changed(ConfigurationScope scope, Optional<String> connection) {
    return changed(scope, connection, true);
  }

  /** By an operation on a connection of which the record has the local network gateway only. */
  public Story siteChanged(String localGateway) {
    return add(
        new GatewayEvent.ConfigurationSet(
            gateway,
            ConfigurationScope.CONNECTION,
            Optional.empty(),
            Optional.of(localGateway),
            true,
            line(Category.GATEWAY, "SetConfiguration", "set " + localGateway)));
  }

  /** By an operation that did not succeed. */
  public Story changeFailed(String connection) {
    return changed(ConfigurationScope.CONNECTION, Optional.of(connection), false);
  }

  private Story changed(ConfigurationScope scope, Optional<String> connection, boolean succeeded) {
    return add(
        new GatewayEvent.ConfigurationSet(
            gateway,
            scope,
            connection,
            Optional.empty(),
            succeeded,
            line(Category.GATEWAY, "SetConfiguration", "set " + scope + ' ' + connection)));
  }

  public Story bgpUp(Instance instance, IpAddress peer) {
    return add(
        new GatewayEvent.BgpConnected(
            gateway,
            Optional.of(instance),
            Optional.of(peer),
            line(Category.ROUTE, "BgpConnectedEvent", "BGP up " + instance + ' ' + peer)));
  }

  public Story bgpDown(Instance instance, IpAddress peer) {
    return add(
        new GatewayEvent.BgpDisconnected(
            gateway,
            Optional.of(instance),
            Optional.of(peer),
            line(Category.ROUTE, "BgpDisconnectedEvent", "BGP down " + instance + ' ' + peer)));
  }

  /** By a line that says why. */
  public Story bgpDown(Instance instance, IpAddress peer, String why) {
    return add(
        new GatewayEvent.BgpDisconnected(
            gateway,
            Optional.of(instance),
            Optional.of(peer),
            line(
                Category.ROUTE,
                "BgpDisconnectedEvent",
                "BGP session of " + instance + " for peer " + peer + " disconnected: " + why)));
  }

  /** By a line that names no instance. */
  public Story bgpDown(IpAddress peer) {
    return add(
        new GatewayEvent.BgpDisconnected(
            gateway,
            Optional.empty(),
            Optional.of(peer),
            line(Category.ROUTE, "BgpDisconnectedEvent", "BGP down " + peer)));
  }

  public Story routes(RouteChange change, IpAddress peer, String... prefixes) {
    return add(
        new GatewayEvent.RoutesChanged(
            gateway,
            Optional.of(peer),
            RouteOrigin.BGP,
            change,
            parsed(prefixes),
            line(Category.ROUTE, "BgpRouteUpdate", change + " " + peer + ' ' + List.of(prefixes))));
  }

  public Story staticRoutes(RouteChange change, String... prefixes) {
    return add(
        new GatewayEvent.RoutesChanged(
            gateway,
            Optional.empty(),
            RouteOrigin.STATIC,
            change,
            parsed(prefixes),
            line(Category.ROUTE, "StaticRouteUpdate", change + " " + List.of(prefixes))));
  }

  private static List<Prefix> parsed(String... prefixes) {
    return List.of(prefixes).stream().map(Prefix::parse).toList();
  }

  public Story alive(Instance instance, IpAddress remote) {
    presences.add(
        new Presence(
            gateway, Category.IKE, at, Optional.of(tunnel(instance, remote)), Presence.Sign.ALIVE));
    return this;
  }

  public Story rekeyed(Instance instance, IpAddress remote) {
    presences.add(
        new Presence(
            gateway,
            Category.IKE,
            at,
            Optional.of(tunnel(instance, remote)),
            Presence.Sign.REKEYED));
    return this;
  }

  public Story offered(
      Instance instance, IpAddress remote, Offer.Side side, Offer.Kind kind, String... choices) {
    return offered(instance, remote, new Offer(side, kind, List.of(choices)));
  }

  public Story offered(Instance instance, IpAddress remote, Offer offer) {
    presences.add(Presence.offered(tunnel(instance, remote), Category.IKE, at, offer));
    return this;
  }

  public List<GatewayEvent> events() {
    return List.copyOf(events);
  }

  public List<Presence> presences() {
    return List.copyOf(presences);
  }

  public EvidenceSet evidence() {
    var evidence = EvidenceSet.empty(gateway);
    events.forEach(evidence::add);
    presences.forEach(evidence::add);
    return evidence;
  }

  public GatewayResult resultAfter(String time) {
    return GatewayStage.incidents(
        gateway,
        evidence(),
        topology,
        topology.map(_ -> "hash"),
        TEN.plus(Duration.parse("PT" + time)));
  }

  public GatewayStanding standingAfter(String time) {
    return GatewayStage.standing(evidence(), topology, TEN.plus(Duration.parse("PT" + time)));
  }

  public List<Incident> incidentsAfter(String time) {
    return resultAfter(time).incidents().stream().map(found -> found.incident()).toList();
  }

  /** The only one. */
  public Incident incidentAfter(String time) {
    var incidents = incidentsAfter(time);
    if (incidents.size() != 1) {
      throw new AssertionError("incidents: expected one, got " + incidents);
    }
    return incidents.getFirst();
  }

  private TunnelId tunnel(Instance instance, IpAddress remote) {
    return new TunnelId(gateway, instance, remote);
  }

  private Story add(GatewayEvent event) {
    events.add(event);
    return this;
  }

  private Evidence line(Category category, String operation, String text) {
    var digest = Integer.toHexString((at + gateway.name() + operation + text).hashCode());
    return new Evidence(
        at,
        Optional.of(at.plus(delay)),
        category,
        operation,
        text,
        "hub/0/" + events.size() + "#0",
        digest);
  }
}
