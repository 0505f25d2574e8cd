package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Reason;
import org.junit.jupiter.api.Test;

/** What is said of paths that were never seen up (rule 30). */
class LifelessTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @Test
  void whoNeverAnsweredDidNotStop() {
    for (int i = 0; i < 5; i++) {
      standby.after(i + "M").refused(IN_0, LIMA, Reason.NEGOTIATION_TIMED_OUT);
    }

    var words = standby.incidentAfter("5M").wording();

    assertThat(words.title())
        .isEqualTo(
            "lima is not coming up on gw-neu since 10:00:00: peer " + LIMA + " does not answer");
    assertThat(words.explanation()).startsWith("The peer does not answer: ");
  }

  @Test
  void aLogThatBeginsWhileASiteIsLostSaysThatNothingWasEverSeenOfIt() {
    weu.alive(IN_0, TOKYO);
    for (int i = 0; i < 5; i++) {
      weu.after(i + "M10S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);
      weu.after(i + "M11S").refused(IN_1, PARIS, Reason.NEGOTIATION_TIMED_OUT);
    }

    var words = weu.incidentAfter("5M").wording();

    assertThat(words.title())
        .isEqualTo(
            "paris is not coming up on gw-weu since 10:00:10: peer " + PARIS + " does not answer");
    assertThat(words.explanation())
        .contains(
            "gw-weu sees no sign of life of paris on either instance since the log begins at"
                + " 10:00:00; whether it was up before that is unknown.")
        .doesNotContain("kept all");
  }

  @Test
  void attemptsThatCeaseAreNoRecovery() {
    standby.refused(IN_0, LIMA, Reason.AUTHENTICATION);
    standby.after("20S").refused(IN_0, LIMA, Reason.AUTHENTICATION);
    standby.after("50S").refused(IN_0, LIMA, Reason.AUTHENTICATION);

    var words = standby.incidentAfter("30M").wording();

    assertThat(words.title())
        .isEqualTo(
            "lima did not come up on gw-neu, no attempt since 10:00:50: IKE authentication"
                + " refused");
    assertThat(words.explanation()).contains("No attempt since 10:00:50; it did not come up.");
  }

  @Test
  void whatCameUpInTheEndIsNotSaidToHaveGivenUp() {
    standby.refused(IN_0, LIMA, Reason.AUTHENTICATION);
    standby.after("50S").refused(IN_0, LIMA, Reason.AUTHENTICATION);
    standby.after("2M").up(IN_0, LIMA);

    var words = standby.incidentAfter("30M").wording();

    assertThat(words.title()).contains("lima did not come up on gw-neu 10:00:00 to 10:00:50");
    assertThat(words.explanation()).contains("It came up at 10:02:00.").doesNotContain("attempt");
  }

  @Test
  void aPathThatNeverCameUpIsNoneOfThoseThatWereKept() {
    weu.after("1M").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after("2M").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    assertThat(explanation("5M"))
        .contains(
            "Whether paris from gw-weu kept its paths is not known, since no line of the tunnel log"
                + " was read. There is no sign of life on gw-weu IN_0 "
                + PARIS
                + " since the log begins at 10:01:00;");
  }

  private String explanation(String after) {
    return weu.incidentAfter(after).wording().explanation();
  }
}
