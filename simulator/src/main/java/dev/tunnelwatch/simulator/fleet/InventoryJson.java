package dev.tunnelwatch.simulator.fleet;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/** The fleet's resources as {@code az network … list -o json} prints them. */
final class InventoryJson {

  private InventoryJson() {}

  /** Content by file name. */
  static SortedMap<String, byte[]> of(Estate estate) {
    var files = new TreeMap<String, byte[]>();
    files.put(
        "vnet-gateways.json",
        list(
            json -> {
              for (var gateway : estate.gateways()) {
                GatewayJson.write(json, gateway);
              }
            }));
    files.put(
        "local-gateways.json",
        list(
            json -> {
              for (var gateway : estate.gateways()) {
                for (var connection : gateway.connections()) {
                  if (connection.far() instanceof Far.Device device) {
                    localGateway(json, gateway, device);
                  }
                }
              }
            }));
    files.put(
        "vpn-connections.json",
        list(
            json -> {
              for (var gateway : estate.gateways()) {
                for (var connection : gateway.connections()) {
                  ConnectionJson.write(json, estate, gateway, connection);
                }
              }
            }));
    return files;
  }

  private static byte[] list(Json.Value elements) {
    return Json.pretty(
            json -> {
              json.writeStartArray();
              elements.to(json);
              json.writeEndArray();
            })
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A resource another one refers to. */
  static void reference(JsonGenerator json, String field, String id, String group)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("id", id);
    json.writeStringField("resourceGroup", group);
    json.writeEndObject();
  }

  static String localGatewayId(FleetGateway gateway, Far.Device device) {
    return gateway.provider() + "localNetworkGateways/" + device.name();
  }

  private static String space(Far.Device device) {
    return device
        .bgp()
        .filter(Far.Bgp::only)
        .map(bgp -> bgp.peer() + "/32")
        .orElseGet(device.block()::prefix);
  }

  private static void localGateway(JsonGenerator json, FleetGateway gateway, Far.Device device)
      throws IOException {
    json.writeStartObject();
    if (device.bgp().isPresent()) {
      json.writeObjectFieldStart("bgpSettings");
      json.writeNumberField("asn", device.bgp().get().asn());
      json.writeStringField("bgpPeeringAddress", device.bgp().get().peer().text());
      json.writeNumberField("peerWeight", 0);
      json.writeEndObject();
    } else {
      json.writeNullField("bgpSettings");
    }
    json.writeStringField("gatewayIpAddress", device.ip().text());
    json.writeStringField("id", localGatewayId(gateway, device));
    json.writeObjectFieldStart("localNetworkAddressSpace");
    json.writeArrayFieldStart("addressPrefixes");
    json.writeString(space(device));
    json.writeEndArray();
    json.writeEndObject();
    json.writeStringField("location", gateway.location());
    json.writeStringField("name", device.name());
    json.writeStringField("provisioningState", "Succeeded");
    json.writeStringField("resourceGroup", gateway.resourceGroup());
    json.writeObjectFieldStart("tags");
    if (device.tagged()) {
      json.writeStringField("tunnelwatch-site", device.site());
    }
    json.writeEndObject();
    json.writeStringField("type", "Microsoft.Network/localNetworkGateways");
    json.writeEndObject();
  }
}
