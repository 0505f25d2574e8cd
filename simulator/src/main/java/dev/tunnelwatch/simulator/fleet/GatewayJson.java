package dev.tunnelwatch.simulator.fleet;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** One element of what {@code az network vnet-gateway list} prints. */
final class GatewayJson {

  private static final long AZURE_ASN = 65_515;

  private GatewayJson() {}

  static void write(JsonGenerator json, FleetGateway gateway) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("activeActive", gateway.activeActive());
    bgpSettings(json, gateway);
    json.writeBooleanField("enableBgp", gateway.bgp());
    json.writeStringField("gatewayType", "Vpn");
    json.writeStringField("id", gateway.resourceId());
    json.writeArrayFieldStart("ipConfigurations");
    for (int i = 0; i < gateway.ips().size(); i++) {
      ipConfiguration(json, gateway, i);
    }
    json.writeEndArray();
    json.writeStringField("location", gateway.location());
    json.writeStringField("name", gateway.name());
    json.writeStringField("provisioningState", "Succeeded");
    json.writeStringField("resourceGroup", gateway.resourceGroup());
    json.writeObjectFieldStart("sku");
    json.writeNumberField("capacity", 2);
    json.writeStringField("name", gateway.design().sku());
    json.writeStringField("tier", gateway.design().sku());
    json.writeEndObject();
    json.writeObjectFieldStart("tags");
    json.writeEndObject();
    json.writeStringField("type", "Microsoft.Network/virtualNetworkGateways");
    json.writeStringField("vpnGatewayGeneration", gateway.design().generation());
    json.writeStringField("vpnType", gateway.design().vpnType());
    json.writeEndObject();
  }

  private static void bgpSettings(JsonGenerator json, FleetGateway gateway) throws IOException {
    json.writeObjectFieldStart("bgpSettings");
    json.writeNumberField("asn", AZURE_ASN);
    var speakers = new StringBuilder();
    for (int i = 0; i < gateway.ips().size(); i++) {
      speakers.append(i == 0 ? "" : ",").append(speaker(gateway, i));
    }
    json.writeStringField("bgpPeeringAddress", speakers.toString());
    json.writeArrayFieldStart("bgpPeeringAddresses");
    for (int i = 0; i < gateway.ips().size(); i++) {
      json.writeStartObject();
      json.writeArrayFieldStart("customBgpIpAddresses");
      json.writeEndArray();
      single(json, "defaultBgpIpAddresses", speaker(gateway, i));
      json.writeStringField("ipconfigurationId", configurationId(gateway, i));
      single(json, "tunnelIpAddresses", gateway.ips().get(i).text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("peerWeight", 0);
    json.writeEndObject();
  }

  private static void ipConfiguration(JsonGenerator json, FleetGateway gateway, int i)
      throws IOException {
    var vnet = gateway.provider() + "virtualNetworks/vnet-" + gateway.name();
    var publicIp = gateway.provider() + "publicIPAddresses/pip-" + gateway.name() + '-' + (i + 1);
    json.writeStartObject();
    json.writeStringField("id", configurationId(gateway, i));
    json.writeStringField("name", "ipconf" + (i + 1));
    json.writeStringField("privateIPAllocationMethod", "Dynamic");
    json.writeStringField("provisioningState", "Succeeded");
    InventoryJson.reference(json, "publicIPAddress", publicIp, gateway.resourceGroup());
    json.writeStringField("resourceGroup", gateway.resourceGroup());
    InventoryJson.reference(
        json, "subnet", vnet + "/subnets/GatewaySubnet", gateway.resourceGroup());
    json.writeEndObject();
  }

  /** The address of an instance's own BGP speaker, in the gateway subnet. */
  private static String speaker(FleetGateway gateway, int instance) {
    return gateway.vnet().host(15, 4 + instance).text();
  }

  private static String configurationId(FleetGateway gateway, int i) {
    return gateway.resourceId() + "/ipConfigurations/ipconf" + (i + 1);
  }

  private static void single(JsonGenerator json, String field, String value) throws IOException {
    json.writeArrayFieldStart(field);
    json.writeString(value);
    json.writeEndArray();
  }
}
