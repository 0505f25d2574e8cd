package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy-based gateway cannot tell is told of it, and nobody is sent to switch it on. */
class UnwatchedTest {
  private static final String NETWORK =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-net/providers"
          + "/Microsoft.Network/";
  private static final String NO_ADVICE = "logs are switched on in the diagnostic setting";
  private static final String OLD =
      "inventory: policy-based gateways write neither TunnelDiagnosticLog nor IKEDiagnosticLog, so"
          + " whether their sites are reachable by them is unknown: gw-old (lyon)\n";

  @TempDir Path directory;

  @BeforeEach
  void export() throws IOException {
    var inventory = Files.createDirectory(directory.resolve("inventory"));
    Files.writeString(
        inventory.resolve("vnet-gateways.json"),
        '[' + gateway("gw-old", "PolicyBased", 1) + ',' + gateway("gw-new", "RouteBased", 2) + ']');
    Files.writeString(
        inventory.resolve("local-gateways.json"),
        """
        [{"id": "%slocalNetworkGateways/lng-lyon", "name": "lng-lyon", "gatewayIpAddress":
          "203.0.113.3", "localNetworkAddressSpace": {"addressPrefixes": ["10.3.0.0/16"]}}]
        """
            .formatted(NETWORK));
    Files.writeString(
        inventory.resolve("vpn-connections.json"),
        '[' + connection("gw-old") + ',' + connection("gw-new") + ']');
  }

  /** Of a gateway that is not heard at all the setting may lack. */
  @Test
  void whereAnotherOneShouldBeHeardItsLogsAreAskedFor() throws IOException {
    assertThat(replay(line("GW-OLD", "GatewayDiagnosticLog")))
        .contains(OLD, "no TunnelDiagnosticLog among 1 record: ", NO_ADVICE);
  }

  @Test
  void whereThereIsNothingElseNoLogIsAskedFor() throws IOException {
    forgetTheOther();

    var said = replay(line("GW-OLD", "GatewayDiagnosticLog"), line("GW-OLD", "RouteDiagnosticLog"));

    assertThat(said)
        .contains(OLD)
        .doesNotContain("no TunnelDiagnosticLog", "no IKEDiagnosticLog", NO_ADVICE);
  }

  @Test
  void whatItWouldWriteIsAskedForStill() throws IOException {
    forgetTheOther();

    assertThat(replay(line("GW-OLD", "GatewayDiagnosticLog")))
        .contains(OLD, "no RouteDiagnosticLog among 1 record: ", NO_ADVICE)
        .doesNotContain("no TunnelDiagnosticLog");
  }

  @Test
  void besideOthersItIsToldAndTheirLogsAreAskedFor() throws IOException {
    assertThat(
            replay(line("GW-OLD", "GatewayDiagnosticLog"), line("GW-NEW", "GatewayDiagnosticLog")))
        .contains(OLD, "no TunnelDiagnosticLog among 2 records: ", NO_ADVICE);
  }

  /** Azure's word is older than the log: the gateway was made anew. */
  @Test
  void gatewayWhoseTunnelsAreHeardIsWatched() throws IOException {
    assertThat(replay(line("GW-OLD", "TunnelDiagnosticLog"))).doesNotContain("policy-based");
  }

  private void forgetTheOther() throws IOException {
    var inventory = directory.resolve("inventory");
    Files.writeString(
        inventory.resolve("vnet-gateways.json"), '[' + gateway("gw-old", "PolicyBased", 1) + ']');
    Files.writeString(inventory.resolve("vpn-connections.json"), '[' + connection("gw-old") + ']');
  }

  private String replay(String... lines) throws IOException {
    var logs = Files.write(directory.resolve("logs.jsonl"), List.of(lines)).toString();
    var out = directory.resolve("out").toString();
    var run = Run.of("replay", "--out", out, "--inventory", at("inventory"), logs);
    assertThat(run.code()).as(run.err()).isZero();
    return run.err();
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private static String line(String gateway, String category) {
    return """
        {"time":"2026-03-01T10:00:00Z","resourceId":"%sVIRTUALNETWORKGATEWAYS/%s","category":"%s",\
        "operationName":"TunnelConnected","properties":{"instance":"GatewayTenantWorker_IN_0",\
        "remoteIP":"203.0.113.3"}}"""
        .formatted(NETWORK.toUpperCase(Locale.ROOT), gateway, category);
  }

  private static String gateway(String name, String type, int host) {
    return """
        {"id": "%svirtualNetworkGateways/%s", "name": "%s", "location": "westeurope",
         "gatewayType": "Vpn", "vpnType": "%s", "activeActive": false, "sku": {"name": "VpnGw1"},
         "ipConfigurations": [{"name": "default"}], "bgpSettings": {"bgpPeeringAddresses":
         [{"tunnelIpAddresses": ["198.51.100.%d"]}]}}
        """
        .formatted(NETWORK, name, name, type, host);
  }

  private static String connection(String gateway) {
    return """
        {"id": "%1$sconnections/cn-%2$s", "name": "cn-%2$s", "connectionType": "IPsec",
         "virtualNetworkGateway1": {"id": "%1$svirtualNetworkGateways/%2$s"},
         "localNetworkGateway2": {"id": "%1$slocalNetworkGateways/lng-lyon"}}
        """
        .formatted(NETWORK, gateway);
  }
}
