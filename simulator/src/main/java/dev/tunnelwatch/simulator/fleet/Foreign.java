package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.GatewayId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Records of other services and metrics that share the hub. */
record Foreign(FleetGateway gateway, Logbook book, Dice dice) {

  private static final List<String> METRICS =
      List.of("TunnelAverageBandwidth", "TunnelEgressBytes", "BgpPeerStatus", "TunnelPeakPackets");

  void write(Instant at) {
    switch (dice.below(4)) {
      case 0, 1 -> metric(at);
      case 2 -> firewall(at);
      default -> expressRoute(at);
    }
  }

  /** A sample of a metric: it has neither category nor operation. */
  private void metric(Instant at) {
    var name = dice.any(METRICS);
    int value = dice.below(1_000_000);
    var json =
        Json.text(
            out -> {
              out.writeStartObject();
              out.writeNumberField("count", 1);
              out.writeNumberField("total", value);
              out.writeNumberField("minimum", value);
              out.writeNumberField("maximum", value);
              out.writeNumberField("average", value);
              out.writeStringField("resourceId", gateway.loggedId());
              out.writeStringField("time", Logbook.time(at));
              out.writeStringField("metricName", name);
              out.writeStringField("timeGrain", "PT1M");
              out.writeEndObject();
            });
    book.foreign(new LogRecord(at, gateway.id(), "AllMetrics", "", "", json));
  }

  private void firewall(Instant at) {
    var id = gateway.provider() + "azureFirewalls/fw-" + gateway.location();
    var message =
        "TCP request from 10.0.0." + dice.below(250) + " to 10.1.0." + dice.below(250) + ":443";
    record(at, id, "AzureFirewallNetworkRule", "AzureFirewallNetworkRuleLog", message);
  }

  /** A gateway of the same type that carries no tunnels. */
  private void expressRoute(Instant at) {
    var id = gateway.provider() + "expressRouteCircuits/er-" + gateway.location();
    record(at, id, "PeeringRouteLog", "PeeringRouteChange", "Route table refreshed");
  }

  private void record(Instant at, String id, String category, String operation, String message) {
    var json =
        Json.text(
            out -> {
              out.writeStartObject();
              out.writeStringField("time", Logbook.time(at));
              out.writeStringField("resourceId", id.toUpperCase(Locale.ROOT));
              out.writeStringField("category", category);
              out.writeStringField("operationName", operation);
              out.writeStringField("level", "Informational");
              out.writeObjectFieldStart("properties");
              out.writeStringField("msg", message);
              out.writeEndObject();
              out.writeEndObject();
            });
    book.foreign(new LogRecord(at, new GatewayId(id), category, operation, message, json));
  }
}
