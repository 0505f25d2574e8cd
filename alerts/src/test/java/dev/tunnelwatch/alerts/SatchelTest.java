package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SatchelTest {

  private final Satchel satchel = new Satchel();

  @Test
  void whatFiresIsSaidAgainEveryMinuteUntilItEnds() {
    satchel.add(send("a", Send.Action.PAGE));
    deliver(TEN);

    assertThat(satchel.due(TEN.plusSeconds(59), 1)).isEmpty();
    assertThat(deliver(TEN.plusSeconds(60)).repeat()).isTrue();
    assertThat(satchel.due(TEN.plusSeconds(119), 1)).isEmpty();
    assertThat(deliver(TEN.plusSeconds(120)).since()).isEqualTo(TEN);
  }

  /** After 15 minutes of this Alertmanager would end the alert, and call what is lost over. */
  @Test
  void whatFiresAndCannotBeSaidAgainIsPendingOnceItIsOverdue() {
    satchel.add(send("a", Send.Action.PAGE));
    satchel.add(send("b", Send.Action.PAGE));
    deliver(TEN);
    deliver(TEN);
    Instant now = TEN.plusSeconds(60);
    while (!now.isAfter(TEN.plusSeconds(300))) {
      if (!satchel.due(now, 2).isEmpty()) {
        satchel.unreachable(now);
      }
      assertThat(satchel.pending(now)).isEqualTo(now.isAfter(TEN.plusSeconds(120)) ? 2 : 0);
      now = now.plusSeconds(1);
    }

    deliver(now.plusSeconds(15));
    assertThat(satchel.pending(now.plusSeconds(15))).as("the other").isEqualTo(1);
    deliver(now.plusSeconds(15));
    assertThat(satchel.pending(now.plusSeconds(15))).isZero();
  }

  /** Alertmanager may not have told yet what it has just taken, and then tells nobody. */
  @Test
  void endThatWaitsIsHeldBackUntilItsBeginningWasTold() {
    satchel.add(send("a", Send.Action.PAGE));
    satchel.add(send("a", Send.Action.RESOLVE));
    satchel.add(send("b", Send.Action.PAGE));
    assertThat(satchel.due(TEN, 2))
        .extracting(load -> load.send().action())
        .containsExactly(Send.Action.PAGE, Send.Action.PAGE);
    deliver(TEN);

    assertThat(deliver(TEN).send().labels().pageKey()).as("its neighbour").isEqualTo("b");
    assertThat(satchel.due(TEN.plusSeconds(4), 2)).isEmpty();
    assertThat(satchel.pending(TEN.plusSeconds(4))).isEqualTo(1);
    assertThat(deliver(TEN.plusSeconds(5)).send().action()).isEqualTo(Send.Action.RESOLVE);
  }

  /** Be it that something is told in between. */
  @Test
  void endBehindAnUpdateIsHeldBackAsLong() {
    satchel.add(send("a", Send.Action.PAGE));
    var page = satchel.due(TEN, 1).getFirst();
    satchel.add(send("a", Send.Action.UPDATE));
    satchel.add(send("a", Send.Action.RESOLVE));
    satchel.delivered(page, TEN, true);

    assertThat(deliver(TEN).send().action()).isEqualTo(Send.Action.UPDATE);
    assertThat(satchel.due(TEN.plusSeconds(4), 1)).isEmpty();
    assertThat(deliver(TEN.plusSeconds(5)).send().action()).isEqualTo(Send.Action.RESOLVE);
  }

  /** Who was woken a while ago does not wait to hear that it is over; a webhook tells by itself. */
  @Test
  void noOtherEndIsHeldBack() {
    satchel.add(send("a", Send.Action.PAGE));
    deliver(TEN);
    var again = satchel.due(TEN.plusSeconds(60), 1).getFirst();
    satchel.add(send("a", Send.Action.RESOLVE));
    satchel.delivered(again, TEN.plusSeconds(60), true);
    assertThat(deliver(TEN.plusSeconds(60)).send().action()).isEqualTo(Send.Action.RESOLVE);

    satchel.add(send("hook", Send.Action.PAGE));
    satchel.add(send("hook", Send.Action.RESOLVE));
    satchel.delivered(satchel.due(TEN.plusSeconds(61), 1).getFirst(), TEN.plusSeconds(61), false);
    assertThat(satchel.due(TEN.plusSeconds(61), 1))
        .extracting(load -> load.send().action())
        .containsExactly(Send.Action.RESOLVE);
  }

  /** Or one over which all fails could stand before its neighbour whenever they go one by one. */
  @Test
  void whatFailsTogetherKeepsItsOrder() {
    var keys = IntStream.range(0, 30).mapToObj(i -> "key-" + i).toList();
    keys.forEach(key -> satchel.add(send(key, Send.Action.PAGE)));
    satchel.due(TEN, 30);
    satchel.unreachable(TEN);

    var again = satchel.due(TEN.plusSeconds(2), 30);

    assertThat(again).extracting(load -> load.send().labels().pageKey()).isEqualTo(keys);
  }

  @Test
  void soIsWhatIsRefusedWheneverItIsSaidAgain() {
    satchel.add(send("a", Send.Action.PAGE));
    deliver(TEN);
    for (int minute = 1; minute <= 3; minute++) {
      var now = TEN.plusSeconds(60L * minute);
      satchel.refused(satchel.due(now, 1).getFirst(), now);
      assertThat(satchel.pending(now)).isEqualTo(minute <= 2 ? 0 : 1);
    }
  }

  @Test
  void anEndThatIsTurnedDownIsNotSaidForEver() {
    satchel.add(send("a", Send.Action.RESOLVE));
    deliver(TEN);
    for (int minute = 1; minute <= 15; minute++) {
      var now = TEN.plusSeconds(60L * minute);
      satchel.refused(satchel.due(now, 1).getFirst(), now);
    }

    assertThat(satchel.due(TEN.plus(Duration.ofHours(1)), 1)).isEmpty();
  }

  @Test
  void anEndThatWasTakenIsNeverPending() {
    satchel.add(send("a", Send.Action.RESOLVE));
    deliver(TEN);
    satchel.unreachable(TEN.plusSeconds(60));

    assertThat(satchel.pending(TEN.plusSeconds(600))).isZero();
  }

  @Test
  void theEndIsSaidForAQuarterOfAnHour() {
    satchel.add(send("a", Send.Action.PAGE));
    deliver(TEN);
    satchel.add(send("a", Send.Action.RESOLVE));
    deliver(TEN.plusSeconds(30));

    Instant now = TEN.plusSeconds(30);
    int repeats = 0;
    while (now.isBefore(TEN.plus(Duration.ofHours(1)))) {
      now = now.plusSeconds(1);
      var due = satchel.due(now, 1);
      if (!due.isEmpty()) {
        satchel.delivered(due.getFirst(), now, true);
        repeats++;
      }
    }
    assertThat(repeats).isEqualTo(15);
  }

  @Test
  void whatNobodyWantsRepeatedIsForgottenWithItsEnd() {
    satchel.add(send("a", Send.Action.PAGE));
    assertThat(deliverOnce(TEN).since()).isEqualTo(TEN);
    satchel.add(send("a", Send.Action.RESOLVE));
    assertThat(deliverOnce(TEN.plusSeconds(60)).since()).isEqualTo(TEN);

    satchel.add(send("a", Send.Action.PAGE));
    assertThat(deliverOnce(TEN.plusSeconds(120)).since()).isEqualTo(TEN.plusSeconds(120));
    assertThat(satchel.due(TEN.plusSeconds(3_600), 1)).isEmpty();
  }

  private Satchel.Load deliverOnce(Instant now) {
    var load = satchel.due(now, 1).getFirst();
    satchel.delivered(load, now, false);
    return load;
  }

  @Test
  void anEndNeverOvertakesItsBeginning() {
    satchel.add(send("a", Send.Action.PAGE));
    satchel.add(send("a", Send.Action.RESOLVE));

    assertThat(deliver(TEN).send().action()).isEqualTo(Send.Action.PAGE);
    assertThat(deliver(TEN.plus(Satchel.SEEN)).send().action()).isEqualTo(Send.Action.RESOLVE);
  }

  @Test
  void revisionsThatNobodyTookYetBecomeOne() {
    satchel.add(send("a", Send.Action.PAGE));
    satchel.add(send("a", Send.Action.UPDATE));
    satchel.add(send("a", Send.Action.UPDATE));

    assertThat(satchel.pending(TEN)).isEqualTo(1);
    assertThat(deliver(TEN).send().action()).isEqualTo(Send.Action.PAGE);
  }

  @Test
  void whatChangedWhileItWasOnItsWayIsNotTakenForDelivered() {
    satchel.add(send("a", Send.Action.PAGE));
    var onItsWay = satchel.due(TEN, 1).getFirst();
    var revised = Revised.next(onItsWay.send().incident());
    satchel.add(
        new Send(TEN, onItsWay.send().labels(), Tier.PAGE, Send.Action.UPDATE, List.of(revised)));

    satchel.delivered(onItsWay, TEN, true);

    assertThat(satchel.pending(TEN)).isEqualTo(1);
    assertThat(deliver(TEN).send().action()).isEqualTo(Send.Action.UPDATE);
  }

  @Test
  void whatComesBackAfterEverythingWasGivenUpBringsNothingBack() {
    satchel.add(send("a", Send.Action.PAGE));
    var onItsWay = satchel.due(TEN, 1).getFirst();

    satchel.clear();
    satchel.delivered(onItsWay, TEN, true);

    assertThat(satchel.due(TEN.plus(Duration.ofHours(1)), 1)).isEmpty();
  }

  @Test
  void oneRefusedKeyDoesNotHoldUpItsNeighbours() {
    satchel.add(send("a", Send.Action.PAGE));
    satchel.add(send("b", Send.Action.PAGE));

    satchel.refused(satchel.due(TEN, 1).getFirst(), TEN);

    assertThat(deliver(TEN).send().labels().pageKey()).isEqualTo("b");
    assertThat(satchel.due(TEN.plusSeconds(14), 1)).isEmpty();
    assertThat(deliver(TEN.plusSeconds(15)).send().labels().pageKey()).isEqualTo("a");
  }

  @Test
  void aReceiverThatIsDownIsAskedLessAndLessOftenButAtLeastEveryFifteenSeconds() {
    satchel.add(send("a", Send.Action.PAGE));
    Instant now = TEN;
    for (long wait : new long[] {1, 2, 4, 8, 15, 15, 15}) {
      assertThat(satchel.due(now, 1)).hasSize(1);
      satchel.unreachable(now);
      assertThat(satchel.due(now.plusSeconds(wait).minusMillis(1), 1)).isEmpty();
      now = now.plusSeconds(wait);
    }
    assertThat(deliver(now).send().action()).isEqualTo(Send.Action.PAGE);
  }

  /**
   * A webhook is asked one by one. Of the minute a quarter may be over before it is asked at all;
   * the rest is enough for as many answers as fit in.
   */
  @ParameterizedTest
  @CsvSource({"180, 125", "450, 50", "2250, 10"})
  void whatBeganAndEndedInHalfAnHourOfOutageIsToldWithinAMinuteOfItsEnd(int faults, int answer) {
    assertThat(2 * faults * answer).as("pages and ends").isEqualTo(45_000);
    for (int i = 0; i < faults; i++) {
      satchel.add(send("fault-" + i, Send.Action.PAGE));
      satchel.add(send("fault-" + i, Send.Action.RESOLVE));
    }
    var back = TEN;
    for (var now = TEN; now.isBefore(TEN.plusSeconds(1_800)); now = now.plusSeconds(1)) {
      if (!satchel.due(now, 1).isEmpty()) {
        satchel.unreachable(now);
        back = now; // it is back just after it was asked
      }
    }

    var told = new HashMap<String, List<Send.Action>>();
    var now = back.plus(Satchel.LONGEST_WAIT);
    assertThat(satchel.due(now.minusMillis(1), 1)).isEmpty();
    for (var due = satchel.due(now, 1); !due.isEmpty(); due = satchel.due(now, 1)) {
      now = now.plusMillis(answer);
      var send = due.getFirst().send();
      satchel.delivered(due.getFirst(), now, false);
      told.computeIfAbsent(send.labels().pageKey(), _ -> new ArrayList<>()).add(send.action());
    }

    assertThat(now).isBeforeOrEqualTo(back.plusSeconds(60));
    assertThat(satchel.pending(now)).isZero();
    assertThat(told).hasSize(faults);
    assertThat(told.values()).allMatch(List.of(Send.Action.PAGE, Send.Action.RESOLVE)::equals);
  }

  /** Else what fires would end at the receiver since something new can never be said. */
  @Test
  void whatFiresIsSaidAgainThoughSomethingNewIsNeverTaken() {
    satchel.add(send("a", Send.Action.PAGE));
    deliver(TEN);
    satchel.add(send("poison", Send.Action.PAGE));
    var saidAgain = new ArrayList<Instant>();
    for (var now = TEN; now.isBefore(TEN.plusSeconds(1_800)); now = now.plusSeconds(1)) {
      for (var load : satchel.due(now, 64)) {
        if (load.repeat()) {
          satchel.delivered(load, now, true);
          saidAgain.add(now);
        } else {
          satchel.unreachable(now);
        }
      }
    }

    assertThat(saidAgain).hasSizeBetween(1_800 / 75 - 1, 1_800 / 60);
  }

  /** The same for what a receiver can bear no longer. */
  @Test
  void whatFiresIsSaidAgainThoughANeighbourCannotBe() {
    satchel.add(send("poison", Send.Action.PAGE));
    deliver(TEN);
    satchel.add(send("a", Send.Action.PAGE));
    deliver(TEN);
    var saidAgain = new ArrayList<Instant>();
    for (var now = TEN; now.isBefore(TEN.plusSeconds(600)); now = now.plusSeconds(1)) {
      for (var load : satchel.due(now, 1)) {
        if (load.send().labels().pageKey().equals("a")) {
          satchel.delivered(load, now, true);
          saidAgain.add(now);
        } else {
          satchel.unreachable(now);
        }
      }
    }

    assertThat(saidAgain).hasSizeBetween(600 / 75, 600 / 60);
  }

  /** One that makes the receiver fail must not be in everybody's way for ever. */
  @Test
  void whatTheReceiverCannotBearIsTriedAfterItsNeighbours() {
    satchel.add(send("poison", Send.Action.PAGE));
    satchel.add(send("a", Send.Action.PAGE));
    satchel.add(send("b", Send.Action.PAGE));
    var delivered = new ArrayList<String>();
    for (var now = TEN; now.isBefore(TEN.plusSeconds(60)); now = now.plusSeconds(1)) {
      for (var load : satchel.due(now, 1)) {
        if (load.send().labels().pageKey().equals("poison")) {
          satchel.unreachable(now);
        } else {
          satchel.delivered(load, now, false);
          delivered.add(load.send().labels().pageKey());
        }
      }
    }

    assertThat(delivered).containsExactly("a", "b");
    assertThat(satchel.pending(TEN.plusSeconds(60))).isEqualTo(1);
  }

  @Test
  void aClockThatIsSetBackKeepsNothingWaiting() {
    satchel.add(send("a", Send.Action.PAGE));
    deliver(TEN);
    satchel.add(send("b", Send.Action.PAGE));
    assertThat(satchel.due(TEN, 1)).hasSize(1);
    satchel.unreachable(TEN);
    assertThat(satchel.due(TEN, 1)).isEmpty();

    var back = TEN.minus(Duration.ofHours(1));
    assertThat(deliver(back).send().labels().pageKey()).isEqualTo("b");
    assertThat(deliver(back)).as("what fires").returns(true, Satchel.Load::repeat);
  }

  @Test
  void manyAreSaidTogetherAndOfEachKeyOnlyTheFirst() {
    satchel.add(send("a", Send.Action.PAGE));
    satchel.add(send("a", Send.Action.RESOLVE));
    satchel.add(send("b", Send.Action.PAGE));
    satchel.add(send("c", Send.Action.PAGE));

    assertThat(keys(satchel.due(TEN, 2))).containsExactly("a", "b");

    var all = satchel.due(TEN, 64);
    assertThat(keys(all)).containsExactly("a", "b", "c");
    all.forEach(load -> satchel.delivered(load, TEN, true));
    assertThat(keys(satchel.due(TEN.plus(Satchel.SEEN), 64))).containsExactly("a");
  }

  @Test
  void repeatsComeInTheOrderInWhichTheyAreDueAlsoAfterARefusal() {
    satchel.add(send("a", Send.Action.PAGE));
    deliver(TEN);
    satchel.add(send("b", Send.Action.PAGE));
    deliver(TEN.plusSeconds(20));

    var repeat = satchel.due(TEN.plusSeconds(60), 64);
    assertThat(keys(repeat)).containsExactly("a");
    satchel.refused(repeat.getFirst(), TEN.plusSeconds(61));

    assertThat(keys(satchel.due(TEN.plusSeconds(80), 64))).containsExactly("b");
    satchel
        .due(TEN.plusSeconds(80), 64)
        .forEach(b -> satchel.delivered(b, TEN.plusSeconds(80), true));
    assertThat(keys(satchel.due(TEN.plusSeconds(140), 64))).containsExactly("a", "b");
  }

  private static List<String> keys(List<Satchel.Load> loads) {
    return loads.stream().map(load -> load.send().labels().pageKey()).toList();
  }

  private Satchel.Load deliver(Instant now) {
    var load = satchel.due(now, 1).getFirst();
    satchel.delivered(load, now, true);
    return load;
  }

  private static Send send(String key, Send.Action action) {
    Incident incident = Revised.named(key, parisUnreachable());
    return new Send(TEN, Labels.of(incident), Tier.PAGE, action, List.of(incident));
  }
}
