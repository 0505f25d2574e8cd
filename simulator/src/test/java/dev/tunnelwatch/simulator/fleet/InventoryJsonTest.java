package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryJsonTest {

  private static List<Node> read(Map<String, byte[]> files, String name) throws IOException {
    var content = Objects.requireNonNull(files.get(name), name);
    var node = Node.parse("{\"list\":" + new String(content, StandardCharsets.UTF_8) + '}');
    return node.list("list");
  }

  @Test
  void resourcesHaveTheFieldsOfTheCommandLine() throws IOException {
    var files = InventoryJson.of(Estate.of(12));

    assertThat(files)
        .containsOnlyKeys("vnet-gateways.json", "local-gateways.json", "vpn-connections.json");
    var gateways = read(files, "vnet-gateways.json");
    assertThat(gateways).hasSize(12);
    for (var gateway : gateways) {
      assertThat(gateway.text("id")).endsWith("/virtualNetworkGateways/" + gateway.text("name"));
      assertThat(gateway.field("sku").text("name")).isEqualTo("VpnGw2AZ");
      assertThat(gateway.text("gatewayType")).isEqualTo("Vpn");
      assertThat(gateway.text("vpnType")).isEqualTo("RouteBased");
      assertThat(gateway.list("ipConfigurations"))
          .hasSize(gateway.text("activeActive").equals("true") ? 2 : 1);
      assertThat(gateway.field("bgpSettings").text("asn")).isEqualTo("65515");
    }
    for (var local : read(files, "local-gateways.json")) {
      assertThat(local.text("gatewayIpAddress")).matches("(203\\.0\\.113|198\\.51\\.100)\\.\\d+");
      assertThat(local.field("localNetworkAddressSpace").texts("addressPrefixes")).hasSize(1);
      local.field("bgpSettings");
      local.field("tags");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 12, 100})
  void connectionsLeadToResourcesThatAreThere(int size) throws IOException {
    var files = InventoryJson.of(Estate.of(size));
    var gateways = new HashSet<String>();
    read(files, "vnet-gateways.json").forEach(node -> gateways.add(node.text("id")));
    var locals = new HashSet<String>();
    read(files, "local-gateways.json").forEach(node -> locals.add(node.text("id")));

    assertThat(gateways).hasSize(size);
    for (var connection : read(files, "vpn-connections.json")) {
      assertThat(gateways).contains(connection.field("virtualNetworkGateway1").text("id"));
      switch (connection.text("connectionType")) {
        case "IPsec" ->
            assertThat(locals).contains(connection.field("localNetworkGateway2").text("id"));
        case "Vnet2Vnet" ->
            assertThat(gateways).contains(connection.field("virtualNetworkGateway2").text("id"));
        default -> throw new AssertionError(connection.text("connectionType"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 12, 100})
  void noTwoDevicesShareAnAddressAndNoSiteIsNamedLikeAnother(int size) {
    Map<Object, String> sites = new HashMap<>();
    Map<String, String> names = new HashMap<>();
    for (var gateway : Estate.of(size).gateways()) {
      for (var connection : gateway.connections()) {
        if (connection.far() instanceof Far.Device device) {
          assertThat(sites.merge(device.ip(), device.site(), (old, _) -> old))
              .isEqualTo(device.site());
          var base = device.name().replaceAll("-?\\d+$", "");
          assertThat(names.merge(base, device.site(), (old, _) -> old)).isEqualTo(device.site());
        }
      }
    }
  }

  @Test
  void aDozenGatewaysShowEveryDesign() {
    var gateways = Estate.of(12).gateways();

    assertThat(gateways).anyMatch(FleetGateway::activeActive).anyMatch(g -> !g.activeActive());
    assertThat(gateways).anyMatch(FleetGateway::bgp).anyMatch(g -> !g.bgp());
    assertThat(gateways.stream().map(FleetGateway::location).distinct()).hasSize(6);
    assertThat(Spot.sharedSites(Estate.of(12))).hasSize(2);
    assertThat(gateways.get(2).paths("gw-jpe")).isEqualTo(2);
    assertThat(gateways.get(3).paths("gw-eus")).isEqualTo(2);
  }
}
