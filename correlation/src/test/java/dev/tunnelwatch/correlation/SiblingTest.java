package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.PARIS_BGP;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One fault shows on both instances of a gateway, and again: it stays one incident (rule 24). */
class SiblingTest {

  private static final IpAddress FAR_0 = new IpAddress("192.0.2.1");
  private static final IpAddress FAR_1 = new IpAddress("192.0.2.2");

  private final Story weu = Story.at(Cast.activeActive(WEU));

  @ParameterizedTest
  @CsvSource({"75S, 1", "76S, 2"})
  void bgpSessionsOfBothInstancesToOnePeerAreOneFault(String later, int incidents) {
    weu.after("0S").bgpDown(IN_0, PARIS_BGP);
    weu.after(later).bgpDown(IN_1, PARIS_BGP);

    assertThat(weu.incidentsAfter("10M")).hasSize(incidents);
  }

  @ParameterizedTest
  @CsvSource({"660S, 1", "661S, 2"})
  void bgpSessionThatIsLostAgainIsTheSameFault(String later, int incidents) {
    weu.after("0S").bgpDown(IN_0, PARIS_BGP);
    weu.after("60S").bgpUp(IN_0, PARIS_BGP);
    weu.after(later).bgpDown(IN_0, PARIS_BGP);

    assertThat(weu.incidentsAfter("30M")).hasSize(incidents);
  }

  @Test
  void negotiationsThatFailOnBothInstancesAreOneFaultWithTheCauseThatEitherProves() {
    for (int i = 0; i < 30; i++) {
      weu.after(20 * i + "S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);
    }
    for (int i = 0; i < 20; i++) {
      weu.after(200 + 20 * i + "S").refused(IN_1, PARIS, Reason.AUTHENTICATION);
    }

    var incident = weu.incidentAfter("11M");

    assertThat(incident.judgement().cause()).isEqualTo(Cause.IKE_AUTHENTICATION);
    assertThat(incident.conditions()).hasSize(2);
  }

  @Test
  void bothAddressesOfAFarGatewayAreOnePeer() {
    var neu = Story.at(Cast.topology(WEU, true, toNeu(), Cast.to("tokyo", TOKYO)));
    neu.after("0S").down(IN_0, FAR_0, Reason.PEER_SILENT).down(IN_1, FAR_0, Reason.PEER_SILENT);
    neu.after("9S").down(IN_0, FAR_1, Reason.PEER_SILENT).down(IN_1, FAR_1, Reason.PEER_SILENT);

    var incident = neu.incidentAfter("10M");

    assertThat(incident.judgement().cause()).isEqualTo(Cause.PEER_UNREACHABLE);
    assertThat(incident.redundancy()).singleElement().extracting(r -> r.expected()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"75S, 1", "76S, 2"})
  void bgpSessionsOfTheDevicesOfOneSiteThatFallTogetherAreOneFault(String later, int incidents) {
    var first = new IpAddress("10.60.0.1");
    var second = new IpAddress("10.60.0.2");
    var hq = Story.at(Cast.topology(WEU, true, toHq(FAR_0, first), toHq(FAR_1, second)));
    hq.after("0S").bgpDown(IN_0, first).bgpDown(IN_1, first);
    hq.after(later).bgpDown(IN_0, second).bgpDown(IN_1, second);

    assertThat(hq.incidentsAfter("10M")).hasSize(incidents);
  }

  private static Connection toHq(IpAddress remote, IpAddress bgp) {
    return new Connection(
        "to-hq-" + remote,
        "hq",
        new Connection.FarEnd.Device(),
        List.of(remote),
        Optional.of(new Connection.Bgp(bgp, 65_020)),
        List.of(),
        Connection.Timers.DEFAULT);
  }

  private static Connection toNeu() {
    return new Connection(
        "to-neu",
        "gw-neu",
        new Connection.FarEnd.Gateway(NEU, true),
        List.of(FAR_0, FAR_1),
        Optional.empty(),
        List.of(),
        Connection.Timers.DEFAULT);
  }
}
