package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.GatewayEvent.Maintenance;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.P2sOutcome;
import dev.tunnelwatch.model.GatewayEvent.P2sSession;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RouteOrigin;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.GatewayEvent.SaKind;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.GatewayEvent.Undated;
import dev.tunnelwatch.model.GatewayEvent.Unrecognised;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Reason;
import java.util.Optional;
import java.util.function.Function;

/** Values of the topic of events; {@code kind} tells them apart. */
public final class EventJson {

  private EventJson() {}

  public static byte[] write(GatewayEvent value) {
    return JsonWriter.bytes(
        json -> {
          json.number("schema", 1);
          fields(json, value);
          json.object(
              "evidence", evidence -> EvidenceFields.writeWithDigest(evidence, value.evidence()));
        });
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws MalformedJsonException when it is not of that form
   */
  public static GatewayEvent read(byte[] json) {
    return JsonReader.read(json, EventJson::event);
  }

  private static void fields(JsonWriter json, GatewayEvent value) {
    switch (value) {
      case TunnelConnected(var tunnel, var reason, _) -> {
        TunnelFields.write(json.text("kind", "tunnel_connected"), tunnel);
        json.word("reason", reason);
      }
      case TunnelDisconnected(var tunnel, var reason, _) -> {
        TunnelFields.write(json.text("kind", "tunnel_disconnected"), tunnel);
        json.word("reason", reason);
      }
      case NegotiationFailed(var hint, var reason, _) -> {
        TunnelFields.writeHint(json.text("kind", "negotiation_failed"), hint);
        json.word("reason", reason);
      }
      case SaDeleted(var hint, var sa, var reason, _) -> {
        TunnelFields.writeHint(json.text("kind", "sa_deleted"), hint);
        json.word("sa", sa).word("reason", reason);
      }
      case MaintenanceNoted(_, var instance, var kind, _) ->
          gateway(json, "maintenance_noted", value)
              .maybe("instance", instance)
              .word("maintenance", kind);
      case ConfigurationSet(_, var scope, var connection, var remoteSite, var succeeded, _) -> {
        gateway(json, "configuration_set", value)
            .word("scope", scope)
            .maybe("connection", connection)
            .flag("succeeded", succeeded);
        remoteSite.ifPresent(site -> json.text("remoteSite", site));
      }
      case BgpConnected(_, var instance, var peer, _) ->
          gateway(json, "bgp_connected", value).maybe("instance", instance).maybe("peer", peer);
      case BgpDisconnected(_, var instance, var peer, _) ->
          gateway(json, "bgp_disconnected", value).maybe("instance", instance).maybe("peer", peer);
      case RoutesChanged(_, var peer, var origin, var change, var prefixes, _) ->
          gateway(json, "routes_changed", value)
              .maybe("peer", peer)
              .word("origin", origin)
              .word("change", change)
              .texts("prefixes", prefixes);
      case P2sSession(_, var session, var outcome, var reason, _) ->
          gateway(json, "p2s_session", value)
              .text("session", session)
              .word("outcome", outcome)
              .word("reason", reason);
      case Unrecognised _ -> gateway(json, "unrecognised", value);
      case Undated _ -> gateway(json, "undated", value);
    }
  }

  private static JsonWriter gateway(JsonWriter json, String kind, GatewayEvent value) {
    return json.text("kind", kind).text("gateway", value.gateway());
  }

  private static GatewayEvent event(JsonReader json) {
    var evidence = json.object("evidence", EvidenceFields::read);
    var gateway = json.value("gateway", GatewayId::new);
    return switch (json.text("kind")) {
      case "tunnel_connected" ->
          new TunnelConnected(TunnelFields.read(json), reason(json), evidence);
      case "tunnel_disconnected" ->
          new TunnelDisconnected(TunnelFields.read(json), reason(json), evidence);
      case "negotiation_failed" ->
          new NegotiationFailed(TunnelFields.readHint(json), reason(json), evidence);
      case "sa_deleted" ->
          new SaDeleted(
              TunnelFields.readHint(json), json.word("sa", SaKind.class), reason(json), evidence);
      case "maintenance_noted" ->
          new MaintenanceNoted(
              gateway, instance(json), json.word("maintenance", Maintenance.class), evidence);
      case "configuration_set" ->
          new ConfigurationSet(
              gateway,
              json.word("scope", ConfigurationScope.class),
              json.maybe("connection", Function.identity()),
              json.maybe("remoteSite", Function.identity()),
              json.flag("succeeded"),
              evidence);
      case "bgp_connected" -> new BgpConnected(gateway, instance(json), peer(json), evidence);
      case "bgp_disconnected" -> new BgpDisconnected(gateway, instance(json), peer(json), evidence);
      case "routes_changed" ->
          new RoutesChanged(
              gateway,
              peer(json),
              json.word("origin", RouteOrigin.class),
              json.word("change", RouteChange.class),
              json.texts("prefixes", Prefix::parse),
              evidence);
      case "p2s_session" ->
          new P2sSession(
              gateway,
              json.text("session"),
              json.word("outcome", P2sOutcome.class),
              reason(json),
              evidence);
      case "unrecognised" -> new Unrecognised(gateway, evidence);
      case "undated" -> new Undated(gateway, evidence);
      default -> throw new MalformedJsonException("kind: expected a known kind, got another");
    };
  }

  private static Reason reason(JsonReader json) {
    return json.word("reason", Reason.class);
  }

  private static Optional<Instance> instance(JsonReader json) {
    return json.maybe("instance", Instance::valueOf);
  }

  private static Optional<IpAddress> peer(JsonReader json) {
    return json.maybe("peer", IpAddress::new);
  }
}
