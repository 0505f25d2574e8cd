package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Connection.FarEnd;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.time.Duration;
import java.util.function.Function;

/** Values of the inventory topic. */
public final class TopologyJson {

  private TopologyJson() {}

  public static byte[] write(GatewayTopology value) {
    return JsonWriter.bytes(
        json ->
            json.number("schema", 1)
                .text("gateway", value.gateway())
                .flag("activeActive", value.activeActive())
                .flag("policyBased", value.policyBased())
                .text("location", value.location())
                .text("sku", value.sku())
                .list("connections", value.connections(), TopologyJson::writeConnection)
                .list("unconnected", value.unconnected(), TopologyJson::writeConnection));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws MalformedJsonException when it is not of that form
   */
  public static GatewayTopology read(byte[] json) {
    return JsonReader.read(
        json,
        in ->
            new GatewayTopology(
                in.value("gateway", GatewayId::new),
                in.flag("activeActive"),
                in.flag("policyBased"),
                in.text("location"),
                in.text("sku"),
                in.list("connections", TopologyJson::readConnection),
                in.maybeList("unconnected", TopologyJson::readConnection)));
  }

  private static void writeConnection(JsonWriter json, Connection connection) {
    json.text("name", connection.name())
        .text("site", connection.site())
        .object("farEnd", farEnd -> writeFarEnd(farEnd, connection.farEnd()))
        .texts("remoteIps", connection.remoteIps())
        .maybe(
            "bgp",
            connection.bgp(),
            (out, bgp) -> out.text("peer", bgp.peer()).number("asn", bgp.asn()))
        .texts("prefixes", connection.prefixes())
        .text("dpd", connection.timers().dpd())
        .maybe("saLifetime", connection.timers().saLifetime());
  }

  private static Connection readConnection(JsonReader json) {
    return new Connection(
        json.text("name"),
        json.text("site"),
        json.object("farEnd", TopologyJson::readFarEnd),
        json.texts("remoteIps", IpAddress::new),
        json.maybeObject(
            "bgp", bgp -> new Connection.Bgp(bgp.value("peer", IpAddress::new), bgp.number("asn"))),
        json.texts("prefixes", Prefix::parse),
        new Connection.Timers(json.duration("dpd"), json.maybe("saLifetime", Duration::parse)));
  }

  private static void writeFarEnd(JsonWriter json, FarEnd farEnd) {
    switch (farEnd) {
      // Left out where it is not known: what is stored without it stays as it was.
      case FarEnd.Device(var name) -> {
        json.text("kind", "device");
        name.ifPresent(known -> json.text("name", known));
      }
      case FarEnd.Gateway(var gateway, var activeActive) ->
          json.text("kind", "gateway").text("gateway", gateway).flag("activeActive", activeActive);
    }
  }

  private static FarEnd readFarEnd(JsonReader json) {
    return switch (json.text("kind")) {
      case "device" -> new FarEnd.Device(json.maybe("name", Function.identity()));
      case "gateway" ->
          new FarEnd.Gateway(json.value("gateway", GatewayId::new), json.flag("activeActive"));
      default ->
          throw new MalformedJsonException("farEnd.kind: expected a known kind, got another");
    };
  }
}
