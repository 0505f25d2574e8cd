package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strikes again and again is one fault (rules 14 and 17). */
class OverAndOverTest {
  private static final List<IpAddress> PEERS = List.of(PARIS, TOKYO, LIMA);

  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @Test
  void gatewayThatIsLostOverAndOverIsOneOutage() {
    for (int i = 0; i < 4; i++) {
      stroke(weu, IN_0, 100 * i, 45);
      stroke(weu, IN_1, 100 * i + 1, 44);
    }

    var incident = weu.incidentAfter("6M");

    assertThat(incident.judgement())
        .isEqualTo(new Incident.Judgement(Severity.CRITICAL, true, Cause.GATEWAY_OUTAGE));
    assertThat(incident.wording().title())
        .isEqualTo(
            "lima and 2 more were unreachable from gw-weu 4 times between 10:00:01 and"
                + " 10:05:45, 44 s at the longest, still watched: outage of the gateway itself");
    assertThat(incident.wording().explanation())
        .contains("It happened 4 times, first at 10:00:00, last at 10:05:01.");
  }

  /**
   * Down 25 s of every minute: each time it is back within confirm, and it takes up to 90 s until
   * that is told (rules 17, 33).
   */
  @ParameterizedTest
  @ValueSource(ints = {30, 60, 90})
  void lineThatComesAndGoesIsAWarningAllTheTime(int delay) {
    for (int now = 190 + delay; now < 1_000; now += 5) {
      var heard = Story.at(Cast.activeStandby(NEU));
      for (int at = 0; at + delay <= now; at += 60) {
        heard.after(at + "S").down(IN_0, PARIS, Reason.NOT_STATED);
        if (at + 25 + delay <= now) {
          heard.after(at + 25 + "S").up(IN_0, PARIS);
        }
      }

      var incident = heard.incidentAfter(now + "S");

      assertThat(incident.judgement())
          .as("%d s after the first", now)
          .isEqualTo(new Incident.Judgement(Severity.WARNING, false, Cause.PATH_UNSTABLE));
      assertThat(incident.wording().title())
          .startsWith("paris is unreachable at times from gw-neu since 10:00:00");
    }
  }

  @Test
  void lineThatComesAndGoesAndStaysAwayIsLostOnceItsReturnWouldHaveBeenTold() {
    for (int at = 0; at < 300; at += 60) {
      standby.after(at + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
      standby.after(at + 25 + "S").up(IN_0, PARIS);
    }
    standby.after("300S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(standby.incidentAfter("419S").judgement().page()).isFalse();
    assertThat(standby.incidentAfter("420S").judgement().page()).isTrue();
    assertThat(standby.incidentAfter("420S").wording().title())
        .startsWith("paris unreachable from gw-neu since 10:05:00");
  }

  /** The site is known to have had a path again, though not by the line that flaps. */
  @Test
  void siteThatAnotherPathBroughtBackWasOutForAsLongAsItWas() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).after("310S").up(IN_0, PARIS);
    for (int at = 30; at < 270; at += 60) {
      weu.after(at + "S").down(IN_1, PARIS, Reason.PEER_SILENT);
      weu.after(at + 20 + "S").up(IN_1, PARIS);
    }
    weu.after("270S").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentsAfter("315S")).anyMatch(incident -> incident.judgement().page());
  }

  /** Rule 33: while it flaps, each single loss beyond confirm counts. */
  @Test
  void lineThatIsAwayForLongerEachTimePages() {
    for (int at = 0; at < 300; at += 60) {
      standby.after(at + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
      standby.after(at + 35 + "S").up(IN_0, PARIS);
    }

    for (int now = 275; now < 600; now += 5) {
      assertThat(standby.incidentAfter(now + "S").judgement().page()).isTrue();
    }
  }

  /** While it is lost, it is not yet known that nothing takes over. */
  @ParameterizedTest
  @CsvSource({"24M", "1410S", "25M", "2H"})
  void standbyGatewayThatIsLostOverAndOverIsOneOutage(String asOf) {
    for (int i = 0; i < 15; i++) {
      stroke(standby, IN_0, 100 * i, 45);
    }

    assertThat(standby.incidentAfter(asOf).judgement().cause()).isEqualTo(Cause.GATEWAY_OUTAGE);
  }

  @Test
  void failoverThatIsFollowedByAnOutageIsAPartOfIt() {
    for (var peer : PEERS) {
      standby.after("0S").down(IN_0, peer, Reason.NOT_STATED);
      standby.after("12S").up(IN_1, peer);
    }
    stroke(standby, IN_1, 300, 100);

    assertThat(standby.incidentAfter("10M").judgement().cause()).isEqualTo(Cause.GATEWAY_OUTAGE);
  }

  @Test
  void instanceThatHandsOverAgainAndAgainIsOneFaultThatIsToldOnce() {
    for (int i = 0; i < 15; i++) {
      stroke(weu, IN_0, 100 * i, 20);
    }

    var incident = weu.incidentAfter("25M");

    assertThat(incident.judgement())
        .isEqualTo(new Incident.Judgement(Severity.WARNING, false, Cause.INSTANCE_FAILOVER));
    assertThat(incident.wording().title())
        .isEqualTo(
            "lima, paris, tokyo have fewer paths at times from gw-weu since 10:00:00, the last"
                + " loss until 10:23:40: an instance of the gateway handed over");
    assertThat(weu.incidentAfter("2H").wording().title())
        .isEqualTo(
            "lima and 2 more had fewer paths from gw-weu 15 times between 10:00:00 and"
                + " 10:23:40, 20 s at the longest: an instance of the gateway handed over");
  }

  /** Each by itself too short for anybody to be told. */
  @Test
  void shortOutagesThatDoNotEndAreToldAsSuch() {
    for (int i = 0; i < 6; i++) {
      stroke(weu, IN_0, 60 * i, 9);
      stroke(weu, IN_1, 60 * i, 9);
    }

    var incident = weu.incidentAfter("6M");

    assertThat(incident.judgement().severity()).isEqualTo(Severity.WARNING);
    assertThat(incident.wording().title())
        .isEqualTo(
            "lima, paris, tokyo are unreachable at times from gw-weu since 10:00:00, the last"
                + " loss until 10:05:09: outage of the gateway itself");
  }

  @ParameterizedTest
  @CsvSource({"645, 1", "646, 2"})
  void strokeIsTheSameAgainForTenMinutesAfterTheReturn(int next, int incidents) {
    stroke(weu, IN_0, 0, 45);
    stroke(weu, IN_0, next, 45);

    assertThat(weu.incidentsAfter("30M")).hasSize(incidents);
  }

  @Test
  void tunnelThatStayedDownHidesNothingOfTheRest() {
    weu.after("0S").down(IN_0, PARIS, Reason.NOT_STATED).down(IN_1, PARIS, Reason.NOT_STATED);
    for (int i = 0; i < 5; i++) {
      for (var peer : List.of(TOKYO, LIMA)) {
        for (var on : Instance.values()) {
          weu.after(100 * i + "S").down(on, peer, Reason.NOT_STATED);
          weu.after(100 * i + 45 + "S").up(on, peer);
        }
      }
    }

    assertThat(weu.incidentAfter("10M").wording().title())
        .isEqualTo("paris unreachable from gw-weu since 10:00:00: outage of the gateway itself");
  }

  /** Not quite together once, and so of no shape: what flaps with the gateway is the gateway's. */
  @Test
  void roundThatHasNoShapeBelongsToThoseAroundIt() {
    for (int i = 0; i < 8; i++) {
      stroke(weu, IN_0, 100 * i, 45);
      stroke(weu, IN_1, 100 * i + (i == 5 ? 12 : 0), 45);
    }

    var incident = weu.incidentAfter("14M");

    assertThat(incident.judgement().cause()).isEqualTo(Cause.GATEWAY_OUTAGE);
    assertThat(incident.conditions())
        .filteredOn(condition -> condition.kind() == ConditionKind.TUNNEL_DOWN)
        .hasSize(48);
  }

  @Test
  void lineThatComesAndGoesAfterAFailoverIsUnstableByItself() {
    stroke(weu, IN_0, 0, 45);
    for (int i = 1; i < 6; i++) {
      weu.after(100 * i + "S").down(IN_0, PARIS, Reason.NOT_STATED);
      weu.after(100 * i + 45 + "S").up(IN_0, PARIS);
    }

    assertThat(causes(weu, "10M"))
        .containsExactlyInAnyOrder(Cause.INSTANCE_FAILOVER, Cause.PATH_UNSTABLE);
  }

  /** A record explains all that it lies close to, however often; but not on the other instance. */
  @Test
  void whatFlapsInMaintenanceBelongsToItUnlessItDoesSoOnTheOtherInstance() {
    weu.maintenance(Optional.of(IN_0));
    for (int i = 0; i < 4; i++) {
      for (var on : Instance.values()) {
        weu.after(25 * i + "S").down(on, PARIS, Reason.NOT_STATED);
        weu.after(25 * i + 9 + "S").up(on, PARIS);
      }
    }

    assertThat(causes(weu, "10M"))
        .containsExactlyInAnyOrder(Cause.PLANNED_MAINTENANCE, Cause.PATH_UNSTABLE);
  }

  @Test
  void siteWhoseDevicesAreLostOverAndOverIsOneOutage() {
    var oslo =
        Story.at(
            Cast.topology(
                WEU, true, Cast.toParis(), Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2)));
    for (int i = 0; i < 6; i++) {
      for (var on : Instance.values()) {
        for (var device : List.of(OSLO_1, OSLO_2)) {
          oslo.after(200 * i + "S").down(on, device, Reason.NOT_STATED);
          oslo.after(200 * i + 45 + "S").up(on, device);
        }
      }
    }

    assertThat(oslo.incidentAfter("30M").wording().title())
        .isEqualTo(
            "oslo was unreachable from gw-weu 6 times between 10:00:00 and 10:17:25, 45 s at the"
                + " longest, still watched: outage of the site itself");
  }

  private static void stroke(Story story, Instance on, int from, int lasts) {
    for (var peer : PEERS) {
      story.after(from + "S").down(on, peer, Reason.NOT_STATED);
      story.after(from + lasts + "S").up(on, peer);
    }
  }

  private static List<Cause> causes(Story story, String asOf) {
    return story.incidentsAfter(asOf).stream()
        .map(incident -> incident.judgement().cause())
        .toList();
  }
}
