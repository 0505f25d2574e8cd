package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is over is let go of, and nothing that fires. */
class ForgettingTest {
  private static final Instant DUE = TEN.plusSeconds(220);
  private static final Instant SOON = DUE.plusSeconds(1);
  private final AlertBook book = new AlertBook();
  private final Incident open = parisUnreachable();

  /** Who takes over reads what happened in ninety days. */
  @Test
  void whatWasOverLongAgoIsLetGoAsItIsRead() {
    var over = closed(open);
    var now = SOON.plus(Duration.ofDays(89));
    for (int i = 0; i < 100_000; i++) {
      read("over" + i, over, now);
      assertThat(book.remembered()).isLessThan(10);
    }
    read("open", open, now);
    read("lately", closed(recovered(open, now.minusSeconds(3_600))), now);

    assertThat(book.remembered()).isEqualTo(2);
    assertThat(told(decide(now))).containsExactlyInAnyOrder("PAGE PAGE open", "TELL NOTIFY lately");
  }

  /** Its page fires until somebody is told that it does not, be it that nobody sent for days. */
  @Test
  void whatWasOverLongAgoAndFiresIsKeptUntilItsEndIsTold() {
    put(open);
    var page = book.toKeep(decide(SOON).getFirst(), Set.of("hook")).orElseThrow();
    var heir = Revised.replacing(open.id(), Revised.named("fedcba9876543210", open));
    var now = SOON.plus(Duration.ofDays(3));
    for (var read :
        List.of(
            List.of(closed(open)),
            List.of(Revised.mergedInto(heir.id(), open), closed(heir)),
            List.of(closed(heir), Revised.mergedInto(heir.id(), open)))) {
      var after = new AlertBook();
      after.restore(page);
      after.restored();
      for (var incident : read) {
        after.put(incident, Optional.of(DUE));
        after.letGo(incident.id(), now);
      }

      assertThat(told(after.decide(now, true))).containsExactly("RESOLVE PAGE " + open.id());
      assertThat(after.remembered()).isZero();
    }
  }

  private void read(String id, Incident incident, Instant now) {
    book.put(Revised.named(id, incident), Optional.of(DUE));
    book.letGo(id, now);
  }

  private static Incident closed(Incident incident) {
    var over = incident.span().endedAt().isPresent();
    return (over ? incident : recovered(incident, SOON)).withState(IncidentState.CLOSED);
  }

  /** Nothing of either has an end of its own, by which it could be forgotten. */
  @Test
  void whatWasWithdrawnOrMergedIsForgottenToo() {
    put(Revised.next(open).withState(IncidentState.CLOSED));
    put(Revised.mergedInto("fedcba9876543210", Revised.named("00000000000000aa", open)));
    decide(SOON);
    assertThat(book.remembered()).isEqualTo(2);

    decide(SOON.plus(AlertBook.MEMORY));

    assertThat(book.remembered()).isZero();
  }

  /** Whatever still fires has to be ended one day. */
  @Test
  void whatFiresIsNotForgottenThoughItIsLongMerged() {
    put(open);
    decide(SOON);
    put(Revised.mergedInto("fedcba9876543210", open));
    var late = SOON.plus(AlertBook.MEMORY).plusSeconds(60);
    assertThat(decide(late)).as("its heir is not read yet").isEmpty();

    put(recovered(Revised.named("fedcba9876543210", Revised.next(open)), late));

    assertThat(told(decide(late.plusSeconds(1)))).containsExactly("RESOLVE PAGE " + open.id());
  }

  private static List<String> told(List<Send> sends) {
    return sends.stream()
        .map(send -> send.action() + " " + send.tier() + " " + send.labels().pageKey())
        .toList();
  }

  private void put(Incident incident) {
    book.put(incident, Optional.of(DUE));
  }

  private List<Send> decide(Instant now) {
    return book.decide(now, false);
  }
}
