package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.Connection.Bgp;
import dev.tunnelwatch.model.Connection.Timers;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AzureInventoryReaderTest {

  private static final String NET =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/Net"
          + "/providers/Microsoft.Network";
  private static final String GATEWAYS =
      """
      [{"activeActive": true, "bgpSettings": {"asn": 65515, "bgpPeeringAddress": "10.1.0.4,10.1.0.5",
        "bgpPeeringAddresses": [{"tunnelIpAddresses": ["198.51.100.4"]},
                                {"tunnelIpAddresses": ["198.51.100.5"]}]},
        "enableBgp": true, "id": "%1$s/virtualNetworkGateways/GW-WEU", "location": "westeurope",
        "name": "GW-WEU", "sku": {"capacity": 2, "name": "VpnGw2AZ", "tier": "VpnGw2AZ"},
        "tags": null, "vpnType": "RouteBased"}]"""
          .formatted(NET);
  private static final String SITES =
      """
      [{"bgpSettings": {"asn": 65010, "bgpPeeringAddress": "10.52.0.1"}, "fqdn": null,
        "gatewayIpAddress": "203.0.113.7", "id": "%1$s/localNetworkGateways/lng-Paris",
        "localNetworkAddressSpace": {"addressPrefixes": ["10.52.0.0/16"]},
        "name": "lng-Paris", "tags": {"tunnelwatch-site": "paris"}},
       {"bgpSettings": null, "fqdn": "tokyo.example.com", "gatewayIpAddress": null,
        "id": "%1$s/localNetworkGateways/lng-tokyo", "localNetworkAddressSpace": null, "tags": null}]"""
          .formatted(NET);
  private static final String CONNECTIONS =
      """
      [{"connectionType": "IPsec", "dpdTimeoutSeconds": 30, "enableBgp": true,
        "id": "%1$s/connections/to-paris", "ipsecPolicies": [{"saLifeTimeSeconds": 14400}],
        "localNetworkGateway2": {"id": "%1$s/localNetworkGateways/lng-Paris"}, "name": "to-paris",
        "virtualNetworkGateway1": {"id": "%1$s/virtualNetworkGateways/gw-weu"},
        "virtualNetworkGateway2": null},
       {"connectionType": "Vnet2Vnet", "dpdTimeoutSeconds": 0, "enableBgp": false,
        "ipsecPolicies": null, "localNetworkGateway2": null, "name": "to-gw-sea",
        "virtualNetworkGateway1": {"id": "%1$s/virtualNetworkGateways/gw-weu"},
        "virtualNetworkGateway2": {"id": "%1$s/virtualNetworkGateways/gw-sea"}}]"""
          .formatted(NET);

  private final InventoryReading reading =
      AzureInventoryReader.read(
          Map.of(
              "vnet-gateways.json", Fixture.bytes(GATEWAYS),
              "local-gateways.json", Fixture.bytes(SITES),
              "vpn-connections.json", Fixture.bytes(CONNECTIONS)));

  @Test
  void aGatewayIsReadWithWhatItsDesignDependsOn() {
    assertThat(reading.resources().vnetGateways())
        .containsExactly(
            new VnetGateway(
                new GatewayId(NET + "/virtualNetworkGateways/gw-weu"),
                "westeurope",
                "VpnGw2AZ",
                true,
                false,
                Optional.of(new Bgp(new IpAddress("10.1.0.4"), 65515)),
                List.of(new IpAddress("198.51.100.4"), new IpAddress("198.51.100.5"))));
    assertThat(reading.findings()).isEmpty();
  }

  @Test
  void aLocalGatewayMayKnowItsAddressOrNot() {
    var sites = reading.resources().localGateways();

    assertThat(sites.get(0).ip()).contains(new IpAddress("203.0.113.7"));
    assertThat(sites.get(0).prefixes()).containsExactly(Prefix.parse("10.52.0.0/16"));
    assertThat(sites.get(0).tags()).containsEntry("tunnelwatch-site", "paris");
    assertThat(sites.get(0).name()).isEqualTo("lng-paris");
    assertThat(sites.get(1).ip()).isEmpty();
    assertThat(sites.get(1).bgp()).isEmpty();
    assertThat(sites.get(1).prefixes()).isEmpty();
  }

  @Test
  void aConnectionNamesItsEndsInLowerCase() {
    var connections = reading.resources().connections();

    assertThat(connections.get(0).far()).isEqualTo(sites(0)).doesNotContain("Paris");
    assertThat(connections.get(0).gateway())
        .isEqualTo(reading.resources().vnetGateways().getFirst().id());
    assertThat(connections.get(0).vnetToVnet()).isFalse();
    assertThat(connections.get(0).timers())
        .isEqualTo(new Timers(Duration.ofSeconds(30), Optional.of(Duration.ofSeconds(14_400))));
    assertThat(connections.get(1).vnetToVnet()).isTrue();
    assertThat(connections.get(1).timers()).isEqualTo(Timers.DEFAULT);
  }

  @Test
  void nestedPropertiesAndOtherCaseMeanTheSame() {
    var nested =
        SITES
            .replace("\"bgpSettings\"", "\"properties\": {\"BgpSettings\"")
            .replace("\"tags\":", "\"x\": 1}, \"tags\":");

    var other =
        AzureInventoryReader.read(
            Map.of(
                "a/vnet-gateways.json", Fixture.bytes(GATEWAYS),
                "a/b/local-gateways.json", Fixture.bytes(nested.replace("/localN", "/LOCALN")),
                "c/vpn-connections.json", Fixture.bytes(CONNECTIONS)));

    // The id went into properties with the rest, and is found there too.
    assertThat(other.findings()).isEmpty();
    assertThat(other.hash()).isEqualTo(reading.hash()).hasSize(16);
  }

  @Test
  void theHashChangesWithAnyResource() {
    var other =
        AzureInventoryReader.read(
            Map.of("vnet-gateways.json", Fixture.bytes(GATEWAYS.replace("true", "false"))));

    assertThat(other.hash()).isNotEqualTo(reading.hash());
  }

  @Test
  void whatCannotBeReadIsNamedAndTheRestStands() {
    var found =
        AzureInventoryReader.read(
            Map.of(
                "one/vnet-gateways.json", Fixture.bytes(GATEWAYS),
                "two/vnet-gateways.json", Fixture.bytes(GATEWAYS),
                "local-gateways.json", Fixture.bytes(SITES.replace("10.52.0.0/16", "10.52.0.0/99")),
                "vpn-connections.json", Fixture.bytes("[{\"name\":\"x\"}]"),
                "vpn-sites.json", Fixture.bytes("[]"),
                "three/local-gateways.json", Fixture.bytes("ERROR: please log in"),
                "readme.txt", Fixture.bytes("hello")));

    assertThat(found.resources().vnetGateways()).hasSize(1);
    assertThat(found.resources().localGateways()).hasSize(1);
    assertThat(found.findings())
        .anySatisfy(it -> assertThat(it).startsWith("two/vnet-gateways.json: ").contains("twice"))
        .anySatisfy(it -> assertThat(it).startsWith("local-gateways.json: entry 1: "))
        .anySatisfy(it -> assertThat(it).startsWith("vpn-connections.json: entry 1: expected "))
        .anySatisfy(it -> assertThat(it).startsWith("vpn-sites.json: "))
        .anySatisfy(it -> assertThat(it).startsWith("three/local-gateways.json: "))
        .hasSize(5);
  }

  private String sites(int place) {
    return reading.resources().localGateways().get(place).id();
  }
}
