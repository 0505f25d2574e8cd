package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules 30 and 33: what is removed, is put back, or is made anew. */
final class RemovalTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  /** Rule 30: only of who is configured are the credentials looked at. */
  @ParameterizedTest
  @EnumSource(names = {"AUTHENTICATION", "TRAFFIC_SELECTORS"})
  void whatWasRemovedAndIsRefusedByNameExistsAgainAndIsLost(Reason why) {
    removedAndCalled("11M", why);

    assertThat(severities("12M29S")).containsOnly(Severity.INFO);
    assertThat(weu.incidentsAfter("12M30S"))
        .filteredOn(incident -> severity(incident) == Severity.CRITICAL)
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.judgement().cause()).isEqualTo(Refusals.cause(why).orElseThrow());
              assertThat(incident.redundancy().getFirst().lostFrom()).contains(after("12M"));
            });

    weu.after("50M").up(IN_0, PARIS);

    assertThat(weu.incidentsAfter("2H"))
        .extracting(incident -> incident.span().endedAt())
        .contains(Optional.of(after("50M")));
  }

  @Test
  void whatWasRemovedAndIsRefusedSoonIsOneIncident() {
    removedAndCalled("30S", Reason.AUTHENTICATION);

    var incident = weu.incidentAfter("31M");

    assertThat(severity(incident)).isEqualTo(Severity.CRITICAL);
    assertThat(incident.redundancy().getFirst().lostFrom()).contains(after("90S"));
  }

  /**
   * Both sides of the limits: what was on its way, what goes on, and what may be somebody else
   * behind the same address.
   */
  @ParameterizedTest
  @CsvSource({
    "10S, 80S, INFO",
    "11S, 70S, INFO",
    "11S, 71S, CRITICAL",
    "20M, 30M, CRITICAL",
    "20M, 30M1S, INFO"
  })
  void oneRefusalDoesNotPutBackWhatWasRemoved(String one, String other, Severity expected) {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED).down(IN_1, PARIS, Reason.TUNNEL_REMOVED);
    weu.after(one).refused(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after(other).refused(IN_0, PARIS, Reason.AUTHENTICATION);

    assertThat(severities("60M")).contains(expected).allMatch(s -> s.compareTo(expected) >= 0);
  }

  /** A planned rebuild: nobody calls, so nobody waits. */
  @Test
  void changeOfWhatWasRemovedPagesNobody() {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED).down(IN_1, PARIS, Reason.TUNNEL_REMOVED);
    weu.after("10M").changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));

    assertThat(severities("60M")).containsOnly(Severity.INFO);
  }

  /**
   * Rule 14: what somebody took out was not struck by what takes the next site four seconds later.
   */
  @Test
  void removedTunnelsAreNoOutageOfTheGateway() {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED).down(IN_1, PARIS, Reason.TUNNEL_REMOVED);
    weu.after("4S").down(IN_0, TOKYO, Reason.PEER_SILENT).down(IN_1, TOKYO, Reason.PEER_SILENT);

    assertThat(weu.incidentsAfter("60M"))
        .extracting(incident -> incident.judgement().cause())
        .containsExactlyInAnyOrder(Cause.CONFIGURATION_CHANGE, Cause.PEER_UNREACHABLE);
  }

  @Test
  void pathOfAStandbyGatewayIsExpectedAgainUntilItIsRemovedAgain() {
    standby.down(IN_0, PARIS, Reason.TUNNEL_REMOVED);
    standby.after("19M").refused(IN_1, PARIS, Reason.AUTHENTICATION);
    standby.after("20M").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    standby.after("40M").down(IN_0, PARIS, Reason.TUNNEL_REMOVED);

    assertThat(standby.incidentsAfter("60M"))
        .filteredOn(incident -> severity(incident) == Severity.CRITICAL)
        .extracting(incident -> incident.span())
        .containsExactly(new Incident.Span(after("20M"), Optional.of(after("40M"))));
  }

  /** An instance that is dead writes nothing of it. */
  @Test
  void lostConnectionIsRemovedFromTheInstanceThatDoesNotSaySo() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("20M").down(IN_1, PARIS, Reason.TUNNEL_REMOVED);

    assertThat(weu.incidentAfter("60M").span().endedAt()).contains(after("20M"));
  }

  @Test
  void lostTunnelIsNotRemovedWithAnotherThatWorked() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("20M").down(IN_1, PARIS, Reason.TUNNEL_REMOVED);

    assertThat(weu.incidentsAfter("60M")).allMatch(i -> i.span().endedAt().isEmpty());
  }

  private void removedAndCalled(String from, Reason why) {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED).down(IN_1, PARIS, Reason.TUNNEL_REMOVED);
    for (int i = 0; i < 30; i++) {
      weu.at(after(from).plusSeconds(60L * i)).refused(IN_0, PARIS, why);
    }
  }

  private List<Severity> severities(String after) {
    return weu.incidentsAfter(after).stream().map(RemovalTest::severity).toList();
  }

  private static Severity severity(Incident incident) {
    return incident.judgement().severity();
  }

  private static Instant after(String duration) {
    return Story.TEN.plus(Duration.parse("PT" + duration));
  }
}
