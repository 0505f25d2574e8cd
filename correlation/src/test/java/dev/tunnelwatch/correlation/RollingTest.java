package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes one after the other takes no site away (the table of rule 27). */
class RollingTest {
  private final Story oslo =
      Story.at(
          Cast.topology(
              WEU, true, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2), Cast.to("lima", LIMA)));

  @Test
  void instancesThatRestartOneAfterTheOtherAreNoOutageOfTheSite() {
    oslo.down(IN_0, OSLO_1, Reason.NOT_STATED).down(IN_0, OSLO_2, Reason.NOT_STATED);
    oslo.after("50S").up(IN_0, OSLO_1).up(IN_0, OSLO_2);
    oslo.after("100S").down(IN_1, OSLO_1, Reason.NOT_STATED).down(IN_1, OSLO_2, Reason.NOT_STATED);
    oslo.after("150S").up(IN_1, OSLO_1).up(IN_1, OSLO_2);

    assertNoOutage();
  }

  @Test
  void devicesThatGetTheirFirmwareOneAfterTheOtherAreNoOutageOfTheSite() {
    oslo.down(IN_0, OSLO_1, Reason.PEER_SILENT).down(IN_1, OSLO_1, Reason.PEER_SILENT);
    oslo.after("40S").up(IN_0, OSLO_1).up(IN_1, OSLO_1);
    oslo.after("90S").down(IN_0, OSLO_2, Reason.PEER_SILENT).down(IN_1, OSLO_2, Reason.PEER_SILENT);
    oslo.after("130S").up(IN_0, OSLO_2).up(IN_1, OSLO_2);

    assertNoOutage();
  }

  @Test
  void devicesThatAreAllDownForAMomentAreOne() {
    oslo.down(IN_0, OSLO_1, Reason.PEER_SILENT).down(IN_1, OSLO_1, Reason.PEER_SILENT);
    oslo.after("90S").down(IN_0, OSLO_2, Reason.PEER_SILENT).down(IN_1, OSLO_2, Reason.PEER_SILENT);
    oslo.after("91S").up(IN_0, OSLO_1).up(IN_1, OSLO_1);
    oslo.after("130S").up(IN_0, OSLO_2).up(IN_1, OSLO_2);

    assertThat(oslo.incidentAfter("30M").judgement().cause()).isEqualTo(Cause.SITE_OUTAGE);
  }

  /** A reset leaves no record: one instance goes, and the other before the first is back. */
  @ParameterizedTest
  @CsvSource({"20S, 90S", "50S, 90S", "50S, 10M", "110S, 150S"})
  void instancesThatGoOneAfterTheOtherUntilNoneIsLeftAreOneOutageOfTheGateway(
      String second, String back) {
    goOneByOne(second, back, Reason.LOCALLY_TRIGGERED);

    var incident = oslo.incidentAfter("30M");
    assertThat(incident.judgement().cause()).isEqualTo(Cause.GATEWAY_OUTAGE);
    assertThat(incident.scope().sites()).containsExactly("lima", "oslo");
    assertThat(incident.span().startedAt()).isEqualTo(Story.TEN);
  }

  @Test
  void instanceThatGoesWhenTheFirstHasBeenGoneForMinutesIsTakenBySomethingElse() {
    goOneByOne("121S", "10M", Reason.LOCALLY_TRIGGERED);

    assertThat(oslo.incidentsAfter("30M"))
        .noneMatch(incident -> incident.judgement().cause() == Cause.GATEWAY_OUTAGE);
  }

  @Test
  void maintenanceThatNamesOneInstanceAndTakesBothIsOneIncident() {
    oslo.maintenance(Optional.of(IN_0));
    goOneByOne("50S", "10M", Reason.LOCALLY_TRIGGERED);

    assertThat(oslo.incidentAfter("30M").judgement().cause()).isEqualTo(Cause.PLANNED_MAINTENANCE);
  }

  /** Each instance asks when it likes. */
  @Test
  void peersThatBothInstancesFindSilentAreNoOutageOfTheGateway() {
    goOneByOne("50S", "10M", Reason.PEER_SILENT);

    assertThat(oslo.incidentsAfter("30M"))
        .isNotEmpty()
        .noneMatch(incident -> incident.judgement().cause() == Cause.GATEWAY_OUTAGE);
  }

  private void goOneByOne(String second, String back, Reason reason) {
    for (var peer : List.of(OSLO_1, OSLO_2, LIMA)) {
      oslo.after("0S").down(IN_0, peer, reason).after(back).up(IN_0, peer);
      oslo.after(second).down(IN_1, peer, reason).after("11M").up(IN_1, peer);
    }
  }

  private void assertNoOutage() {
    assertThat(oslo.incidentsAfter("30M"))
        .isNotEmpty()
        .noneMatch(incident -> incident.judgement().page())
        .noneMatch(incident -> incident.judgement().cause() == Cause.SITE_OUTAGE);
  }
}
