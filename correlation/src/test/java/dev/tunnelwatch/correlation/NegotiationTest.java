package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Negotiations that fail: whose fault they are, and when nobody's (rules 18, 25 and 28). */
class NegotiationTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  /** Rule 18: it ended at its last failure, which is known once none came for ten minutes. */
  @Test
  void whatFailedIsOverAtItsLastFailureWhenNoneCameForTenMinutes() {
    weu.refused(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after("4M").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    assertThat(ended(weu, "13M59S")).isEmpty();
    assertThat(ended(weu, "14M1S")).contains(Story.TEN.plusSeconds(240));
  }

  /** Rule 18: likewise at once when the tunnel is up. */
  @Test
  void whatFailedIsOverAtItsLastFailureOnceTheTunnelIsUp() {
    weu.refused(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after("4M").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after("5M").up(IN_0, PARIS);

    assertThat(ended(weu, "5M1S")).contains(Story.TEN.plusSeconds(240));
  }

  @Test
  void retriesThatFailForHoursStayInTheIncidentOfTheirLoss() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    for (int minute = 1; minute < 300; minute += 14) {
      standby.after(minute + "M").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);
    }

    assertThat(causes(standby, "5H")).containsExactly(Cause.PEER_UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 300})
  void negotiationsThatFailWhileTheOldSaCarriesTheTunnelAreOfItsLoss(int until) {
    weu.up(IN_0, PARIS);
    for (int minute = 10; minute < until; minute++) {
      weu.after(minute + "M").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    }
    weu.after(until - 1 + "M10S").down(IN_0, PARIS, Reason.LOCALLY_TRIGGERED);

    assertThat(causes(weu, until + 60 + "M")).containsExactly(Cause.IKE_AUTHENTICATION);
  }

  @Test
  void strangersWhoTryTheGatewaysPublicAddressAreNobodysFault() {
    weu.refused(IN_0, Cast.SEA_0, Reason.AUTHENTICATION);
    weu.after("1M").refused(IN_0, Cast.SEA_0, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(weu.incidentsAfter("30M")).isEmpty();
  }

  /** The service below IKE says it once more, and not of whom: of the one peer it was not. */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 1"})
  void whatStandsBesideAStrangersRefusalAndNamesNobodyIsTheStrangers(int later, int incidents) {
    var one = Story.at(Cast.topology(NEU, false, Cast.toParis()));
    one.up(IN_0, PARIS);
    for (int seconds = 600; seconds < 700; seconds += 40) {
      one.after(seconds + "S").refused(IN_0, Cast.SEA_0, Reason.POLICY_MISMATCH);
      one.after(seconds + later + "S").refused(Reason.POLICY_MISMATCH);
    }

    assertThat(one.incidentsAfter("30M")).hasSize(incidents);
  }

  @Test
  void aStrangersRefusalIsNoReasonForTheLossOfTheOnePeer() {
    var one = Story.at(Cast.topology(NEU, false, Cast.toParis()));
    one.up(IN_0, PARIS);
    one.after("10M").down(IN_0, PARIS, Reason.PEER_SILENT);
    one.after("10M20S").refused(IN_0, Cast.SEA_0, Reason.POLICY_MISMATCH);
    one.after("10M21S").refused(Reason.POLICY_MISMATCH);

    assertThat(causes(one, "30M")).containsExactly(Cause.PEER_UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({"OTHER_IKE_ERROR, 0", "UNRECOGNISED, 0", "AUTHENTICATION, 1"})
  void ofATunnelThatIsUpOnlyRefusalsAndTimeOutsAreNews(Reason error, int incidents) {
    weu.up(IN_0, PARIS);
    weu.after("10M").refused(IN_0, PARIS, error);
    weu.after("11M").refused(IN_0, PARIS, error);

    assertThat(weu.incidentsAfter("30M")).hasSize(incidents);
  }

  @Test
  void renewalThatFailsOnceAndThenSucceedsIsNoNews() {
    weu.up(IN_0, PARIS);
    weu.after("8H").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);
    weu.after("8H20S").rekeyed(IN_0, PARIS);

    assertThat(weu.incidentsAfter("9H")).isEmpty();
  }

  @Test
  void strangersThatTryThePublicAddressAreNoNewsWithoutAnInventoryEither() {
    var learned = Story.at(WEU);
    learned.up(IN_0, PARIS);
    for (int minute = 5; minute < 120; minute += 5) {
      var stranger = new IpAddress("198.18.0." + minute);
      learned.after(minute + "M").refused(IN_0, stranger, Reason.POLICY_MISMATCH);
    }

    assertThat(learned.incidentsAfter("3H")).isEmpty();
  }

  @Test
  void configuredPathThatNeverCameUpIsToldFromItsFirstRefusalOn() {
    weu.refused(PARIS, Reason.AUTHENTICATION);

    assertThat(causes(weu, "30M")).containsExactly(Cause.IKE_AUTHENTICATION);
  }

  private static Optional<Instant> ended(Story story, String after) {
    return story.incidentAfter(after).conditions().getFirst().to();
  }

  private static List<Cause> causes(Story story, String after) {
    return story.incidentsAfter(after).stream().map(NegotiationTest::cause).toList();
  }

  private static Cause cause(Incident incident) {
    return incident.judgement().cause();
  }
}
