package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of removals, of what comes back, and of what never was there. */
final class RemovalWordsTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @Test
  void whatIsDownSinceItExistsAgainSaysThatItWasRemoved() {
    removedAndCalled("11M", Reason.AUTHENTICATION);

    var words = told("40M", Severity.CRITICAL);

    assertThat(words.title())
        .isEqualTo("paris unreachable from gw-weu since 10:12:00: IKE authentication refused");
    assertThat(words.explanation())
        .contains("It had been taken out of the configuration at 10:00:00, exists again");
    assertThat(told("40M", Severity.INFO).explanation())
        .contains("and exists again, by lines from 10:12:00 on.")
        .contains("told as an incident of its own");
  }

  @Test
  void whoCallsWhereItWasRemovedIsNotSaidToComeUp() {
    removedAndCalled("2M", Reason.POLICY_MISMATCH);

    var words = told("40M", Severity.WARNING);

    assertThat(words.title())
        .isEqualTo(
            "paris negotiates on with gw-weu, where it was removed, since 10:02:00: IKE proposals"
                + " refused");
    assertThat(words.explanation())
        .contains("taken out of the configuration at 10:00:00: nobody expects it")
        .contains("Next: Have whoever runs the device take the connection out there, too.")
        .doesNotContain("counts as up");
  }

  @Test
  void whatWasPutBackIsNotToBeSetUpAgain() {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED).down(IN_1, PARIS, Reason.TUNNEL_REMOVED);

    assertThat(explanation("20M"))
        .contains("It was taken out of the configuration at 10:00:00, and is no longer expected.")
        .contains("Next: If that was not meant: ask who removed it");

    weu.after("25M").up(IN_0, PARIS);

    assertThat(explanation("30M"))
        .contains("and put back at 10:25:00 but for gw-weu IN_1 " + PARIS + '.')
        .contains("Next: Nothing now: it was put back at 10:25:00.");
  }

  @Test
  void whatIsLostAfterItsRemovalWasBackBefore() {
    standby.down(IN_0, PARIS, Reason.TUNNEL_REMOVED);
    standby.after("50M").down(IN_0, PARIS, Reason.PEER_SILENT).after("70M").up(IN_0, PARIS);

    assertThat(standby.incidentsAfter("2H"))
        .extracting(incident -> incident.wording().explanation())
        .anyMatch(text -> text.contains("exists again, by lines from 10:50:00 on."))
        .noneMatch(text -> text.contains("put back"));
  }

  @Test
  void lostSiteWhoseConnectionIsRemovedHadNoPathAgain() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("20M").down(IN_0, PARIS, Reason.TUNNEL_REMOVED);
    weu.down(IN_1, PARIS, Reason.TUNNEL_REMOVED);

    var words = told("40M", Severity.CRITICAL);

    assertThat(words.title())
        .startsWith("paris was unreachable from gw-weu 10:00:00 to 10:20:00, then removed: ");
    assertThat(words.explanation())
        .contains("lost its last path at 10:00:00. It was taken out of the configuration at 10:20")
        .contains("Next: Nothing now: it was removed at 10:20:00. If that was not meant: ask who")
        .doesNotContain("again at");
  }

  @Test
  void whatIsJustBackIsNotSaidToBeOver() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("3M").up(IN_0, PARIS).up(IN_1, PARIS);

    assertThat(explanation("3M40S"))
        .contains("Next: Nothing now, if it stays: it is just back (10:03:00). By day: ask the");
    assertThat(explanation("20M")).contains("Next: Nothing now: it is over. By day: ask the");
  }

  @Test
  void changeThatTookNothingIsToldByWhatDoesNotComeUp() {
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    weu.after("10S").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after("40S").refused(IN_1, PARIS, Reason.AUTHENTICATION);

    var words = weu.incidentAfter("2M").wording();

    assertThat(words.title())
        .isEqualTo(
            "paris is not coming up on gw-weu since 10:00:00: someone changed the configuration");
    assertThat(words.explanation())
        .startsWith("Someone changed the gateway or the connection around that time.");
  }

  @Test
  void whatWasBackAtOnceIsToldWithOneTime() {
    standby.down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    standby.at(Story.TEN.plusMillis(400)).up(IN_0, PARIS);

    var words = standby.incidentAfter("20M").wording();

    assertThat(words.title()).contains(" at 10:00:00: ").doesNotContain(" to 10:00:00");
    assertThat(words.explanation()).contains("at 10:00:00 and had one again at once.");
  }

  @Test
  void whoIsRefusedAmongOthersIsNamed() {
    weu.maintenance(Optional.of(IN_0)).after("5S").down(IN_0, PARIS, Reason.NOT_STATED);
    weu.after("6S").down(IN_0, TOKYO, Reason.NOT_STATED).after("50S").up(IN_0, TOKYO);
    weu.after("90S").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    assertThat(explanation("10M"))
        .contains("Negotiations with paris (" + PARIS + ") are refused from 10:01:30 on");
  }

  /** Of two addresses and a connection without any, none can be placed, but it can be named. */
  @Test
  void connectionWithoutAnAddressIsNamedBesideABareOne() {
    var sea =
        new Connection(
            "to-gw-sea",
            "gw-sea",
            new Connection.FarEnd.Gateway(WEU, true),
            List.of(),
            Optional.empty(),
            List.of(),
            Connection.Timers.DEFAULT);
    var story = Story.at(Cast.topology(NEU, true, Cast.toParis(), sea));
    story.down(IN_0, Cast.SEA_0, Reason.PEER_SILENT).down(IN_0, Cast.SEA_1, Reason.PEER_SILENT);

    assertThat(story.incidentsAfter("20M"))
        .allSatisfy(
            incident ->
                assertThat(incident.wording().explanation())
                    .contains("The inventory has no address of to-gw-sea: it may be that."));
  }

  private void removedAndCalled(String from, Reason why) {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED).down(IN_1, PARIS, Reason.TUNNEL_REMOVED);
    for (int i = 0; i < 30; i++) {
      weu.at(after(from).plusSeconds(60L * i)).refused(IN_0, PARIS, why);
    }
  }

  private String explanation(String after) {
    return weu.incidentsAfter(after).getFirst().wording().explanation();
  }

  private Incident.Wording told(String after, Severity severity) {
    return weu.incidentsAfter(after).stream()
        .filter(incident -> incident.judgement().severity() == severity)
        .findFirst()
        .orElseThrow()
        .wording();
  }

  private static Instant after(String duration) {
    return Story.TEN.plus(Duration.parse("PT" + duration));
  }
}
