package dev.tunnelwatch.records;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassificationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IKE | IKELogEvent | [SEND]Messid : 17 | routine heard",
        "IKE | IKELogEvent | [SEND][NOTIFY] Sending Notify Message - Policy Mismatch | news negotiation_failed policy_mismatch",
        "IKE | IKELogEvent | IKE Tunnel closed for tunnelId 0x2 with status new words | unsure negotiation_failed for an unknown reason",
        "IKE | IKELogEvent | the moon is full | unrecognised words",
        "IKE | IKEDreamEvent | the moon is full | unrecognised operation",
        "ROUTE | BgpRouteUpdate | Peer 10.52.0.1 announced 10.52.0.0/16 | news routes_changed announced",
        "ROUTE | BgpRouteUpdate | Peer 10.52.0.1 touched 10.52.0.0/16 | unsure routes_changed either way",
        "ROUTE | BgpRouteUpdate | Peer 10.52.0.1 announced something | unsure routes_changed without prefix",
        "ROUTE | StaticRouteUpdate | Static route updated: 10.52.0.0/16 | news static_routes_changed",
        "ROUTE | BgpDisconnectedEvent | it went | unsure bgp_disconnected without peer",
        "GATEWAY | HostMaintenanceEvent | Upgrade has begun | news maintenance host",
        "GATEWAY | GatewayResourceMove | done | routine heard",
        "TUNNEL | TunnelDisconnected | no fields | unrecognised fields",
        "P2S | P2SLogEvent | Connection failed | news p2s failed not_stated",
      })
  void everyLineIsClassifiedWithAReason(
      Category category, String operation, String message, String expected) {
    assertThat(classified(Fixture.said(category, operation, message))).isEqualTo(expected);
  }

  @Test
  void aRecordThatIsNoLineOfAGatewayIsClassifiedToo() {
    assertThat(classified(Fixture.tunnel("TunnelConnected", "").replace("203.0.113.7", "paris")))
        .isEqualTo("rejected bad_address");
    assertThat(classified(Fixture.tunnel("TunnelConnected", "").replace("VIRTUALNETWORKGATE", "X")))
        .isEqualTo("foreign resource");
    assertThat(classified(Fixture.tunnel("TunnelConnected", "").replace(Fixture.TIME, "some time")))
        .isEqualTo("unsure undated");
  }

  @Test
  void whatIsTooLongToBeReadWholeIsNotCountedAsUnderstood() {
    var prefixes =
        IntStream.range(0, 400).mapToObj("10.52.%d.0/24"::formatted).collect(joining(", "));
    var many = IntStream.range(0, 600).mapToObj(i -> "::" + i + "/64").collect(joining(" "));

    assertThat(classified(Fixture.said(Category.ROUTE, "BgpRouteUpdate", "Withdrew " + prefixes)))
        .isEqualTo("unsure routes_changed withdrawn, cut");
    assertThat(classified(Fixture.said(Category.ROUTE, "BgpRouteUpdate", "Withdrew " + many)))
        .isEqualTo("unsure routes_changed withdrawn, cut");
  }

  private static String classified(String record) {
    var found = Classification.of(Fixture.read(record));
    return found.standing().word() + ' ' + found.reason();
  }
}
