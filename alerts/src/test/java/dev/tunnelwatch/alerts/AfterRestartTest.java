package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.alerts.Send.Action.NOTIFY;
import static dev.tunnelwatch.alerts.Send.Action.PAGE;
import static dev.tunnelwatch.alerts.Send.Action.RESOLVE;
import static dev.tunnelwatch.alerts.Send.Action.UPDATE;
import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.SentAlert;
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
  void endThatItDidNotTakeIsToldAndOneThatItTookIsNot() {
    say(open, SOON);
    var over = recovered(open, TEN.plusSeconds(600));
    var end = say(over, TEN.plusSeconds(660)).getFirst();

    assertThat(lacked(restarted(kept(end, "terminal"), over)))
        .extracting(Send::action)
        .containsExactly(RESOLVE);
    assertThat(lacked(restarted(kept(end, HOOK), over))).isEmpty();
  }

  /** The page before is an alert of its own, and nobody would ever end it. */
  @Test
  void endOfThePageBeforeIsToldToThoughTheLineageGoesOnUnderAnother() {
    say(open, SOON);
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
      after.lackedBy(HOOK, send).ifPresent(lacked::add);
    }
    // What the terminal has not taken either is its own affair.
    return lacked;
  }
}
