package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules 18 and 28: whoever tries a public address is no incident, and who goes on is told of. */
class UninvitedTest {
  private static final String NETWORK =
      "/subscriptions/s/resourceGroups/net/providers/" + "Microsoft.Network/";
  private static final String GATEWAY = NETWORK + "virtualNetworkGateways/gw-weu";

  @TempDir Path directory;

  @Test
  void peerOfANewConnectionThatIsRefusedOnAndOnIsToldThoughTheExportDoesNotKnowIt()
      throws IOException {
    var told = replay(1, 40);

    assertThat(told)
        .contains(
            "inventory: lacks 1 peer that negotiates in vain; is one yours, then the export is"
                + " older than its connection: gw-weu 198.18.0.9 (39 min from"
                + " 2026-03-01T10:00:00Z on)")
        .contains("incidents: 0 (0 critical)");
  }

  /** Once in a quarter of an hour, as long as you like; or often, and then no more. */
  @ParameterizedTest
  @CsvSource({"15, 8", "1, 10"})
  void scannerIsNotWorthAWord(int everyMinutes, int times) throws IOException {
    assertThat(replay(everyMinutes, times))
        .doesNotContain("negotiate in vain")
        .contains("incidents: 0 (0 critical)");
  }

  private String replay(int everyMinutes, int times) throws IOException {
    var inventory = Files.createDirectories(directory.resolve("inventory"));
    Files.writeString(
        inventory.resolve("vnet-gateways.json"),
        "[{\"id\": \"%s\", \"sku\": {\"name\": \"VpnGw1AZ\"}}]".formatted(GATEWAY));
    Files.writeString(
        inventory.resolve("local-gateways.json"),
        "[{\"id\": \"%slocalNetworkGateways/lng-paris\", \"gatewayIpAddress\": \"203.0.113.7\"}]"
            .formatted(NETWORK));
    Files.writeString(
        inventory.resolve("vpn-connections.json"),
        """
        [{"id": "%sconnections/to-paris", "connectionType": "IPsec",
          "virtualNetworkGateway1": {"id": "%s"},
          "localNetworkGateway2": {"id": "%slocalNetworkGateways/lng-paris"}}]
        """
            .formatted(NETWORK, GATEWAY, NETWORK));
    var logs =
        Files.writeString(
            directory.resolve("logs.jsonl"),
            IntStream.range(0, times)
                .map(i -> i * everyMinutes)
                .mapToObj(UninvitedTest::refusal)
                .collect(Collectors.joining("\n")));
    return Run.of("replay", "--inventory", inventory.toString(), logs.toString()).err();
  }

  private static String refusal(int minute) {
    return """
        {"time":"2026-03-01T%02d:%02d:00Z","resourceId":"%s","category":"IKEDiagnosticLog",\
        "operationName":"IKELogEvent","properties":{"instance":"GatewayTenantWorker_IN_0",\
        "message":"SESSION_ID :{0a1b2c3d-0000-4000-8000-00000000000a} Remote 198.18.0.9:500: Local\
         198.51.100.4:500: [SEND][NOTIFY] Sending Notify Message - Policy Mismatch"}}"""
        .formatted(10 + minute / 60, minute % 60, GATEWAY);
  }
}
