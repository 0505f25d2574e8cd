package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a cause means here says no more than the lines do. */
class MeaningTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  /** Nothing took over, so that only the gateway's words tell of a handover. */
  @Test
  void handoverAfterWhichNothingComesBackIsNotSaidToHaveBeenCarriedOut() {
    var single = Story.at(Cast.topology(NEU, false, Cast.toParis()));
    single.down(IN_0, PARIS, Reason.STANDBY_CHANGED);
    single.after("40S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    var told = single.incidentAfter("10M");

    assertThat(told.judgement().cause()).isEqualTo(Cause.INSTANCE_FAILOVER);
    assertThat(told.wording().explanation())
        .startsWith(
            "The gateway says that its active role moved between its instances; no line says that"
                + " the other one took over.")
        .doesNotContain("fault is in Azure");
  }

  @Test
  void whatIsTakenForAHandoverIsNotSaidToBeOneYet() {
    standby.down(IN_0, PARIS, Reason.NOT_STATED).down(IN_0, TOKYO, Reason.NOT_STATED);
    standby.down(IN_0, LIMA, Reason.NOT_STATED);

    assertThat(standby.incidentAfter("1M").wording().explanation())
        .startsWith("All that the active instance carried went together; if that is why, the other")
        .doesNotContain("fault is in Azure");
  }

  @Test
  void otherInstanceIsOnlySaidToFollowUntilItHas() {
    weu.maintenance(Optional.of(IN_0)).after("5S").down(IN_0, PARIS, Reason.NOT_STATED);
    weu.down(IN_0, TOKYO, Reason.NOT_STATED).down(IN_0, LIMA, Reason.NOT_STATED);
    weu.after("50S").up(IN_0, PARIS).up(IN_0, TOKYO).up(IN_0, LIMA);

    assertThat(explanation("10M")).contains("the other instance follows up to 45 min later");

    weu.after("20M").maintenance(Optional.of(IN_1)).down(IN_1, PARIS, Reason.NOT_STATED);
    weu.down(IN_1, TOKYO, Reason.NOT_STATED).down(IN_1, LIMA, Reason.NOT_STATED);

    assertThat(explanation("21M"))
        .startsWith("Azure worked on the gateway's hosts, one instance after the other; tunnels")
        .doesNotContain("follows");
  }

  @Test
  void instanceThatCarriesNothingIsNotSaidToFollow() {
    standby.maintenance(Optional.of(IN_0)).after("5S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(standby.incidentAfter("1M").wording().explanation())
        .startsWith("Azure worked on the gateway's hosts; tunnels on the instance being worked on")
        .doesNotContain("follows");
  }

  private String explanation(String after) {
    return weu.incidentAfter(after).wording().explanation();
  }
}
