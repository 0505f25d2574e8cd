package dev.tunnelwatch.timeline;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IncidentBoardTest {

  @Test
  void theNewestRevisionIsListedAndTheEarlierOnesAreKept() {
    var board = new IncidentBoard(10);
    var open = parisUnreachable();
    var over = recovered(open, TEN.plusSeconds(600));

    board.put(open);
    board.put(over);

    assertThat(board.listed()).containsExactly(over);
    assertThat(board.revisions(open.id())).containsExactly(open, over);
  }

  @Test
  void aRevisionThatComesAgainChangesNothing() {
    var board = new IncidentBoard(10);
    var open = parisUnreachable();
    board.put(open);
    board.put(recovered(open, TEN.plusSeconds(600)));
    long before = board.version();

    board.put(open);

    assertThat(board.version()).isEqualTo(before);
    assertThat(board.listed()).extracting(Incident::state).containsExactly(IncidentState.RECOVERED);
  }

  @Test
  void anIncidentThatWasMergedAwayIsNotListed() {
    var board = new IncidentBoard(10);
    var merged =
        parisUnreachable()
            .withState(IncidentState.CLOSED)
            .withLineage(new Incident.Lineage(List.of(), Optional.of("fedcba9876543210")));

    board.put(merged);

    assertThat(board.listed()).isEmpty();
    assertThat(board.revisions(merged.id())).containsExactly(merged);
  }

  @Test
  void theLastHeirIsFoundThoughHeirsGoRoundInACircleForAWhile() {
    var board = new IncidentBoard(10);
    board.put(merged("00000000000000aa", "00000000000000bb"));
    board.put(merged("00000000000000bb", "00000000000000cc"));
    assertThat(board.heirOf("00000000000000aa")).contains("00000000000000cc");

    board.put(Tales.named("00000000000000cc", parisUnreachable()));
    assertThat(board.heirOf("00000000000000aa")).contains("00000000000000cc");
    assertThat(board.heirOf("00000000000000cc")).isEmpty();

    board.put(merged("00000000000000cc", "00000000000000aa").withRevision(2));
    assertThat(board.heirOf("00000000000000aa")).contains("00000000000000cc");
  }

  private static Incident merged(String id, String heir) {
    return Tales.named(id, parisUnreachable())
        .withState(IncidentState.CLOSED)
        .withLineage(new Incident.Lineage(List.of(), Optional.of(heir)));
  }

  @Test
  void theLongestClosedGivesWayAndWhatIsOpenStays() {
    var board = new IncidentBoard(2);
    var open = Tales.named("00000000000000aa", parisUnreachable());
    var closedEarly = closed("00000000000000bb", 300);
    var closedLate = closed("00000000000000cc", 900);

    List.of(open, closedEarly, closedLate).forEach(board::put);

    assertThat(board.listed()).containsExactly(open, closedLate);
  }

  @Test
  void ofAnIncidentRevisedForEverTheFirstAndTheNewestRevisionsAreKept() {
    var board = new IncidentBoard(10);
    var incident = parisUnreachable();

    for (int revision = 1; revision <= IncidentBoard.MAX_REVISIONS + 50; revision++) {
      board.put(incident.withRevision(revision));
    }

    assertThat(board.revisions(incident.id()))
        .hasSize(IncidentBoard.MAX_REVISIONS)
        .extracting(Incident::revision)
        .startsWith(1, 52)
        .endsWith(IncidentBoard.MAX_REVISIONS + 50);
  }

  @Test
  void wordsOfPeopleStandWithTheIncidentThatTookOverAndAreBounded() {
    var board = new IncidentBoard(2);
    var heir = Tales.named("00000000000000aa", parisUnreachable());
    board.put(note(parisUnreachable(), "first"));
    board.put(note(heir, "second"));
    board.put(
        heir.withLineage(new Incident.Lineage(List.of(parisUnreachable().id()), Optional.empty())));

    assertThat(board.words(heir.id()))
        .extracting(OperatorAction::deed)
        .containsExactly(new Deed.Note("first"), new Deed.Note("second"));

    board.put(note(Tales.named("00000000000000bb", heir), "of another"));
    assertThat(board.words(heir.id())).hasSize(1);
    for (int i = 0; i < IncidentBoard.MAX_WORDS + 5; i++) {
      board.put(note(heir, "again " + i));
    }
    assertThat(board.words(heir.id())).hasSize(IncidentBoard.MAX_WORDS);
  }

  private static OperatorAction note(Incident of, String text) {
    var at = text.equals("first") ? TEN : TEN.plusSeconds(60);
    return new OperatorAction(of.id(), "anna", at, Seen.of(of), new Deed.Note(text));
  }

  private static Incident closed(String id, long endedAfterSeconds) {
    return Tales.named(id, recovered(parisUnreachable(), TEN.plusSeconds(endedAfterSeconds)))
        .withState(IncidentState.CLOSED);
  }
}
