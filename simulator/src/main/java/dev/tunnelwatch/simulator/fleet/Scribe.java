package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Instance;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the records of one gateway, category by category, in its voice. */
record Scribe(FleetGateway gateway, Logbook book, Voice voice) {

  private static final String INFORMATIONAL = "Informational";

  void tunnel(Instant at, Tunnel tunnel, boolean connected, String reason) {
    var status = connected ? "Connected" : "Disconnected";
    var properties = properties(Optional.of(tunnel.instance()));
    properties.put("remoteIP", tunnel.remoteIp().text());
    properties.put("status", status);
    properties.put("stateChangeReason", reason);
    write(
        at, Category.TUNNEL, "Tunnel" + status, connected ? INFORMATIONAL : "Warning", properties);
  }

  void ike(Instant at, Instance instance, String level, String message) {
    var properties = properties(Optional.of(instance));
    properties.put("message", voice.dressed(message));
    write(at, Category.IKE, "IKELogEvent", level, properties);
  }

  void route(Instant at, Instance instance, String operation, String message) {
    message(at, Category.ROUTE, operation, Optional.of(instance), message);
  }

  void p2s(Instant at, Instance instance, String message) {
    message(at, Category.P2S, "P2SLogEvent", Optional.of(instance), message);
  }

  /** Maintenance by the platform. */
  void maintenance(Instant at, Optional<Instance> instance, String message) {
    message(at, Category.GATEWAY, "HostMaintenanceEvent", instance, message);
  }

  /** The other instance is the primary one now. */
  void primaryChanged(Instant at, Optional<Instance> instance) {
    message(
        at, Category.GATEWAY, "GatewayTenantPrimaryChanged", instance, "Gateway primary changed");
  }

  /** A configuration was set on a connection. */
  void connectionSet(Instant at, FleetConnection connection) {
    var configuration = new LinkedHashMap<String, String>();
    configuration.put("Name", connection.name());
    configuration.put("RemoteSite", remoteSite(connection));
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

  /** The same, and the record names the local network gateway alone. */
  void remoteSiteSet(Instant at, FleetConnection connection) {
    var configuration = new LinkedHashMap<String, String>();
    configuration.put("RemoteSite", remoteSite(connection));
    configuration.put("ConnectionTrafficType", "Internet");
    set(at, "SetConnectionConfiguration", configuration, "Configuration updated");
  }

  private static String remoteSite(FleetConnection connection) {
    return switch (connection.far()) {
      case Far.Device device -> device.name();
      case Far.Twin twin -> twin.site();
    };
  }

  /** A configuration was set on a connection that the record does not name. */
  void someConnectionSet(Instant at) {
    var configuration = new LinkedHashMap<String, String>();
    configuration.put("ConnectionTrafficType", "Internet");
    set(at, "SetConnectionConfiguration", configuration, "Configuration updated");
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
    write(at, Category.GATEWAY, operation, INFORMATIONAL, properties, configuration);
  }

  /** Anything else of the gateway as a whole. */
  void gateway(Instant at, String operation, String message) {
    message(at, Category.GATEWAY, operation, Optional.empty(), message);
  }

  private void message(
      Instant at, Category category, String operation, Optional<Instance> instance, String text) {
    var properties = properties(instance);
    properties.put("message", voice.dressed(text));
    write(at, category, operation, INFORMATIONAL, properties);
  }

  private void write(
      Instant at,
      Category category,
      String operation,
      String level,
      Map<String, String> properties) {
    write(at, category, operation, level, properties, Map.of());
  }

  private void write(
      Instant at,
      Category category,
      String operation,
      String level,
      Map<String, String> properties,
      Map<String, String> configuration) {
    var said =
        new Logbook.Statement(
            category,
            operation,
            voice.level(level),
            keyed(properties),
            keyed(configuration),
            text(properties));
    book.write(at, gateway, said);
  }

  private Map<String, String> keyed(Map<String, String> properties) {
    var keyed = new LinkedHashMap<String, String>();
    properties.forEach((name, value) -> keyed.put(voice.key(name), value));
    return keyed;
  }

  /** The message, or {@code status remoteIP reason} where there is none. */
  private static String text(Map<String, String> properties) {
    var message = properties.get("message");
    return message != null
        ? message
        : Stream.of("status", "remoteIP", "stateChangeReason")
            .map(name -> properties.getOrDefault(name, ""))
            .collect(Collectors.joining(" "))
            .strip();
  }

  private static Map<String, String> properties(Optional<Instance> instance) {
    var properties = new LinkedHashMap<String, String>();
    instance.ifPresent(i -> properties.put("instance", "GatewayTenantWorker_" + i.name()));
    return properties;
  }
}
