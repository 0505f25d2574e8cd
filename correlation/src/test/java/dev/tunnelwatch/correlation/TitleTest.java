package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.PARIS_BGP;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Site, impact, since, cause: what a title says, and of what came more than once (rules 17, 33).
 */
class TitleTest {
  private static final String LONG =
      "a-name-that-was-given-by-a-committee-in-which-nobody-had-to-type";

  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @ParameterizedTest
  @CsvSource({"1", "2", "5"})
  void titleSaysSiteImpactAndSinceInItsFirst80CharactersHoweverLongTheNames(int sites) {
    var gateway = Cast.gateway("gw-" + LONG);
    var connections = new ArrayList<Connection>();
    for (int i = 0; i < sites; i++) {
      connections.add(Cast.to(LONG + '-' + i, new IpAddress("192.0.2." + (50 + i))));
    }
    var story = Story.at(Cast.topology(gateway, false, connections.toArray(Connection[]::new)));
    connections.forEach(to -> story.down(IN_0, to.remoteIps().getFirst(), Reason.NOT_STATED));

    var title = story.incidentAfter("30M").wording().title();

    assertThat(title.substring(0, 80))
        .startsWith("a-nam")
        .contains(" unreachable from gw-")
        .contains(" since 10:00:00: ");
  }

  /** An address without its middle is nobody's; a name is told from its beginning. */
  @Test
  void noAddressIsCutAndANameIsCutAtItsEnd() {
    var story = Story.at(Cast.gateway("vng-hub-westeurope-001-production"));
    for (var peer : List.of("203.0.113.111", "203.0.113.112")) {
      var remote = new IpAddress(peer);
      story.after("0S").up(IN_0, remote).after("1H").down(IN_0, remote, Reason.NOT_STATED);
      story.after("1H20M").up(IN_0, remote);
    }

    assertThat(story.incidentAfter("2H").wording().title())
        .startsWith(
            "203.0.113.111 and 1 more were unreachable from vng-hub-wes… 11:00:00 to 11:20:00: ");
  }

  @Test
  void whatWasLostTwiceIsToldAsThatAndNotByOneOfTheTimes() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT).after("40S").up(IN_0, PARIS);
    standby.after("8M").down(IN_0, PARIS, Reason.PEER_SILENT).after("8M52S").up(IN_0, PARIS);

    var words = standby.incidentAfter("30M").wording();

    assertThat(words.title())
        .startsWith(
            "paris was unreachable from gw-neu twice between 10:00:00 and 10:08:52, 52 s at the"
                + " longest: peer ");
    assertThat(words.explanation())
        .contains(
            "paris from gw-neu lost its last path twice between 10:00:00 and 10:08:52, for 52 s at"
                + " the longest.");
  }

  @Test
  void whatIsLostAgainIsSaidToBe() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT).after("40S").up(IN_0, PARIS);
    standby.after("8M").down(IN_0, PARIS, Reason.PEER_SILENT);

    var words = standby.incidentAfter("10M").wording();

    assertThat(words.title())
        .startsWith("paris unreachable from gw-neu again since 10:08:00: peer ");
    assertThat(words.explanation())
        .contains("lost its last path twice from 10:00:00 on, the last time at 10:08:00.");
  }

  @Test
  void aBlipBeforeItIsNoFirstTime() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT).after("10S").up(IN_0, PARIS);
    standby.after("8M").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(standby.incidentAfter("10M").wording().title())
        .startsWith("paris unreachable from gw-neu since 10:08:00: peer ");
  }

  @Test
  void pathsThatWereFewerTwiceAreToldLikeOutages() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).after("2M").up(IN_0, PARIS);
    weu.after("8M").down(IN_0, PARIS, Reason.PEER_SILENT).after("11M").up(IN_0, PARIS);

    assertThat(weu.incidentAfter("30M").wording().title())
        .startsWith(
            "paris had fewer paths from gw-weu twice between 10:00:00 and 10:11:00, 3 min at the"
                + " longest: peer ");
  }

  /** Each site was gone for less long than from the first one's loss to the last one's return. */
  @Test
  void sitesThatGoAlmostTogetherAreNotSaidToBeGoneForAsLongAsBoth() {
    for (var again : List.of(0, 1_200)) {
      standby.after(again + "S").maintenance(Optional.of(IN_0));
      standby.after(10 + again + "S").down(IN_0, PARIS, Reason.NOT_STATED);
      standby.after(12 + again + "S").down(IN_0, TOKYO, Reason.NOT_STATED);
      standby.after(21 + again + "S").up(IN_0, PARIS).after(30 + again + "S").up(IN_0, TOKYO);
    }

    assertThat(standby.incidentAfter("2H").wording().title())
        .startsWith(
            "paris, tokyo were unreachable from gw-neu twice between 10:00:10 and 10:20:30, 18 s at"
                + " the longest: planned");
  }

  @Test
  void sitesThatWereGoneOnceEachOneAfterTheOtherWereNotGoneTwice() {
    standby.maintenance(Optional.of(IN_0));
    standby.after("10S").down(IN_0, PARIS, Reason.NOT_STATED).after("20S").up(IN_0, PARIS);
    standby.after("40S").down(IN_0, TOKYO, Reason.NOT_STATED).after("55S").up(IN_0, TOKYO);

    assertThat(standby.incidentAfter("2H").wording().title())
        .startsWith(
            "paris, tokyo were unreachable from gw-neu at times between 10:00:10 and 10:00:55, tokyo"
                + " 15 s at the longest: planned");
  }

  /** Rule 30: a tunnel of a site that is reached by BGP alone leads nowhere without its session. */
  @Test
  void pathsOfASiteThatIsReachedByBgpAloneAreBackWithTheirSessions() {
    var story = Story.at(Cast.topology(WEU, true, Cast.toParisByBgpOnly()));
    story.down(IN_0, PARIS, Reason.PEER_SILENT).after("10S").bgpDown(IN_0, PARIS_BGP);
    story.after("20M").up(IN_0, PARIS);

    assertThat(story.incidentAfter("25M").wording().title())
        .startsWith("paris has fewer paths from gw-weu since 10:00:00: ");

    story.after("30M").bgpUp(IN_0, PARIS_BGP);

    assertThat(story.incidentAfter("2H").wording().title())
        .startsWith("paris had fewer paths from gw-weu 10:00:00 to 10:30:00: ");
  }

  @Test
  void sitesThatComeAndGoAtTheirOwnTimesAreNotGivenThoseOfEachOther() {
    weu.at(Story.TEN.minusSeconds(600)).alive(IN_1, PARIS).alive(IN_1, TOKYO).at(Story.TEN);
    weu.maintenance(Optional.of(IN_0));
    weu.after("5S").down(IN_0, PARIS, Reason.NOT_STATED).down(IN_0, TOKYO, Reason.NOT_STATED);
    weu.after("55S").up(IN_0, PARIS).up(IN_0, TOKYO);
    weu.after("100S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentAfter("10M").wording().title())
        .startsWith("paris has fewer paths from gw-weu again since 10:01:40: planned");

    weu.after("50M").up(IN_0, PARIS);
    var words = weu.incidentAfter("3H").wording();

    assertThat(words.title())
        .startsWith(
            "paris, tokyo had fewer paths from gw-weu at times between 10:00:05 and 10:50:00, paris"
                + " 48 min at the longest: planned");
    assertThat(words.explanation())
        .contains(
            "tokyo from gw-weu kept 1 of 2 paths (fewer 10:00:05 to 10:00:55) and stayed"
                + " reachable.");
  }

  @Test
  void sitesLostOneAfterTheOtherAreNotToldAsOne() {
    standby.maintenance(Optional.empty()).after("5S").down(IN_0, PARIS, Reason.NOT_STATED);
    standby.after("80S").down(IN_0, TOKYO, Reason.NOT_STATED);

    assertThat(standby.incidentAfter("10M").wording().title())
        .startsWith("paris, tokyo unreachable from gw-neu, the first since 10:00:05: planned");
  }

  @ParameterizedTest
  @CsvSource({"99, 99 s", "100, 2 min", "5970, 100 min", "6000, 1 h 40 min", "0, 1 s"})
  void theLongestTimeIsToldInTheUnitItIsReadIn(long seconds, String told) {
    var from = Story.TEN;
    var span = new Incident.Span(from, Optional.of(from.plusSeconds(seconds)));

    assertThat(Spells.of(List.of(span)).longest()).isEqualTo(told);
  }

  @Test
  void aChangeThatFailedIsNotCalledAChange() {
    standby.changeFailed("to-paris").after("10S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(standby.incidentAfter("10M").wording().title())
        .isEqualTo(
            "paris unreachable from gw-neu since 10:00:10: a change of the configuration failed");
  }

  @Test
  void connectionThatWasRemovedOnPurposeHadNoPathsAgain() {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED);
    weu.after("1S").down(IN_1, PARIS, Reason.TUNNEL_REMOVED);

    var words = weu.incidentAfter("30M").wording();

    assertThat(words.title())
        .isEqualTo(
            "paris: connection removed from gw-weu at 10:00:00: someone changed the configuration");
    assertThat(words.explanation()).contains("no longer expected").doesNotContain("reachable");
  }

  @Test
  void longOutageIsNotHiddenByThatTheTunnelComesAndGoes() {
    for (int i = 0; i < 4; i++) {
      standby.after(60 * i + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
      standby.after(60 * i + 20 + "S").up(IN_0, PARIS);
    }
    standby.after("4M").down(IN_0, PARIS, Reason.PEER_SILENT).after("16M").up(IN_0, PARIS);

    assertThat(standby.incidentAfter("17M").wording().title())
        .startsWith(
            "paris was unreachable from gw-neu 10:04:00 to 10:16:00, and at times since 10:00:00,"
                + " the last loss until 10:16:00: ");
    assertThat(standby.incidentAfter("3H").wording().title())
        .startsWith(
            "paris was unreachable from gw-neu 10:04:00 to 10:16:00, and at times from 10:00:00 to"
                + " 10:16:00: ");
  }

  @Test
  void whatIsStillDownIsToldBesideTheOutageThatIsOver() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).after("1S").down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("5M").up(IN_1, PARIS);

    var words = weu.incidentAfter("10M").wording();

    assertThat(words.title())
        .startsWith(
            "paris has fewer paths from gw-weu since 10:00:00; paris was unreachable from gw-weu"
                + " 10:00:01 to 10:05:00: peer ");
    assertThat(words.explanation())
        .contains("Still down: gw-weu IN_0 " + PARIS + " since 10:00:00.");
  }

  @Test
  void sessionThatDidNotComeBackWithItsTunnelIsTold() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT).after("10S").bgpDown(IN_0, PARIS_BGP);
    standby.after("5M").up(IN_0, PARIS);

    var words = standby.incidentAfter("10M").wording();

    assertThat(words.title())
        .startsWith(
            "paris was unreachable from gw-neu 10:00:00 to 10:05:00, still without a BGP session:");
    assertThat(words.explanation())
        .contains("Still down: gw-neu IN_0 bgp " + PARIS_BGP + " since 10:00:10.")
        .contains("Next: The tunnel is back, its BGP session is not: check at the device: does");
  }

  @Test
  void tunnelsThatAreAllBackAreNotSaidToBeFewerWhileASessionIsMissing() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).after("10S").bgpDown(IN_0, PARIS_BGP);
    weu.after("5M").up(IN_0, PARIS);

    var words = weu.incidentAfter("10M").wording();

    assertThat(words.title())
        .startsWith(
            "paris had fewer paths from gw-weu 10:00:00 to 10:05:00, still missing a BGP session:");
    assertThat(words.explanation()).contains("Next: The tunnel is back, its BGP session is not:");
  }
}
