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
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.Tier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a receiver that keeps what it took hears after a crash of ours: what it lacks. */
class AfterRestartTest {
  private static final Instant DUE = TEN.plusSeconds(220);
  private static final Instant SOON = DUE.plusSeconds(1);
  private static final String HOOK = "webhook";
  private static final String HEIR = "fedcba9876543210";
  private static final Set<String> BOTH = Set.of("terminal", HOOK);

  private final AlertBook book = new AlertBook();
  private final Incident open = parisUnreachable();

  @Test
  void itHearsNothingOfWhatItTook() {
    var page = say(open, SOON).getFirst();

    assertThat(lacked(restarted(kept(page, HOOK), open))).isEmpty();
  }

  /** An update of what it never heard of would wake nobody. */
  @Test
  void pageThatItDidNotTakeIsAPageAgain() {
    var page = say(open, SOON).getFirst();

    assertThat(lacked(restarted(kept(page, "terminal"), open)))
        .singleElement()
        .returns(PAGE, Send::action)
        .returns(page.labels(), Send::labels);
  }

  @Test
  void notificationThatItDidNotTakeIsANotificationAgain() {
    var warning = Revised.warning(open);
    var notification = say(warning, SOON).getFirst();

    assertThat(lacked(restarted(kept(notification, "terminal"), warning)))
        .singleElement()
        .returns(NOTIFY, Send::action);
  }

  @Test
  void whatChangedMeanwhileIsAnUpdateOfWhatItTook() {
    var page = say(open, SOON).getFirst();
    var book2 = restarted(kept(page, HOOK), Revised.next(open));

    assertThat(lacked(book2)).isEmpty();
    assertThat(book2.decide(SOON, false)).extracting(Send::action).containsExactly(UPDATE);
  }

  @Test
  void itIsNotWokenAgainWhereItTookThePageButNotItsUpdate() {
    kept(say(open, SOON).getFirst(), HOOK);
    var next = Revised.saying("paris unreachable, the peer restarted", open);
    var update = say(next, SOON).getFirst();

    assertThat(lacked(restarted(kept(update, "terminal"), next)))
        .extracting(Send::action)
        .containsExactly(UPDATE);
  }

  @Test
  void itStillTookThePageThoughSomethingNewerWasSaidMeanwhile() {
    var page = say(open, SOON).getFirst();
    var next = Revised.saying("paris unreachable, the peer restarted", open);
    say(next, SOON);

    assertThat(lacked(restarted(kept(page, HOOK), next)))
        .extracting(Send::action)
        .containsExactly(UPDATE);
  }

  /** Whoever was only notified has not heard that somebody is to be woken. */
  @Test
  void itIsWokenWhereItTookTheNotificationButNotThePageThatItBecame() {
    var notification = say(Revised.warning(open), SOON).getFirst();
    kept(notification, HOOK);
    var worse = Revised.critical(Revised.next(open));
    var page = say(worse, SOON.plusSeconds(1)).getFirst();
    assertThat(page.action()).isEqualTo(PAGE);
    assertThat(book.acknowledge(notification, HOOK)).as("late, once more").isEmpty();

    assertThat(lacked(restarted(book.toKeep(page, BOTH).orElseThrow(), worse)))
        .extracting(Send::action)
        .containsExactly(PAGE);
  }

  @Test
  void itIsWokenByWhatReopensThoughItTookThePageBefore() {
    kept(say(open, SOON).getFirst(), HOOK);
    var over = recovered(open, TEN.plusSeconds(600));
    kept(say(over, TEN.plusSeconds(660)).getFirst(), HOOK);
    var again = Revised.next(Revised.reopened(over));
    var page = say(again, TEN.plusSeconds(700)).getFirst();
    assertThat(page.action()).isEqualTo(PAGE);

    assertThat(lacked(restarted(book.toKeep(page, BOTH).orElseThrow(), again)))
        .extracting(Send::action)
        .containsExactly(PAGE);
  }

  /** No end without a beginning; what was over long before is no news either. */
  @Test
  void endOfWhatItNeverHeardOfIsToldAsSomethingThatWas() {
    kept(say(open, SOON).getFirst(), "terminal");
    var over = recovered(open, SOON.minusSeconds(5));
    var end = kept(say(over, SOON).getFirst(), "terminal");

    assertThat(lacked(restarted(end, over)))
        .singleElement()
        .returns(TELL, Send::action)
        .returns(Tier.NOTIFY, Send::tier)
        .returns(open.id(), send -> send.labels().pageKey());

    var later = restarted(end, over);
    var again = later.toSayAgain(BOTH, SOON.plusSeconds(4_000));
    assertThat(again).extracting(Send::action).containsExactly(RESOLVE);
    assertThat(later.saidAgain().lackedBy(HOOK, again.getFirst())).isEmpty();
    assertThat(later.toSayAgain(BOTH, SOON.plus(AlertBook.MEMORY).plusSeconds(1))).isEmpty();
  }

  /** Its key was wrong over night, and whoever set it right had to start us again. */
  @Test
  void whoeverTookThingsBeforeIsToldOfADayAgo() {
    kept(say(open, SOON).getFirst(), "terminal");
    var over = recovered(open, SOON.minusSeconds(5));
    var after = restarted(kept(say(over, SOON).getFirst(), "terminal"), over);
    after.restore(tookOnce(HOOK));
    var morning = SOON.plusSeconds(30 * 3_600);

    var again = after.toSayAgain(BOTH, morning);

    assertThat(again.stream().flatMap(send -> after.saidAgain().lackedBy(HOOK, send).stream()))
        .singleElement()
        .returns(TELL, Send::action)
        .returns(Tier.NOTIFY, Send::tier);
  }

  @Test
  void whatItWasToldAsSomethingThatWasIsNotToldAgainAfterTheNextCrash() {
    kept(say(open, SOON).getFirst(), "terminal");
    var over = recovered(open, SOON.minusSeconds(5));
    var after = restarted(kept(say(over, SOON).getFirst(), "terminal"), over);
    var told = lacked(after).getFirst();
    assertThat(told.action()).isEqualTo(TELL);

    var took = after.acknowledge(told, HOOK);

    assertThat(took).hasSize(1);
    assertThat(lacked(restarted(took.getFirst(), over))).isEmpty();
  }

  private static SentAlert tookOnce(String receiver) {
    return new SentAlert(
        new SentAlert.Labels("long-ago", "gw", "lyon", "site"),
        "long-ago",
        Tier.PAGE,
        SentAlert.Status.RESOLVED,
        1,
        TEN.minusSeconds(86_400),
        new SentAlert.Takers(Set.of(receiver), Set.of(receiver), Set.of(receiver)));
  }

  /** Its beginning was posted or not: that is known of by then, whatever its id became. */
  @Test
  void whatWasDecidedIsKnownBeforeAnybodyTookIt() {
    var page = say(open, SOON).getFirst();
    var kept = book.toKeep(page, BOTH).orElseThrow();
    var heir = Revised.replacing(open.id(), Revised.named(HEIR, open));

    var after = restarted(kept, Revised.mergedInto(HEIR, open));
    after.put(heir, Optional.of(DUE));

    assertThat(lacked(after))
        .extracting(send -> send.action() + " " + send.labels().pageKey())
        .containsExactly("PAGE " + open.id());
    assertThat(after.decide(SOON, false)).extracting(Send::action).containsExactly(UPDATE);
  }

  @Test
  void itMattersNotInWhichOrderKafkaGivesBackWhatWasSaid() {
    say(open, SOON);
    var again = Revised.lostAt(open, SOON.plusSeconds(60));
    var sends = say(again, SOON.plusSeconds(60).plus(AlertBook.LASTING));
    var now = SOON.plusSeconds(61).plus(AlertBook.LASTING);

    for (var order : List.of(sends, sends.reversed())) {
      var after = new AlertBook();
      after.restore(firing(open)); // before it was said to be over
      order.forEach(send -> after.restore(book.toKeep(send, BOTH).orElseThrow()));
      after.restored();
      after.put(again, Optional.of(DUE));

      assertThat(after.decide(now, false)).filteredOn(s -> s.action() != UPDATE).isEmpty();
    }
  }

  private SentAlert firing(Incident incident) {
    var labels = Labels.of(incident);
    return new SentAlert(
        labels,
        incident.id(),
        Tier.PAGE,
        SentAlert.Status.FIRING,
        1,
        SOON,
        new SentAlert.Takers(Set.of(HOOK), Set.of(HOOK), Set.of(HOOK)));
  }

  @Test
  void endThatItDidNotTakeIsToldAndOneThatItTookIsNot() {
    kept(say(open, SOON).getFirst(), HOOK);
    var over = recovered(open, TEN.plusSeconds(600));
    var end = say(over, TEN.plusSeconds(660)).getFirst();

    assertThat(lacked(restarted(kept(end, "terminal"), over)))
        .extracting(Send::action)
        .containsExactly(RESOLVE);
    assertThat(lacked(restarted(kept(end, HOOK), over))).isEmpty();
  }

  /** Whoever took it may have been killed before it passed it on; an hour later nobody was. */
  @Test
  void endThatAllTookIsKnownForAnHour() {
    kept(say(open, SOON).getFirst(), HOOK);
    var over = recovered(open, TEN.plusSeconds(600));
    var end = say(over, TEN.plusSeconds(660)).getFirst();
    var after = restarted(kept(end, HOOK), over);

    assertThat(after.saidAgain().endedLately(Set.of(HOOK), TEN.plusSeconds(700)))
        .extracting(Send::action)
        .containsExactly(RESOLVE);
    assertThat(after.saidAgain().endedLately(BOTH, TEN.plusSeconds(700))).isEmpty();
    assertThat(after.saidAgain().endedLately(Set.of(HOOK), TEN.plusSeconds(4_300))).isEmpty();
  }

  /** The page before is an alert of its own, and nobody would ever end it. */
  @Test
  void endOfThePageBeforeIsToldToThoughTheLineageGoesOnUnderAnother() {
    kept(say(open, SOON).getFirst(), HOOK);
    var again = Revised.lostAt(open, SOON.plusSeconds(60));
    var sends = say(again, SOON.plusSeconds(60).plus(AlertBook.LASTING));
    assertThat(sends).extracting(Send::action).containsExactly(RESOLVE, PAGE);

    var after = new AlertBook();
    sends.forEach(send -> after.restore(kept(send, "terminal")));
    after.put(again, Optional.of(DUE));

    assertThat(lacked(after))
        .extracting(send -> send.action() + " " + send.labels().pageKey())
        .containsExactlyInAnyOrder("RESOLVE 0123456789abcdef", "PAGE 0123456789abcdef+");
  }

  /** Alertmanager let the alert end by itself meanwhile: said once more it is a new one. */
  @Test
  void whatHealedWhileWeWereDownIsToldByItsEndAlone() {
    var page = say(open, SOON).getFirst();
    var down = SOON.plusSeconds(1_200);

    for (var over : List.of(recovered(open, down.minusSeconds(300)), closed(down))) {
      var after = restarted(kept(page, "terminal"), over);

      assertThat(after.toSayAgain(BOTH, down)).isEmpty();
      assertThat(after.decide(down, true)).extracting(Send::action).containsExactly(RESOLVE);
    }
  }

  @Test
  void whatWasMergedWhileWeWereDownGoesOnIfItsHeirDoes() {
    var page = say(open, SOON).getFirst();
    var heir = Revised.replacing(open.id(), Revised.named(HEIR, open));
    var merged = Revised.mergedInto(HEIR, open);

    var goesOn = restarted(kept(page, HOOK), merged);
    goesOn.put(heir, Optional.of(DUE));
    assertThat(goesOn.toSayAgain(BOTH, SOON)).extracting(Send::action).containsExactly(UPDATE);

    var healed = restarted(kept(page, HOOK), merged);
    healed.put(recovered(heir, SOON), Optional.of(DUE));
    assertThat(healed.toSayAgain(BOTH, SOON)).isEmpty();
    assertThat(healed.decide(SOON, true))
        .extracting(send -> send.action() + " " + send.labels().pageKey())
        .containsExactly("RESOLVE " + open.id());
  }

  /**
   * It was posted or not, and only its end can take it back where a receiver keeps what it took.
   */
  @Test
  void endIsToldToWhomeverABeginningWentOffThoughNobodyCameToSaySo() {
    var page = say(open, SOON).getFirst();
    var kept = book.toKeep(page, BOTH).orElseThrow();
    var withdrawn = Revised.next(open).withState(IncidentState.CLOSED);

    for (var over : List.of(withdrawn, Revised.mergedInto(HEIR, open))) {
      var after = new AlertBook();
      after.restore(kept);
      after.restore(firing(Revised.named(HEIR, open)));
      after.put(over, Optional.of(DUE));
      after.put(Revised.named(HEIR, open), Optional.empty());
      assertThat(after.toSayAgain(BOTH, SOON)).extracting(Send::action).containsExactly(UPDATE);
      var end =
          after.decide(SOON, true).stream()
              .filter(send -> send.labels().equals(page.labels()))
              .toList()
              .getFirst();

      assertThat(after.saidAgain().lackedBy(HOOK, end)).get().returns(RESOLVE, Send::action);
      assertThat(after.saidAgain().lackedBy("webhook-new", end)).isEmpty();

      var again = restarted(after.toKeep(end, BOTH).orElseThrow(), over);
      assertThat(lacked(again))
          .as("killed once more")
          .extracting(Send::action)
          .containsExactly(RESOLVE);
      again.acknowledge(end, HOOK);
      assertThat(lacked(again)).isEmpty();
    }
  }

  @Test
  void endThatAPersonSaidIsToldToWhomeverABeginningWentOff() {
    var page = say(open, SOON).getFirst();
    var after = restarted(book.toKeep(page, BOTH).orElseThrow(), open);
    var seen = OperatorAction.Seen.of(open);
    after.hear(
        7, new OperatorAction(open.id(), "anna", SOON, seen, new OperatorAction.Deed.Close()));

    assertThat(after.toSayAgain(BOTH, SOON)).isEmpty();
    var end = after.decide(SOON, true).getFirst();

    assertThat(after.saidAgain().lackedBy(HOOK, end)).get().returns(RESOLVE, Send::action);
  }

  /**
   * Whoever is new is told of the beginning at a takeover, and of that something is to be known.
   */
  @Test
  void beginningThatIsToldAtATakeoverIsKnownAtTheNext() {
    var page = say(open, SOON).getFirst();
    var after = restarted(book.toKeep(page, Set.of("terminal")).orElseThrow(), open);
    var again = after.toSayAgain(BOTH, SOON).getFirst();

    var kept = after.toKeep(again, BOTH);

    assertThat(kept.orElseThrow().takers().handed()).containsExactlyInAnyOrderElementsOf(BOTH);
    assertThat(after.toKeep(again, BOTH)).as("nothing is new").isEmpty();
  }

  /** A time beyond which nothing can be counted back. */
  @Test
  void whatFailsOverOneCostsNoOtherThatItIsSaidAgain() {
    var metrics = new SimpleMeterRegistry();
    var after = new AlertBook(new Words(), new Untold(metrics));
    after.restore(firing(open));
    var over = Revised.named("over", recovered(open, SOON));
    after.restore(
        book.toKeep(say(Revised.named("over", open), SOON).getFirst(), BOTH).orElseThrow());
    after.put(open, Optional.of(DUE));
    after.put(over, Optional.of(DUE));
    after.decide(SOON.plusSeconds(100), true);

    assertThat(after.toSayAgain(BOTH, Instant.MIN))
        .extracting(send -> send.labels().pageKey())
        .containsExactly(open.id());
    var untold = metrics.get("tunnelwatch.alerts.untold").gauge();
    assertThat(untold.value()).isEqualTo(1);
    after.decide(SOON.plusSeconds(101), false);
    assertThat(untold.value()).as("it is not said again by that").isEqualTo(1);
  }

  private Incident closed(Instant now) {
    return recovered(open, now.minusSeconds(900)).withState(IncidentState.CLOSED);
  }

  private List<Send> say(Incident incident, Instant now) {
    book.put(incident, Optional.of(DUE));
    return book.decide(now, false);
  }

  private SentAlert kept(Send send, String receiver) {
    return book.acknowledge(send, receiver).getFirst();
  }

  private static AlertBook restarted(SentAlert kept, Incident incident) {
    var restarted = new AlertBook();
    restarted.restore(kept);
    restarted.put(incident, Optional.of(DUE));
    return restarted;
  }

  private static List<Send> lacked(AlertBook after) {
    var lacked = new ArrayList<Send>();
    for (var send : after.toSayAgain(BOTH, SOON)) {
      after.saidAgain().lackedBy(HOOK, send).ifPresent(lacked::add);
    }
    // What the terminal has not taken either is its own affair.
    return lacked;
  }
}
