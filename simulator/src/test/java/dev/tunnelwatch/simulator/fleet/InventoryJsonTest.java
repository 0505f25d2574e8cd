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
      boolean basic = gateway.field("sku").text("name").equals("Basic");
      assertThat(basic && gateway.text("enableBgp").equals("true")).isFalse();
      assertThat(gateway.text("gatewayType")).isEqualTo("Vpn");
      assertThat(gateway.text("vpnType")).isIn("RouteBased", "PolicyBased");
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
          boolean branch = device.site().startsWith("branch-");
          var base = branch ? device.name() : device.name().replaceAll("-?\\d+$", "");
          assertThat(names.merge(base, device.site(), (old, _) -> old)).isEqualTo(device.site());
        }
      }
    }
  }

  @Test
  void aDozenGatewaysShowEveryDesign() {
    var estate = Estate.of(12);
    var gateways = estate.gateways();

    assertThat(gateways.stream().map(FleetGateway::design).distinct())
        .containsExactlyInAnyOrder(Design.values());
    assertThat(gateways).anyMatch(FleetGateway::bgp).anyMatch(g -> !g.bgp());
    assertThat(gateways.stream().map(FleetGateway::location).distinct()).hasSize(6);
    for (var place : FaultKind.Place.values()) {
      assertThat(Spot.of(estate, place)).as("%s", place).isNotEmpty();
    }
    assertThat(gateways.get(2).paths("gw-jpe")).isEqualTo(4);
    assertThat(gateways.get(3).paths("gw-eus")).isEqualTo(4);
    assertThat(gateways.get(8).paths("gw-jpe-2")).isEqualTo(2);
    assertThat(gateways.get(9).paths("gw-eus-2")).isEqualTo(2);
    assertThat(gateways.get(6).paths("seoul")).as("dual redundancy").isEqualTo(4);
    assertThat(gateways.get(4).paths("nairobi")).isEqualTo(2);
    assertThat(gateways.get(10).connections()).as("policy-based").hasSize(1);
  }

  /**
   * Azure's rules for several devices: each its own addresses, BGP, the same networks announced.
   */
  @ParameterizedTest
  @ValueSource(ints = {12, 100})
  void devicesOfOneSiteDifferInBothAddresses(int size) {
    for (var spot : Spot.of(Estate.of(size), FaultKind.Place.DEVICES)) {
      var struck = spot.struck().getFirst();
      var devices =
          struck.gateway().connections().stream()
              .filter(c -> c.site().equals(struck.connection().site()))
              .flatMap(c -> c.bgpDevice().stream())
              .toList();

      assertThat(devices).hasSize(2);
      assertThat(devices.stream().map(Far.Device::ip).distinct()).hasSize(2);
      assertThat(devices.stream().map(d -> d.bgp().orElseThrow().peer()).distinct()).hasSize(2);
      assertThat(devices.stream().map(Far.Device::block).distinct()).hasSize(1);
    }
  }

  @Test
  void aLargeFleetHasNoAddressTwice() {
    var estate = LargeEstate.of(10_000);
    var ips = new HashSet<Object>();
    var tunnels = 0;
    for (var gateway : estate.gateways()) {
      assertThat(gateway.ips()).allMatch(ips::add);
      for (var connection : gateway.connections()) {
        assertThat(connection.far().ips()).allMatch(ips::add);
        tunnels += gateway.tunnels(connection, dev.tunnelwatch.model.Instance.IN_0).size();
      }
    }
    assertThat(tunnels).isEqualTo(40_000);
    assertThat(estate.gateways().getLast().ips().getLast().text()).startsWith("100.");
    assertThat(estate.gateways().getLast().connections().getLast().far().ips().getFirst().text())
        .startsWith("198.18.");
  }
}
