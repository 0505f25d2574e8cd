package dev.tunnelwatch.timeline;

import static dev.tunnelwatch.model.testing.Incidents.GW_WEU;
import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SiteState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several people speak of one incident: whose word the list shows. */
class WordThatCountsTest {
  private static final Instant SAID = TEN.plusSeconds(300);
  private static final Instant NOON = TEN.plus(Duration.ofHours(2));
  private static final Deed EXPECTED = new Deed.ExpectUntil(NOON);
  private static final Deed ACKNOWLEDGED = new Deed.Acknowledge();
  private static final Deed CLOSED = new Deed.Close();
  private static final Deed NOTED = new Deed.Note("their router is being changed");

  private final IncidentBoard board = new IncidentBoard(10);
  private final Incident open = parisUnreachable();

  @Test
  void aRemarkHidesNobodyWhoLooksAfterIt() {
    board.put(open);
    say(NOTED);
    assertThat(countsAt(SAID)).contains(NOTED);

    say(ACKNOWLEDGED);
    say(NOTED);

    assertThat(countsAt(SAID)).contains(ACKNOWLEDGED);
  }

  @Test
  void whatEndsTheAlertGoesBeforeWhatHoldsItAndThatBeforeTheRest() {
    board.put(open);
    say(CLOSED);
    say(EXPECTED);
    say(ACKNOWLEDGED);

    assertThat(countsAt(SAID)).contains(CLOSED);
  }

  @Test
  void anExpectationHoldsUntilItsTimeAndTakesAnEarlierAcknowledgementWithIt() {
    board.put(open);
    say(ACKNOWLEDGED);
    say(EXPECTED);
    say(NOTED);

    assertThat(countsAt(NOON.minusSeconds(1))).contains(EXPECTED);
    assertThat(countsAt(NOON)).contains(NOTED);
  }

  /** Somebody may have been woken of it meanwhile: nobody is to be called safe from it. */
  @Test
  void whatNobodyHadSeenOvertakesAWordThoughItIsOverAgain() {
    board.put(open);
    say(EXPECTED);
    say(CLOSED);
    board.put(lost("lyon", Optional.empty()).withRevision(2));
    board.put(lost("lyon", Optional.of(TEN.plusSeconds(500))).withRevision(3));

    assertThat(countsAt(SAID)).isEmpty();

    var seenBoth = board.revisions(open.id()).get(1);
    board.put(
        new OperatorAction(
            open.id(), "carl", SAID.plusSeconds(9), Seen.of(seenBoth), new Deed.Close()));
    assertThat(countsAt(SAID)).contains(CLOSED);
  }

  @Test
  void anAcknowledgementIsOfWhatLastsNotOfWhatComesBack() {
    board.put(open);
    say(ACKNOWLEDGED);
    board.put(recovered(open, TEN.plusSeconds(400)));
    assertThat(countsAt(SAID)).contains(ACKNOWLEDGED); // who looked after it

    board.put(open.withRevision(3));

    assertThat(countsAt(SAID)).isEmpty();
  }

  /** By the topic, as the alerts have it: a clock that is slow makes no word an earlier one. */
  @Test
  void ofTwoExpectationsTheOneThatWasWrittenLastCounts() {
    board.put(open);
    var shorter = new Deed.ExpectUntil(NOON.minusSeconds(1800));
    say(EXPECTED);
    board.put(said(shorter, SAID.minusSeconds(60)));

    assertThat(countsAt(SAID)).contains(shorter);
    assertThat(board.words(open.id()).getLast().deed()).isEqualTo(EXPECTED);
  }

  private void say(Deed deed) {
    board.put(said(deed, SAID.plusSeconds(board.words(open.id()).size())));
  }

  private OperatorAction said(Deed deed, Instant at) {
    return new OperatorAction(open.id(), "carl", at, Seen.of(open), deed);
  }

  private Optional<Deed> countsAt(Instant now) {
    return board.wordThatCounts(open.id(), now).map(OperatorAction::deed);
  }

  private Incident lost(String site, Optional<Instant> until) {
    var also =
        new Redundancy(
            GW_WEU, site, 1, 0, SiteState.LOST, Optional.of(TEN.plusSeconds(400)), until);
    return Tales.withRedundancy(
        open, Stream.concat(open.redundancy().stream(), Stream.of(also)).toList());
  }
}
