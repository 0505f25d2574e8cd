package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A standby gateway whose tunnels go together without a word has its time to fail over (33). */
class AwaitedTest {
  private static final Duration LATE = Duration.ofSeconds(90);

  private final Story one = Story.at(Cast.topology(WEU, false, Cast.to("paris", PARIS)));

  @ParameterizedTest
  @EnumSource(names = {"NOT_STATED", "UNRECOGNISED", "LOCALLY_TRIGGERED", "STANDBY_CHANGED"})
  void onlyConnectionThatIsLostWithoutAWordIsGivenTheTimeOfAFailover(Reason why) {
    one.down(IN_0, PARIS, why);

    assertThat(one.incidentAfter("119S").judgement())
        .isEqualTo(new Incident.Judgement(Severity.INFO, false, Cause.INSTANCE_FAILOVER));
  }

  /** Its record may come as late as any other. */
  @Test
  void whereNothingTakesOverThePageGoesByTheTimeOfAFailoverAndSaysNoneWas() {
    one.down(IN_0, PARIS, Reason.NOT_STATED);

    var incident = one.incidentAfter("121S");

    assertThat(incident.judgement())
        .isEqualTo(new Incident.Judgement(Severity.CRITICAL, true, Cause.UNEXPLAINED));
    assertThat(PageTiming.due(incident, LATE)).contains(Story.TEN.plusSeconds(120 + 90));
    assertThat(incident.wording().title()).startsWith("paris unreachable");
  }

  @Test
  void takeoverInTimeIsAFailoverThatWakesNobody() {
    one.down(IN_0, PARIS, Reason.NOT_STATED);
    one.after("80S").up(IN_1, PARIS);

    assertThat(one.incidentAfter("10M").judgement())
        .isEqualTo(new Incident.Judgement(Severity.INFO, false, Cause.INSTANCE_FAILOVER));
  }

  @Test
  void peerThatIsSaidToBeSilentHasNoMoreTimeThanAnyOther() {
    one.down(IN_0, PARIS, Reason.PEER_SILENT);

    var incident = one.incidentAfter("30S");

    assertThat(incident.judgement())
        .isEqualTo(new Incident.Judgement(Severity.CRITICAL, true, Cause.PEER_UNREACHABLE));
    assertThat(PageTiming.due(incident, LATE)).contains(Story.TEN.plusSeconds(30 + 90));
  }

  @Test
  void peerThatIkeLinesCallSilentHasNoMoreTimeEither() {
    one.down(IN_0, PARIS, Reason.NOT_STATED);
    one.after("20S").refused(IN_1, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(one.incidentAfter("31S").judgement().page()).isTrue();
  }

  @Test
  void oneOfTwoPeersIsNotTheGateway() {
    var two = Story.at(Cast.topology(WEU, false, Cast.to("paris", PARIS), Cast.to("oslo", OSLO_1)));
    two.at(Story.TEN.minusSeconds(3_600)).up(IN_0, PARIS).up(IN_0, OSLO_1);
    two.after("0S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(two.incidentAfter("31S").judgement().page()).isTrue();
  }

  /** It may be active-active, where no instance waits for the other. */
  @Test
  void withoutAnInventoryNothingIsWaitedFor() {
    var learned = Story.at(WEU).down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(learned.incidentAfter("31S").judgement().page()).isTrue();
  }

  @Test
  void whatReturnsOnTheSameInstanceWasNoFailover() {
    one.down(IN_0, PARIS, Reason.NOT_STATED);
    one.after("80S").up(IN_0, PARIS);

    assertThat(one.incidentAfter("10M").judgement().cause()).isEqualTo(Cause.UNEXPLAINED);
  }

  @Test
  void whatIsLostAgainIsStillOneIncident() {
    one.down(IN_0, PARIS, Reason.NOT_STATED);
    one.after("20S").up(IN_0, PARIS);
    one.after("3M").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(one.incidentAfter("4M").judgement().page()).isTrue();
  }

  @Test
  void bothDevicesOfTheOnlySiteAreTheSitesOnceNothingTookOver() {
    var oslo =
        Story.at(Cast.topology(WEU, false, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2)));
    oslo.down(IN_0, OSLO_1, Reason.NOT_STATED).after("1S").down(IN_0, OSLO_2, Reason.NOT_STATED);

    assertThat(oslo.incidentAfter("119S").judgement())
        .isEqualTo(new Incident.Judgement(Severity.INFO, false, Cause.INSTANCE_FAILOVER));
    assertThat(oslo.incidentAfter("121S").judgement())
        .isEqualTo(new Incident.Judgement(Severity.CRITICAL, true, Cause.SITE_OUTAGE));
  }
}
