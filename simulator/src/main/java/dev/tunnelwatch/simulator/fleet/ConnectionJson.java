package dev.tunnelwatch.simulator.fleet;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** One element of what {@code az network vpn-connection list} prints. */
final class ConnectionJson {

  private ConnectionJson() {}

  static void write(
      JsonGenerator json, Estate estate, FleetGateway gateway, FleetConnection connection)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("connectionMode", "Default");
    boolean first = gateway.design() == Design.POLICY_BASED;
    json.writeStringField("connectionProtocol", first ? "IKEv1" : "IKEv2");
    json.writeStringField("connectionStatus", "Connected");
    json.writeStringField(
        "connectionType",
        switch (connection.far()) {
          case Far.Device _ -> "IPsec";
          case Far.Twin _ -> "Vnet2Vnet";
        });
    json.writeNumberField("dpdTimeoutSeconds", connection.timers().dpd());
    json.writeBooleanField("enableBgp", connection.bgpDevice().isPresent());
    json.writeStringField("id", gateway.provider() + "connections/" + connection.name());
    json.writeArrayFieldStart("ipsecPolicies");
    if (!connection.timers().equals(FleetConnection.Timers.DEFAULT)) {
      policy(json, connection.timers().saLifetime());
    }
    json.writeEndArray();
    localGateway(json, gateway, connection);
    json.writeStringField("location", gateway.location());
    json.writeStringField("name", connection.name());
    json.writeStringField("provisioningState", "Succeeded");
    json.writeStringField("resourceGroup", gateway.resourceGroup());
    json.writeNumberField("routingWeight", 10);
    json.writeStringField("type", "Microsoft.Network/connections");
    json.writeBooleanField("usePolicyBasedTrafficSelectors", false);
    InventoryJson.reference(
        json, "virtualNetworkGateway1", gateway.resourceId(), gateway.resourceGroup());
    switch (connection.far()) {
      case Far.Device _ -> json.writeNullField("virtualNetworkGateway2");
      case Far.Twin twin -> {
        var other = estate.named(twin.site());
        InventoryJson.reference(
            json, "virtualNetworkGateway2", other.resourceId(), other.resourceGroup());
      }
    }
    json.writeEndObject();
  }

  private static void localGateway(
      JsonGenerator json, FleetGateway gateway, FleetConnection connection) throws IOException {
    switch (connection.far()) {
      case Far.Device device -> {
        var id = InventoryJson.localGatewayId(gateway, device);
        InventoryJson.reference(json, "localNetworkGateway2", id, gateway.resourceGroup());
      }
      case Far.Twin _ -> json.writeNullField("localNetworkGateway2");
    }
  }

  private static void policy(JsonGenerator json, int lifetime) throws IOException {
    json.writeStartObject();
    json.writeStringField("dhGroup", "DHGroup14");
    json.writeStringField("ikeEncryption", "AES256");
    json.writeStringField("ikeIntegrity", "SHA256");
    json.writeStringField("ipsecEncryption", "GCMAES256");
    json.writeStringField("ipsecIntegrity", "GCMAES256");
    json.writeStringField("pfsGroup", "PFS14");
    json.writeNumberField("saDataSizeKilobytes", 102_400_000);
    json.writeNumberField("saLifeTimeSeconds", lifetime);
    json.writeEndObject();
  }
}
