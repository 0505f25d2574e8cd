package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tunnel that goes when the lifetime of its keys is over (rule 27, {@code rekey_failure}). */
class RekeyTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));

  @ParameterizedTest
  @CsvSource({
    "26459, UNEXPLAINED",
    "26460, REKEY_FAILURE",
    "27540, REKEY_FAILURE",
    "27541, UNEXPLAINED",
    "28223, UNEXPLAINED",
    "28224, REKEY_FAILURE",
    "29376, REKEY_FAILURE",
    "29377, UNEXPLAINED"
  })
  void ageOfTwoPercentAroundALifetimeIsItsEnd(int age, Cause expected) {
    weu.at(ago(age)).up(IN_0, PARIS);
    weu.after("0S").down(IN_0, PARIS, Reason.LOCALLY_TRIGGERED);

    assertThat(cause(weu)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "26400, UNEXPLAINED",
    "26460, REKEY_FAILURE",
    "27600, REKEY_FAILURE",
    "27660, UNEXPLAINED"
  })
  void renewalIsKnownByItsMinute(int age, Cause expected) {
    weu.at(ago(age)).rekeyed(IN_0, PARIS);
    weu.after("0S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(cause(weu)).isEqualTo(expected);
  }

  @Test
  void tunnelThatIsRenewedEachLifetimeGoesForAnotherReason() {
    for (int renewal = 1; renewal <= 4; renewal++) {
      weu.at(ago(26_000 * renewal - 20_000)).rekeyed(IN_0, PARIS);
    }
    weu.at(ago(27_000)).up(IN_0, PARIS);
    weu.after("0S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(cause(weu)).isEqualTo(Cause.PEER_UNREACHABLE);
  }

  @Test
  void ageIsUnknownOfAnSaThatNobodySawBegin() {
    weu.at(ago(27_000)).up(IN_0, PARIS);
    weu.at(ago(20_000)).down(IN_0, PARIS, Reason.NOT_STATED);
    weu.at(ago(19_000)).alive(IN_0, PARIS);
    weu.after("0S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(weu.incidentsAfter("10M"))
        .extracting(i -> i.judgement().cause())
        .containsOnly(Cause.UNEXPLAINED);
  }

  @ParameterizedTest
  @CsvSource({
    "REMOTELY_TRIGGERED, PEER_CLOSED",
    "SA_EXPIRED_OR_DELETED, REKEY_FAILURE",
    "PEER_SILENT, PEER_UNREACHABLE",
    "NEGOTIATION_TIMED_OUT, REKEY_FAILURE",
    "AUTHENTICATION, IKE_AUTHENTICATION",
    "POLICY_MISMATCH, IKE_POLICY_MISMATCH",
    "TRAFFIC_SELECTORS, IKE_TRAFFIC_SELECTORS",
    "PEER_RESTARTED, PEER_RESTARTED",
    "SETTING_CHANGED, CONFIGURATION_CHANGE"
  })
  void atThatAgeAChangeOrAPeerThatRestartsClosesRefusesOrIsSilentSaysMore(
      Reason reason, Cause expected) {
    weu.at(ago(27_000)).up(IN_0, PARIS);
    weu.after("0S").down(IN_0, PARIS, reason);

    assertThat(cause(weu)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"27000, REKEY_FAILURE", "9000, PEER_UNREACHABLE"})
  void twinThatWentAtAnotherAgeShowsThatTheAgeWasChance(int age, Cause expected) {
    weu.at(ago(27_000)).up(IN_0, PARIS);
    weu.at(ago(age)).rekeyed(IN_1, PARIS);
    weu.after("0S").down(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);
    weu.after("8S").down(IN_1, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(cause(weu)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"3528, REKEY_FAILURE", "3672, REKEY_FAILURE", "27000, UNEXPLAINED"})
  void connectionsOwnLifetimeCountsAlone(int age, Cause expected) {
    var own = new Connection.Timers(Duration.ofSeconds(45), Optional.of(Duration.ofHours(1)));
    var tokyo =
        new Connection(
            "to-tokyo",
            "tokyo",
            new Connection.FarEnd.Device(),
            List.of(TOKYO),
            Optional.empty(),
            List.of(),
            own);
    var hourly = Story.at(Cast.topology(WEU, true, tokyo));
    hourly.at(ago(age)).up(IN_0, TOKYO);
    hourly.after("0S").down(IN_0, TOKYO, Reason.NOT_STATED);

    assertThat(cause(hourly)).isEqualTo(expected);
  }

  @Test
  void virtualWanGatewayRenewsEveryHour() {
    var hub =
        Story.at(
            new GatewayId(
                "/subscriptions/s1/resourcegroups/net/providers/microsoft.network/vpngateways/hub"));
    hub.at(ago(3_600)).up(IN_0, PARIS);
    hub.after("0S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(cause(hub)).isEqualTo(Cause.REKEY_FAILURE);
  }

  private static Instant ago(int seconds) {
    return Story.TEN.minusSeconds(seconds);
  }

  private static Cause cause(Story story) {
    return story.incidentAfter("10M").judgement().cause();
  }
}
