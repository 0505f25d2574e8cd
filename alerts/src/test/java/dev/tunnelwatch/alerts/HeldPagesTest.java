package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.alerts.Send.Action.NOTIFY;
import static dev.tunnelwatch.alerts.Send.Action.PAGE;
import static dev.tunnelwatch.alerts.Send.Action.RESOLVE;
import static dev.tunnelwatch.alerts.Send.Action.SUMMARY;
import static dev.tunnelwatch.alerts.Send.Action.UPDATE;
import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing new is said while we catch up (rule 37). */
class HeldPagesTest {
  private static final Instant DUE = TEN.plusSeconds(220);
  private static final Instant SOON = DUE.plusSeconds(1);
  private final AlertBook book = new AlertBook();
  private final Incident open = parisUnreachable();

  @Test
  void rule37WhatWasWithdrawnIsNoPartOfTheSummary() {
    put(recovered(open, TEN.plusSeconds(300)));
    assertThat(book.decide(SOON, true)).isEmpty();
    put(Revised.next(Revised.next(open)).withState(IncidentState.CLOSED));

    assertThat(decide(SOON)).isEmpty();
  }

  @Test
  void rule37WhileCatchingUpNothingNewIsSaidAndThenWhatHealedIsOneSummary() {
    put(open);
    put(recovered(Revised.named("00000000000000aa", open), TEN.plusSeconds(300)));
    put(recovered(Revised.named("00000000000000bb", open), TEN.plusSeconds(400)));
    assertThat(book.decide(SOON, true)).isEmpty();

    var after = decide(SOON.plusSeconds(60));

    assertThat(after).extracting(Send::action).containsExactly(PAGE, SUMMARY);
    assertThat(after.getLast().incidents()).hasSize(2);
    assertThat(decide(SOON.plusSeconds(61))).isEmpty();
  }

  @Test
  void rule37WhatReopensWhileHeldIsPagedOnceAndStandsInNoSummary() {
    var over = recovered(open, TEN.plusSeconds(150));
    put(over);
    assertThat(book.decide(SOON, true)).isEmpty();
    put(Revised.reopened(over));

    assertThat(decide(SOON)).extracting(Send::action).containsExactly(PAGE);
    assertThat(decide(SOON)).isEmpty();

    put(Revised.next(recovered(Revised.reopened(over), TEN.plusSeconds(600))));
    assertThat(decide(TEN.plusSeconds(660))).extracting(Send::action).containsExactly(RESOLVE);
  }

  /** What is said of it while catching up may be over a moment later in what is caught up with. */
  @Test
  void rule37ANotificationBecomesNoPageWhileHeld() {
    put(Revised.warning(open));
    assertThat(decide(SOON)).extracting(Send::action).containsExactly(NOTIFY);
    put(Revised.critical(Revised.next(open)));

    assertThat(book.decide(SOON, true)).extracting(Send::action).containsExactly(UPDATE);
    assertThat(decide(SOON)).extracting(Send::action).containsExactly(PAGE);
  }

  @Test
  void rule37WhatIsLostAgainWakesNobodyWhileHeld() {
    put(open);
    assertThat(decide(SOON)).extracting(Send::action).containsExactly(PAGE);
    var again = SOON.plusSeconds(60);
    put(Revised.lostAt(Revised.next(open), again));
    var lasting = again.plus(AlertBook.LASTING);

    assertThat(book.decide(lasting, true)).extracting(Send::action).containsExactly(UPDATE);
    assertThat(decide(lasting)).extracting(Send::action).containsExactly(RESOLVE, PAGE);
  }

  /** Killed after it was posted and before anybody came to say so. */
  @Test
  void rule37ASummaryThatIsToldAgainIsTheSameOne() {
    var over = recovered(open, TEN.plusSeconds(300));
    var other = recovered(Revised.named("00000000000000bb", open), TEN.plusSeconds(400));
    var summaries = new ArrayList<Send>();
    for (var life : List.of(SOON, SOON.plusSeconds(90))) {
      var fresh = new AlertBook();
      fresh.put(over, Optional.of(DUE));
      fresh.put(other, Optional.of(DUE));
      fresh.decide(life, true);
      summaries.addAll(fresh.decide(life.plusSeconds(1), false));
    }

    assertThat(summaries).extracting(Send::action).containsExactly(SUMMARY, SUMMARY);
    assertThat(summaries.get(0).labels()).isEqualTo(summaries.get(1).labels());
    assertThat(summaries.get(0).labels().pageKey()).isEqualTo("summary-00000000000000bb");
  }

  @Test
  void rule37ASummaryIsNotToldAgainAfterARestart() {
    var over = recovered(open, TEN.plusSeconds(300));
    put(over);
    book.decide(SOON, true);
    var summary = decide(SOON).getFirst();

    var restarted = new AlertBook();
    book.acknowledge(summary, "alertmanager").forEach(restarted::restore);
    restarted.put(over, Optional.of(DUE));

    assertThat(summary.action()).isEqualTo(SUMMARY);
    assertThat(restarted.decide(SOON, true)).isEmpty();
    assertThat(restarted.decide(SOON, false)).isEmpty();
  }

  private void put(Incident incident) {
    book.put(incident, Optional.of(DUE));
  }

  private List<Send> decide(Instant now) {
    return book.decide(now, false);
  }
}
