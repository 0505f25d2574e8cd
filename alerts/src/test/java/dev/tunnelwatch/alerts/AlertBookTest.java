package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.alerts.Send.Action.NOTIFY;
import static dev.tunnelwatch.alerts.Send.Action.PAGE;
import static dev.tunnelwatch.alerts.Send.Action.RESOLVE;
import static dev.tunnelwatch.alerts.Send.Action.TELL;
import static dev.tunnelwatch.alerts.Send.Action.UPDATE;
import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.Tier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertBookTest {
  private static final Instant DUE = TEN.plusSeconds(220);
  private static final Instant SOON = DUE.plusSeconds(1);
  private final AlertBook book = new AlertBook();
  private final Incident open = parisUnreachable();

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, 1"}) // both sides of the due instant
  void rule35NobodyIsWokenBeforeThePageIsDue(long secondsAfterDue, int sends) {
    put(open);

    assertThat(decide(DUE.plusSeconds(secondsAfterDue))).hasSize(sends);
  }

  @Test
  void rule34OneIncidentIsOnePageThenUpdatesThenItsEnd() {
    put(open);
    assertThat(decide(SOON)).singleElement().returns(PAGE, Send::action);
    assertThat(decide(SOON)).isEmpty();

    put(Revised.saying("paris unreachable, the peer restarted", open));
    assertThat(decide(SOON)).singleElement().returns(UPDATE, Send::action);

    put(recovered(Revised.next(open), TEN.plusSeconds(600)));
    assertThat(decide(TEN.plusSeconds(660))).singleElement().returns(RESOLVE, Send::action);
    assertThat(decide(TEN.plusSeconds(661))).isEmpty();
  }

  /** A time beyond which no minute can be counted: nothing that a rule has an answer for. */
  @Test
  void anIncidentOverWhichItFailsCostsNoOtherItsPage() {
    var metrics = new SimpleMeterRegistry();
    var guarded = new AlertBook(new Words(), new Untold(metrics));
    var strange = Revised.named("strange", open);
    guarded.put(strange, Optional.of(DUE));
    guarded.decide(SOON, false);

    guarded.put(Revised.lostAt(Revised.next(strange), Instant.MAX), Optional.of(DUE));
    guarded.put(open, Optional.of(DUE));

    assertThat(guarded.decide(SOON.plusSeconds(1), false))
        .extracting(send -> send.labels().pageKey())
        .containsExactly(open.id());
    var untold = metrics.get("tunnelwatch.alerts.untold").gauge();
    assertThat(untold.value()).isEqualTo(1);
    guarded.decide(SOON.plusSeconds(2), false);
    assertThat(untold.value()).as("the same once more").isEqualTo(1);

    var mended = Revised.lostAt(Revised.next(Revised.next(strange)), SOON);
    guarded.put(mended, Optional.of(DUE));
    guarded.decide(SOON.plusSeconds(3), false);
    assertThat(untold.value()).isZero();
  }

  /** Rule 40: that a page would now have been due at another time, or one more line, is no news. */
  @Test
  void revisionThatTellsTheReaderNothingNewIsNotSent() {
    put(open);
    decide(SOON);

    book.put(Revised.next(open), Optional.of(DUE.plusSeconds(5)));
    assertThat(decide(SOON.plusSeconds(1))).isEmpty();
    assertThat(decide(SOON.plusSeconds(60))).isEmpty();

    put(Revised.saying("paris unreachable, the peer restarted", Revised.next(open)));
    assertThat(decide(SOON.plusSeconds(61))).singleElement().returns(UPDATE, Send::action);
  }

  @Test
  void aBlipConcernsNobody() {
    put(Revised.info(recovered(open, TEN.plusSeconds(134))));

    assertThat(decide(SOON)).isEmpty();
    assertThat(decide(TEN.plus(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void rule35WhatHealedIsNotPagedThoughItStaysOpenForAMinute() {
    var healed = recovered(open, DUE.minusSeconds(20));
    put(healed.withState(IncidentState.OPEN));
    assertThat(decide(SOON)).isEmpty();

    put(Revised.next(healed));

    assertThat(decide(SOON)).extracting(Send::action).containsExactly(TELL);
  }

  @Test
  void rule35ASiteThatIsBackOnOneOfItsPathsWakesNobody() {
    put(Revised.backAt(open, DUE.minusSeconds(20)));

    assertThat(decide(SOON)).singleElement().returns(NOTIFY, Send::action);

    put(Revised.next(open));
    assertThat(decide(SOON)).singleElement().returns(PAGE, Send::action);
  }

  @Test
  void rule35WhatHealedBeforeItWasDueIsToldOnceAndWakesNobody() {
    put(open);
    assertThat(decide(DUE.minusSeconds(5))).isEmpty();

    put(recovered(open, DUE.minusSeconds(2)));

    assertThat(decide(SOON))
        .singleElement()
        .returns(TELL, Send::action)
        .returns(Tier.NOTIFY, Send::tier);
    assertThat(decide(SOON)).isEmpty();
  }

  @Test
  void aWarningThatTurnsCriticalWakesSomeoneUnderTheSameKey() {
    put(Revised.warning(open));
    var told = decide(SOON);
    put(Revised.critical(Revised.next(open)));
    var paged = decide(SOON);

    assertThat(told).singleElement().returns(NOTIFY, Send::action);
    assertThat(paged).singleElement().returns(PAGE, Send::action).returns(Tier.PAGE, Send::tier);
    assertThat(paged.getFirst().labels()).isEqualTo(told.getFirst().labels());
  }

  @Test
  void theTierNeverFallsWhileItFires() {
    put(open);
    decide(SOON);

    put(Revised.warning(Revised.next(open)));

    assertThat(decide(SOON))
        .singleElement()
        .returns(UPDATE, Send::action)
        .returns(Tier.PAGE, Send::tier);
  }

  @Test
  void rule38WhatReopensPagesAgainUnderItsKey() {
    put(open);
    var first = decide(SOON).getFirst();
    var over = recovered(open, TEN.plusSeconds(600));
    put(over);
    decide(TEN.plusSeconds(660));

    put(Revised.reopened(over));

    assertThat(decide(TEN.plusSeconds(700)))
        .singleElement()
        .returns(PAGE, Send::action)
        .returns(first.labels(), Send::labels);
  }

  /** It works, so that it is told as any notification, and somebody is woken once it does not. */
  @Test
  void rule35WhatReopensWithAPathLeftWakesNobodyBeforeItIsLost() {
    put(open);
    decide(SOON);
    var back = Revised.backAt(open, SOON.plusSeconds(20));
    put(recovered(back, TEN.plusSeconds(600)));
    decide(TEN.plusSeconds(660));

    put(Revised.reopened(recovered(back, TEN.plusSeconds(600))));
    assertThat(told(decide(TEN.plusSeconds(1_080))))
        .containsExactly("NOTIFY NOTIFY " + open.id() + '+');

    put(Revised.lostAt(Revised.next(Revised.next(open)), TEN.plusSeconds(1_200)));
    assertThat(told(decide(TEN.plusSeconds(1_290))))
        .containsExactly("PAGE PAGE " + open.id() + '+');
  }

  /** In whatever tier: to tell it would be to say what never was. */
  @Test
  void rule39WhatWasWithdrawnBeforeItWasToldIsNeverTold() {
    var warned = Revised.named("00000000000000aa", Revised.warning(open));
    for (var incident : List.of(open, warned)) {
      put(incident);
      assertThat(decide(DUE.minusSeconds(5))).isEmpty();
      put(Revised.next(incident).withState(IncidentState.CLOSED));
    }

    assertThat(decide(SOON)).isEmpty();
  }

  private static List<String> told(List<Send> sends) {
    return sends.stream()
        .map(send -> send.action() + " " + send.tier() + " " + send.labels().pageKey())
        .toList();
  }

  @Test
  void rule38WhatIsLostAgainBeforeItWasCalledOverWakesNobodyWhileItIsShort() {
    put(open);
    decide(SOON);
    put(Revised.backAt(Revised.next(open), SOON.plusSeconds(20)));
    decide(SOON.plusSeconds(60));

    var again = SOON.plusSeconds(90);
    put(Revised.lostAt(Revised.next(open), again));
    assertThat(decide(again.plusSeconds(60))).extracting(Send::action).containsExactly(UPDATE);
    assertThat(decide(again.plusSeconds(599))).isEmpty();
  }

  @Test
  void rule38WhatIsLostAgainForTenMinutesPagesOnceMore() {
    put(open);
    decide(SOON);
    var again = SOON.plusSeconds(90);
    put(Revised.lostAt(Revised.next(open), again));
    decide(again.plusSeconds(60));

    assertThat(decide(again.plusSeconds(600)))
        .extracting(send -> send.action() + " " + send.labels().pageKey())
        .containsExactly("RESOLVE " + open.id(), "PAGE " + open.id() + '+');
    assertThat(decide(again.plusSeconds(6_000))).isEmpty();

    put(recovered(Revised.next(open), again.plusSeconds(6_010)));
    assertThat(decide(again.plusSeconds(6_100)))
        .extracting(send -> send.action() + " " + send.labels().pageKey())
        .containsExactly("RESOLVE " + open.id() + '+');
  }

  @Test
  void rule38WhatStaysLostAfterItsPageIsNoNews() {
    put(open);
    decide(SOON);

    assertThat(decide(SOON.plus(Duration.ofHours(3)))).isEmpty();
  }

  @Test
  void afterARestartWhatFiresIsSaidAgainAndNothingIsPagedTwice() {
    put(open);
    var page = decide(SOON).getFirst();
    var kept = book.acknowledge(page, "alertmanager").getFirst();

    var restarted = new AlertBook();
    restarted.restore(kept);
    restarted.put(open, Optional.of(DUE));

    assertThat(restarted.toSayAgain(Set.of("alertmanager"), SOON))
        .singleElement()
        .returns(UPDATE, Send::action)
        .returns(page.labels(), Send::labels);
    assertThat(restarted.decide(SOON, false)).isEmpty();
  }

  @Test
  void afterARestartAnEndThatAReceiverDidNotTakeIsSaidAgain() {
    put(open);
    decide(SOON);
    var over = recovered(open, TEN.plusSeconds(600));
    put(over);
    var end = decide(TEN.plusSeconds(660)).getFirst();
    var kept = book.acknowledge(end, "terminal").getFirst();

    var restarted = new AlertBook();
    restarted.restore(kept);
    restarted.put(over, Optional.of(DUE));

    assertThat(restarted.toSayAgain(Set.of("terminal", "alertmanager"), TEN.plusSeconds(700)))
        .extracting(Send::action)
        .containsExactly(RESOLVE);
    assertThat(restarted.toSayAgain(Set.of("terminal"), TEN.plusSeconds(700))).isEmpty();
  }

  @Test
  void anAcknowledgementOfSomethingOlderIsNotKept() {
    put(open);
    var page = decide(SOON).getFirst();
    put(Revised.saying("paris unreachable, the peer restarted", open));
    decide(SOON);

    assertThat(book.acknowledge(page, "alertmanager"))
        .extracting(SentAlert::takers)
        .containsExactly(
            new SentAlert.Takers(Set.of(), Set.of("alertmanager"), Set.of("alertmanager")));
  }

  @Test
  void anAcknowledgementOfThePageIsNotOneOfItsEnd() {
    put(open);
    var page = decide(SOON).getFirst();
    put(recovered(open, TEN.plusSeconds(600)).withRevision(open.revision()));
    decide(TEN.plusSeconds(660));

    assertThat(book.acknowledge(page, "alertmanager"))
        .extracting(SentAlert::takers)
        .containsExactly(
            new SentAlert.Takers(Set.of(), Set.of("alertmanager"), Set.of("alertmanager")));
  }

  private void put(Incident incident) {
    book.put(incident, Optional.of(DUE));
  }

  private List<Send> decide(Instant now) {
    return book.decide(now, false);
  }
}
