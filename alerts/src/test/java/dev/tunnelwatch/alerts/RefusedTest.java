package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Tier;
import dev.tunnelwatch.model.testing.Await;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A receiver that turns things down: its key or address is wrong until somebody sets it right. */
class RefusedTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Satchel satchel = new Satchel();

  /** The key is wrong on Friday evening, and somebody sets it right on Monday morning. */
  @Test
  void whatWasRefusedAllWeekendIsToldWithinFiveMinutesOfItsEnd() {
    var weekend = Duration.ofHours(62);
    satchel.add(send("a", Send.Action.PAGE));
    satchel.add(send("a", Send.Action.RESOLVE));
    refuseFor(weekend, TEN);
    satchel.add(send("b", Send.Action.PAGE));
    refuseFor(Duration.ofMinutes(1), TEN.plus(weekend));

    assertThat(taken(TEN.plus(weekend).plusSeconds(60), Duration.ofMinutes(5)))
        .containsExactlyInAnyOrder("a TELL", "b PAGE");
  }

  /** The first that is taken says that it takes such again. */
  @Test
  void onceOneOfThemIsTakenTheOthersWaitNoLonger() {
    for (var key : List.of("a", "b", "c")) {
      satchel.add(send(key, Send.Action.PAGE));
      satchel.add(send(key, Send.Action.RESOLVE));
    }
    refuseFor(Duration.ofHours(10), TEN);
    satchel.add(send("new", Send.Action.PAGE));
    var now = TEN.plus(Duration.ofHours(10));
    satchel.refused(satchel.due(now, 1).getFirst(), now);

    assertThat(taken(now.plusSeconds(15), Duration.ofSeconds(4)))
        .containsExactlyInAnyOrder("new PAGE", "a TELL", "b TELL", "c TELL");
  }

  @Test
  void whatTakesOthersIsNotAskedMoreOftenForWhatItRefuses() {
    satchel.add(send("a", Send.Action.PAGE));
    satchel.add(send("a", Send.Action.RESOLVE));
    refuseFor(Duration.ofMinutes(121), TEN);
    satchel.add(send("b", Send.Action.PAGE));
    var now = TEN.plus(Duration.ofMinutes(121));

    assertThat(satchel.due(now, 64))
        .extracting(load -> load.send().labels().pageKey())
        .containsExactly("b");
    satchel.delivered(satchel.due(now, 1).getFirst(), now, false);
    assertThat(satchel.due(now.plusSeconds(1), 64)).isEmpty();
  }

  /** Whoever was woken waits for the end of it, be it ever so late. */
  @Test
  void endOfWhatItTookStaysAnEnd() {
    satchel.add(send("a", Send.Action.PAGE));
    satchel.delivered(satchel.due(TEN, 1).getFirst(), TEN, false);
    satchel.add(send("a", Send.Action.RESOLVE));
    refuseFor(Duration.ofHours(10), TEN);

    assertThat(taken(TEN.plus(Duration.ofHours(10)), Duration.ofMinutes(5)))
        .containsExactly("a RESOLVE");

    satchel.add(send("b", Send.Action.NOTIFY));
    satchel.delivered(satchel.due(TEN, 1).getFirst(), TEN, false);
    satchel.add(send("b", Send.Action.PAGE));
    satchel.add(send("b", Send.Action.RESOLVE));
    refuseFor(Duration.ofHours(10), TEN);

    assertThat(taken(TEN.plus(Duration.ofHours(10)), Duration.ofMinutes(5)))
        .as("of what was a notification before")
        .containsExactly("b PAGE", "b RESOLVE");
  }

  @Test
  void whatIsRefusedForAWeekAfterItsEndIsGivenUp() {
    satchel.add(send("a", Send.Action.PAGE));
    assertThat(refuseFor(Duration.ofDays(8), TEN)).isZero();
    assertThat(satchel.pending(TEN)).as("it fires still").isEqualTo(1);

    var end = TEN.plus(Duration.ofDays(8));
    satchel.add(send("a", Send.Action.RESOLVE));
    assertThat(refuseFor(Duration.ofDays(7), end)).isZero();
    assertThat(satchel.pending(TEN)).isEqualTo(1);

    assertThat(refuseFor(Duration.ofMinutes(6), end.plus(Duration.ofDays(7)))).isEqualTo(1);
    assertThat(satchel.pending(TEN)).isZero();
  }

  @Test
  void ofWhatIsRefusedAgainAndAgainOnlyTheFirstTimeIsNews() {
    satchel.add(send("a", Send.Action.PAGE));
    var load = satchel.due(TEN, 1).getFirst();
    assertThat(satchel.isFirstRefusal(load)).isTrue();
    satchel.refused(load, TEN);
    assertThat(satchel.isFirstRefusal(load)).isFalse();

    satchel.delivered(load, TEN.plusSeconds(15), true);
    assertThat(satchel.isFirstRefusal(load)).isTrue();
  }

  /** What is lost is counted, by a metric that pages ({@code TunnelwatchAlertsNotDelivered}). */
  @Test
  void whatIsGivenUpIsCounted() throws IOException {
    var now = new AtomicReference<>(TEN);
    var metrics = new SimpleMeterRegistry();
    var events = new CloudEventJson("/tunnelwatch/tw.", Links.NONE, Purpose.INCIDENT);
    try (var hook = Hook.start()) {
      hook.answers(_ -> 403);
      var receiver = new WebhookReceiver(hook.address(), Optional.empty(), events);
      var delivery = new DeliveryMetrics(metrics, List.of(receiver.name()));
      try (var courier =
          new Courier(
              receiver, now::get, delivery, new Employer(() -> true, (_, _) -> {}), _ -> {})) {
        courier.start();
        courier.hand(send("a", Send.Action.PAGE));
        courier.hand(send("a", Send.Action.RESOLVE));
        courier.hand(send("b", Send.Action.PAGE));
        Await.until("both turned down", LIMIT, () -> failed(metrics) == 2);
        assertThat(givenUp(metrics)).isZero();

        now.set(TEN.plus(Duration.ofDays(7)));

        Await.until("one given up", LIMIT, () -> givenUp(metrics) > 0);
        assertThat(givenUp(metrics)).as("page and end").isEqualTo(2);
        Await.until("the other waits", LIMIT, () -> pending(metrics) == 1);
      }
    }
  }

  private static double failed(MeterRegistry metrics) {
    return metrics.get("tunnelwatch.alerts.failed").tag("reason", "refused").counter().count();
  }

  private static double givenUp(MeterRegistry metrics) {
    return metrics.get("tunnelwatch.alerts.given.up").counter().count();
  }

  private static double pending(MeterRegistry metrics) {
    return metrics.get("tunnelwatch.alerts.pending").gauge().value();
  }

  /** How many were given up. */
  private int refuseFor(Duration time, Instant from) {
    int givenUp = 0;
    for (var now = from; now.isBefore(from.plus(time)); now = now.plusSeconds(1)) {
      for (var load : satchel.due(now, 1)) {
        givenUp += satchel.refused(load, now);
      }
    }
    return givenUp;
  }

  /** By a webhook that takes all that it is asked for. */
  private List<String> taken(Instant from, Duration time) {
    var taken = new ArrayList<String>();
    for (var now = from; !now.isAfter(from.plus(time)); now = now.plusSeconds(1)) {
      for (var load : satchel.due(now, 1)) {
        satchel.delivered(load, now, false);
        taken.add(load.send().labels().pageKey() + " " + load.send().action());
      }
    }
    return taken;
  }

  private static Send send(String key, Send.Action action) {
    Incident incident = Revised.named(key, parisUnreachable());
    return new Send(TEN, Labels.of(incident), Tier.PAGE, action, List.of(incident));
  }
}
