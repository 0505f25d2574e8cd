package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.PARIS_BGP;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From open to closed, under one id, and what is shown of it (rules 38, 39 and 41). */
class LifeTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @ParameterizedTest
  @CsvSource({"10S, OPEN", "5M59S, OPEN", "6M, RECOVERED", "14M59S, RECOVERED", "15M, CLOSED"})
  void lifeRunsFromOpenToClosed(String asOf, IncidentState expected) {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("5M").up(IN_0, PARIS);

    assertThat(weu.incidentAfter(asOf).state()).isEqualTo(expected);
  }

  /** Its penalty, 1000 in the beginning, is 750 after 249.023 s; then the minute runs. */
  @ParameterizedTest
  @CsvSource({"309S, OPEN", "309.023S, RECOVERED", "659S, RECOVERED", "660S, CLOSED"})
  void whatWasLostForAMinuteIsNotOverBeforeItStayed(String asOf, IncidentState expected) {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after("60S").up(IN_0, PARIS);

    assertThat(standby.incidentAfter(asOf).state()).isEqualTo(expected);
  }

  /** Two losses in four minutes are 1758 and forgotten after 12 min 17 s; a linger is shorter. */
  @ParameterizedTest
  @CsvSource({"5M9S, OPEN", "8M, OPEN", "15M59S, OPEN", "16M, CLOSED"})
  void whatWasLostTwiceIsNotOverBeforeItCanNoLongerReturn(String asOf, IncidentState expected) {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after("2M").up(IN_0, PARIS);
    standby.after("4M").down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after("6M").up(IN_0, PARIS);

    assertThat(standby.incidentAfter(asOf).state()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"5M, OPEN", "11M9S, OPEN", "11M10S, CLOSED"})
  void aSessionThatComesAndGoesIsHeldLikeATunnel(String asOf, IncidentState expected) {
    standby.bgpDown(IN_0, PARIS_BGP).after("10S").bgpUp(IN_0, PARIS_BGP);
    standby.after("60S").bgpDown(IN_0, PARIS_BGP).after("70S").bgpUp(IN_0, PARIS_BGP);

    assertThat(standby.incidentsAfter(asOf))
        .filteredOn(incident -> incident.judgement().cause() == Cause.BGP_SESSION_LOST)
        .extracting(Incident::state)
        .containsExactly(expected);
  }

  @Test
  void nextChangeIsWhenTimeAloneChangesTheResult() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(standby.resultAfter("1S").nextChange()).contains(Story.TEN.plusSeconds(30));
    assertThat(standby.resultAfter("31S").nextChange()).contains(after("24H"));
    assertThat(standby.resultAfter("25H").nextChange()).isEmpty();
    assertThat(standby.incidentAfter("25H").flags()).containsExactly(Flag.UNCONFIRMED);
  }

  @Test
  void idStaysWhileEvidenceOfTheSameFaultArrives() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    var before = weu.incidentAfter("1M").id();
    weu.after("2S").down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("50S").refused(IN_1, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(weu.incidentAfter("3M").id()).isEqualTo(before).matches("[0-9a-f]{16}");
  }

  @Test
  void evidenceShownOpensClosesAndTells() {
    weu.down(IN_0, PARIS, Reason.NOT_STATED);
    for (int i = 1; i < 30; i++) {
      weu.after(i + "S").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    }
    weu.after("40S").up(IN_0, PARIS);

    var incident = weu.incidentAfter("3M");

    assertThat(incident.proof().evidence())
        .extracting(line -> line.text().split(" ", 2)[0])
        .containsExactly("Disconnected", "failed", "failed", "Connected");
    assertThat(incident.conditions().getFirst().evidence()).containsExactly(0, 1, 3);
    assertThat(incident.proof().total()).isEqualTo(6); // of 29 repeats four are kept (rule 9)
  }

  private static Instant after(String time) {
    return Story.TEN.plus(Duration.parse("PT" + time));
  }
}
