package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Instance;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes the records of one gateway, category by category. */
record Scribe(FleetGateway gateway, Logbook book) {

  private static final String INFORMATIONAL = "Informational";

  void tunnel(Instant at, Tunnel tunnel, boolean connected, String reason) {
    var status = connected ? "Connected" : "Disconnected";
    var properties = properties(Optional.of(tunnel.instance()));
    properties.put("remoteIP", tunnel.remoteIp().text());
    properties.put("status", status);
    properties.put("stateChangeReason", reason);
    var text = (status + ' ' + tunnel.remoteIp() + ' ' + reason).strip();
    write(
        at,
        Category.TUNNEL,
        "Tunnel" + status,
        connected ? INFORMATIONAL : "Warning",
        properties,
        text);
  }

  void ike(Instant at, Instance instance, String level, String message) {
    message(at, Category.IKE, "IKELogEvent", level, instance, message);
  }

  void route(Instant at, Instance instance, String operation, String message) {
    message(at, Category.ROUTE, operation, INFORMATIONAL, instance, message);
  }

  void p2s(Instant at, Instance instance, String message) {
    message(at, Category.P2S, "P2SLogEvent", INFORMATIONAL, instance, message);
  }

  /** Maintenance by the platform. */
  void maintenance(Instant at, Instance instance, String message) {
    message(at, Category.GATEWAY, "HostMaintenanceEvent", INFORMATIONAL, instance, message);
  }

  /** A configuration was set on a connection. */
  void connectionSet(Instant at, FleetConnection connection) {
    var configuration = new LinkedHashMap<String, String>();
    configuration.put("Name", connection.name());
    configuration.put("RemoteSite", connection.site());
    configuration.put("ConnectionTrafficType", "Internet");
    configuration.put("IkeVersion", "IKEv2");
    set(
        at,
        "SetConnectionConfiguration",
        configuration,
        "Connection "
            + connection.name()
            + " configuration updated, remote "
            + connection.far().ips().getFirst());
  }

  /** A configuration was set on the gateway or on one of its local network gateways. */
  void gatewaySet(Instant at) {
    var configuration = new LinkedHashMap<String, String>();
    configuration.put("Name", gateway.name());
    configuration.put("ConnectionTrafficType", "Internet");
    set(at, "SetGatewayConfiguration", configuration, "Gateway configuration updated");
  }

  private void set(
      Instant at, String operation, Map<String, String> configuration, String message) {
    var properties = properties(Optional.empty());
    properties.put("message", message);
    properties.put("operationStatus", "Success");
    book.write(
        at,
        gateway,
        new Logbook.Statement(
            Category.GATEWAY, operation, INFORMATIONAL, properties, configuration, message));
  }

  /** Anything else of the gateway as a whole. */
  void gateway(Instant at, String operation, String message) {
    var properties = properties(Optional.empty());
    properties.put("message", message);
    write(at, Category.GATEWAY, operation, INFORMATIONAL, properties, message);
  }

  private void message(
      Instant at,
      Category category,
      String operation,
      String level,
      Instance instance,
      String text) {
    var properties = properties(Optional.of(instance));
    properties.put("message", text);
    write(at, category, operation, level, properties, text);
  }

  private void write(
      Instant at,
      Category category,
      String operation,
      String level,
      Map<String, String> properties,
      String text) {
    book.write(
        at, gateway, new Logbook.Statement(category, operation, level, properties, Map.of(), text));
  }

  private static Map<String, String> properties(Optional<Instance> instance) {
    var properties = new LinkedHashMap<String, String>();
    instance.ifPresent(i -> properties.put("instance", "GatewayTenantWorker_" + i.name()));
    return properties;
  }
}
