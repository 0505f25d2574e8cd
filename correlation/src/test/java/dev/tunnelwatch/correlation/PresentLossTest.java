package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.PARIS_BGP;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SiteState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told and paged is what is lost now, in words that are true (rules 26, 30, 33 and 35). */
class PresentLossTest {
  private static final Reason SILENT = Reason.PEER_SILENT;

  private final Story standby = Story.at(Cast.activeStandby(NEU));
  private final Story weu = Story.at(Cast.activeActive(WEU));

  @Test
  void pageOfALossThatIsOnNowCountsFromThatLoss() {
    parisIsLostTwice();

    var incident = standby.incidentAfter("8M5S");

    assertThat(incident.judgement().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(incident.redundancy().getFirst().lostFrom()).contains(after("8M"));
    assertThat(incident.redundancy().getFirst().lostTo()).isEmpty();
    assertThat(due(incident, "60S")).contains(after("8M").plusSeconds(30 + 60));
    assertThat(title(incident)).startsWith("paris unreachable from gw-neu again since 10:08:00: ");
  }

  @Test
  void whenNoneIsOnTheLossThatOutlastedConfirmIsTold() {
    parisIsLostTwice();
    standby.after("8M10S").up(IN_0, PARIS);

    var incident = standby.incidentAfter("9M");

    assertThat(due(incident, "60S")).contains(Story.TEN.plusSeconds(30 + 60));
    assertThat(title(incident))
        .startsWith("paris was unreachable from gw-neu 10:00:00 to 10:00:40: ");
  }

  private void parisIsLostTwice() {
    standby.down(IN_0, PARIS, SILENT);
    standby.after("40S").up(IN_0, PARIS);
    standby.after("8M").down(IN_0, PARIS, SILENT);
  }

  @Test
  void healedBlipOfOneSiteMakesNoOtherSiteDueEarly() {
    parisBlinksAndTokyoIsLostUnderMaintenance();

    var incident = standby.incidentAfter("5M");

    assertThat(due(incident, "60S")).contains(Story.TEN.plusSeconds(100 + 180 + 60));
    assertThat(title(incident))
        .isEqualTo("tokyo unreachable from gw-neu since 10:01:40: planned maintenance by Azure");
  }

  @Test
  void whenAllIsOverOnlySitesLostBeyondConfirmAreNamed() {
    parisBlinksAndTokyoIsLostUnderMaintenance();
    standby.after("6M").up(IN_0, TOKYO);

    var incident = standby.incidentAfter("10M");

    assertThat(due(incident, "60S")).contains(Story.TEN.plusSeconds(100 + 180 + 60));
    assertThat(title(incident))
        .startsWith("tokyo was unreachable from gw-neu 10:01:40 to 10:06:00: ");
  }

  private void parisBlinksAndTokyoIsLostUnderMaintenance() {
    standby.maintenance(Optional.empty()).down(IN_0, PARIS, Reason.NOT_STATED);
    standby.after("20S").up(IN_0, PARIS);
    standby.after("100S").down(IN_0, TOKYO, Reason.NOT_STATED);
  }

  @Test
  void lossOfAnotherTunnelDoesNotSayThatTheFirstIsStillDown() {
    standby.changed(ConfigurationScope.GATEWAY, Optional.empty()).down(IN_0, PARIS, SILENT);
    standby.after("40S").down(IN_0, TOKYO, SILENT);
    standby.after("50S").refused(IN_0, TOKYO, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(due(standby.incidentAfter("2M"), "60S")).contains(after("90S"));

    standby.after("70S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(due(standby.incidentAfter("2M"), "60S")).contains(after("70S"));
  }

  @Test
  void bgpSessionOfAnotherTunnelDoesNotSayThatTheFirstIsStillDown() {
    standby.changed(ConfigurationScope.GATEWAY, Optional.empty()).down(IN_0, TOKYO, SILENT);
    standby.after("10S").down(IN_0, PARIS, SILENT);
    standby.after("12S").bgpDown(IN_0, PARIS_BGP);

    assertThat(due(standby.incidentAfter("2M"), "60S")).contains(after("90S"));
  }

  @Test
  void secondDisconnectDoesNotSayThatTheTunnelIsStillDown() {
    standby.down(IN_0, PARIS, SILENT);
    standby.after("45S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(due(standby.incidentAfter("2M"), "60S")).contains(after("90S"));

    standby.after("50S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(due(standby.incidentAfter("2M"), "60S")).contains(after("50S"));
  }

  @Test
  void refusalThatNamesNoInstanceIsNoWarningWhileTheTunnelsAreUp() {
    weu.up(IN_0, PARIS).up(IN_1, PARIS);
    weu.after("1M").refused(PARIS, Reason.AUTHENTICATION);
    weu.after("2M").refused(PARIS, Reason.AUTHENTICATION);

    var incident = weu.incidentAfter("5M");

    assertThat(incident.judgement().severity()).isEqualTo(Severity.INFO);
    assertThat(incident.redundancy().getFirst().worst()).isEqualTo(SiteState.FULL);
    assertThat(title(incident))
        .isEqualTo(
            "paris fails IKE negotiations with gw-weu since 10:01:00: IKE authentication refused");
  }

  @Test
  void refusalThatNamesNoInstanceIsAWarningWhereNoTunnelEverCameUp() {
    weu.refused(PARIS, Reason.AUTHENTICATION);

    assertThat(weu.incidentAfter("5M").judgement().severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void oldLossAdoptsARefusalOfItsTunnelThatNamesNoInstance() {
    weu.down(IN_0, PARIS, SILENT);
    weu.after("3H").refused(PARIS, Reason.AUTHENTICATION);

    assertThat(weu.incidentAfter("3H1M").conditions()).hasSize(2);
  }

  @Test
  void pathThatNeverCameUpIsNotComingUp() {
    standby.refused(IN_0, LIMA, Reason.AUTHENTICATION);

    assertThat(title(standby.incidentAfter("5M")))
        .isEqualTo("lima is not coming up on gw-neu since 10:00:00: IKE authentication refused");
    assertThat(title(standby.incidentAfter("30M")))
        .startsWith("lima did not come up on gw-neu, no attempt since 10:00:00: ");
  }

  @Test
  void severalSitesHaveAndWere() {
    weu.changed(ConfigurationScope.GATEWAY, Optional.empty());
    weu.down(IN_0, PARIS, SILENT).down(IN_0, TOKYO, SILENT).down(IN_0, LIMA, SILENT);
    standby.changed(ConfigurationScope.GATEWAY, Optional.empty());
    standby.down(IN_0, PARIS, SILENT).down(IN_0, TOKYO, SILENT);
    standby.after("40S").up(IN_0, PARIS).up(IN_0, TOKYO);

    assertThat(title(weu.incidentAfter("5M")))
        .startsWith("lima, paris, tokyo have fewer paths from gw-weu since 10:00:00: ");
    assertThat(title(standby.incidentAfter("5M")))
        .startsWith("paris, tokyo were unreachable from gw-neu 10:00:00 to 10:00:40: ");
  }

  @Test
  void flappingSiteIsUnreachableAtTimes() {
    for (int i = 0; i < 5; i++) {
      standby.after(i + "M").down(IN_0, PARIS, SILENT);
      standby.after(i + "M10S").up(IN_0, PARIS);
    }

    assertThat(title(standby.incidentAfter("5M")))
        .startsWith(
            "paris is unreachable at times from gw-neu since 10:00:00, the last loss until ");
  }

  private static String title(Incident incident) {
    return incident.wording().title();
  }

  private static Optional<Instant> due(Incident incident, String delay) {
    return PageTiming.due(incident, Duration.parse("PT" + delay));
  }

  private static Instant after(String time) {
    return Story.TEN.plus(Duration.parse("PT" + time));
  }
}
