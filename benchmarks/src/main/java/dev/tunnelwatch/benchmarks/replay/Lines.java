package dev.tunnelwatch.benchmarks.replay;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Writes records in the mix of a fleet, as a rule the realistic one: 90 % IKE lines of all forms,
 * nearly all of them routine, 5 % tunnel, route, gateway and point-to-site lines, 5 % records of
 * other services. A tunnel is lost about once in two thousand lines, and comes back. Shapes as in
 * {@code docs/sources.md}; addresses and ids are made up.
 */
final class Lines {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Fleet fleet;
  private final Random random;

  /** Tunnels that are down, by when they come back. */
  private final PriorityQueue<Return> returns =
      new PriorityQueue<>(Comparator.comparing(Return::at));

  private record Return(Instant at, int gateway, int tunnel) {}

  Lines(Fleet fleet) {
    this.fleet = fleet;
    this.random = new Random(fleet.seed());
  }

  /** One record as JSON, at a time. */
  String next(Instant at) {
    if (!returns.isEmpty() && !returns.peek().at().isAfter(at)) {
      var back = returns.remove();
      return tunnelLine(at, back.gateway(), back.tunnel(), true);
    }
    int gateway = random.nextInt(fleet.gateways());
    int tunnel = random.nextInt(fleet.tunnels());
    var shares = fleet.shares();
    double kind = random.nextDouble();
    if (kind < shares.ike()) {
      var spoken = new IkeTalk(random, fleet.remoteIp(gateway, tunnel), instance(tunnel));
      var text = isDead(gateway, tunnel) ? spoken.unanswered() : spoken.line();
      return ours(at, gateway, tunnel, "IKEDiagnosticLog", "IKELogEvent", message(text));
    }
    return kind < shares.ike() + shares.foreign()
        ? foreign(at, gateway)
        : rare(at, gateway, tunnel);
  }

  /** One record of a tunnel that goes or comes back, at a time. */
  String nextOfTunnels(Instant at) {
    if (!returns.isEmpty() && !returns.peek().at().isAfter(at)) {
      var back = returns.remove();
      return tunnelLine(at, back.gateway(), back.tunnel(), true);
    }
    return lost(at, random.nextInt(fleet.gateways()), random.nextInt(fleet.tunnels()));
  }

  private String lost(Instant at, int gateway, int tunnel) {
    returns.add(new Return(at.plusSeconds(5 + random.nextInt(300)), gateway, tunnel));
    return tunnelLine(at, gateway, tunnel, false);
  }

  /** One tunnel in a hundred leads to a peer that was never there. */
  private static boolean isDead(int gateway, int tunnel) {
    return gateway % 25 == 0 && tunnel == 3;
  }

  private String rare(Instant at, int gateway, int tunnel) {
    double kind = random.nextDouble();
    if (kind < 0.50) {
      var text =
          "BGP route update from peer 10.%d.0.1: announced 10.%d.0.0/16, 10.%d.0.0/16"
              .formatted(tunnel, random.nextInt(250), random.nextInt(250));
      return ours(at, gateway, tunnel, "RouteDiagnosticLog", "BgpRouteUpdate", message(text));
    }
    if (kind < 0.90) {
      return ours(at, gateway, tunnel, "P2SDiagnosticLog", "P2SLogEvent", message(p2s()));
    }
    if (kind < 0.91) {
      return lost(at, gateway, tunnel);
    }
    return ours(
        at,
        gateway,
        tunnel,
        "GatewayDiagnosticLog",
        "ValidateGatewayConfiguration",
        "\"operationStatus\":\"Success\"," + message("Validated the configuration"));
  }

  private String tunnelLine(Instant at, int gateway, int tunnel, boolean up) {
    return ours(
        at,
        gateway,
        tunnel,
        "TunnelDiagnosticLog",
        up ? "TunnelConnected" : "TunnelDisconnected",
        "\"remoteIP\":\"%s\",\"status\":\"%s\",\"stateChangeReason\":\"%s\""
            .formatted(
                fleet.remoteIp(gateway, tunnel),
                up ? "Connected" : "Disconnected",
                up ? "RemotelyTriggered" : "DPD timed out"));
  }

  private String p2s() {
    var session = "[MSG] [default] [OVPN_%s] ".formatted(hex(32));
    return session
        + switch (random.nextInt(3)) {
          case 0 -> "Connect request received. IP=0.2.0.1:" + (1024 + random.nextInt(60_000));
          case 1 -> "AAD authentication succeeded. Username=***tosouser@example.com";
          default ->
              "Connection successful. Username=***tosouser@example.com IP=10.9.0."
                  + random.nextInt(250);
        };
  }

  private String ours(
      Instant at, int gateway, int tunnel, String category, String operation, String properties) {
    return "{\"time\":\"%s\",\"resourceId\":\"%s\",\"category\":\"%s\",\"operationName\":\"%s\","
            .formatted(TIME.format(at), fleet.resourceId(gateway), category, operation)
        + "\"level\":\"Informational\",\"properties\":{%s,\"instance\":\"GatewayTenantWorker_%s\"}}"
            .formatted(properties, instance(tunnel));
  }

  private String foreign(Instant at, int gateway) {
    var subscription = fleet.resourceId(gateway).split("/RESOURCEGROUPS", 2)[0];
    return random.nextBoolean()
        ? "{\"count\":5,\"total\":%d,\"minimum\":1,\"maximum\":99,\"average\":12.5,\"resourceId\":\"%s\","
                .formatted(random.nextInt(10_000), fleet.resourceId(gateway))
            + "\"time\":\"%s\",\"metricName\":\"TunnelIngressBytes\",\"timeGrain\":\"PT1M\"}"
                .formatted(TIME.format(at))
        : "{\"time\":\"%s\",\"resourceId\":\"%s/RESOURCEGROUPS/RG-A/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/KV-%d\","
                .formatted(TIME.format(at), subscription, random.nextInt(99))
            + "\"operationName\":\"SecretGet\",\"category\":\"AuditEvent\",\"resultType\":\"Success\","
            + "\"durationMs\":\"16\",\"callerIpAddress\":\"192.0.2.9\",\"correlationId\":\"%s\","
                .formatted(hex(32))
            + "\"identity\":{\"claim\":{\"appid\":\"%s\",\"oid\":\"%s\"}},"
                .formatted(hex(32), hex(32))
            + "\"properties\":{\"clientInfo\":\"azsdk\",\"httpStatusCode\":200,\"id\":\"%s\"}}"
                .formatted(hex(40));
  }

  private static String message(String text) {
    return "\"message\":\"" + text + '"';
  }

  private static String instance(int tunnel) {
    return tunnel % 2 == 0 ? "IN_0" : "IN_1";
  }

  private String hex(int digits) {
    return IkeTalk.hex(random, digits);
  }
}
