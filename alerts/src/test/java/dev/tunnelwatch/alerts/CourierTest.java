package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.alerts.Receiver.Outcome;
import dev.tunnelwatch.model.Tier;
import dev.tunnelwatch.model.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A courier whose receiver fails itself, and one that may not go. */
class CourierTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicReference<Instant> clock = new AtomicReference<>(TEN);
  private final AtomicBoolean sends = new AtomicBoolean(true);
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> posted = new CopyOnWriteArrayList<>();
  private Courier courier;

  @BeforeEach
  void start() {
    var metrics = new DeliveryMetrics(registry, List.of("fragile"));
    var employer = new Employer(this::maySend, (_, _) -> {});
    courier = new Courier(new Fragile(), clock::get, metrics, employer, Steps.UNWATCHED);
  }

  @AfterEach
  void close() {
    courier.close();
  }

  @Test
  void oneThatMakesItsReceiverFailCostsTheOthersNothing() {
    for (var key : List.of("a", "runtime", "b", "stack", "c")) {
      courier.hand(send(key));
    }
    courier.start();

    Await.until("the others", LIMIT, () -> posted.size() == 3);
    assertThat(posted).containsExactly("a", "b", "c");
    Await.until("what failed to be counted", LIMIT, () -> refused() == 2);
    assertThat(courier.healthy()).isTrue();

    clock.set(TEN.plusSeconds(15));
    Await.until("another attempt", LIMIT, () -> refused() == 4);
    courier.hand(send("d"));
    Await.until("one more", LIMIT, () -> posted.contains("d"));
    assertThat(courier.healthy()).isTrue();
    assertThat(registry.get("tunnelwatch.alerts.pending").gauge().value()).isEqualTo(2);
  }

  @Test
  void nothingIsPostedWhileAnotherMaySendAndAllOfItAfterwards() {
    courier.start();
    courier.hand(send("a"));
    Await.until("the first", LIMIT, () -> posted.size() == 1);

    sends.set(false);
    awaitAsked();
    clock.set(TEN.plusSeconds(60)); // its repeat is due
    courier.hand(send("b"));
    awaitAsked();
    assertThat(posted).containsExactly("a");

    sends.set(true);
    Await.until("the new one and the repeat", LIMIT, () -> posted.size() == 3);
    assertThat(posted).containsExactly("a", "b", "a");
  }

  /** What is given up meanwhile is not posted when it sends again. */
  @Test
  void whatAnotherHasTakenOverIsNotPosted() {
    courier.start();
    sends.set(false);
    courier.hand(send("a"));
    courier.clear();
    sends.set(true);
    courier.hand(send("b"));

    Await.until("the other", LIMIT, () -> !posted.isEmpty());
    assertThat(posted).containsExactly("b");
  }

  private boolean maySend() {
    asked.incrementAndGet();
    return sends.get();
  }

  /** The first answer may be to what was asked before. */
  private void awaitAsked() {
    int before = asked.get();
    Await.until("it to be asked whether it may", LIMIT, () -> asked.get() > before + 1);
  }

  private double refused() {
    return registry.get("tunnelwatch.alerts.failed").tag("reason", "refused").counter().count();
  }

  private static Send send(String key) {
    var incident = Revised.named(key, parisUnreachable());
    return new Send(TEN, Labels.of(incident), Tier.PAGE, Send.Action.PAGE, List.of(incident));
  }

  /** Takes several at once, all or none. */
  private final class Fragile implements Receiver {
    @Override
    public String name() {
      return "fragile";
    }

    @Override
    public boolean wantsRepeats() {
      return true;
    }

    @Override
    public int most() {
      return 64;
    }

    @Override
    public List<Outcome> deliver(List<Saying> sayings, Instant now) {
      var keys = sayings.stream().map(one -> one.send().labels().pageKey()).toList();
      if (keys.contains("runtime")) {
        throw new IllegalStateException("the test's receiver");
      }
      if (keys.contains("stack")) {
        throw new StackOverflowError("the test's receiver");
      }
      posted.addAll(keys);
      return sayings.stream().<Outcome>map(_ -> new Outcome.Delivered()).toList();
    }

    @Override
    public Outcome deliver(Send send, Instant since, Instant now) {
      return deliver(List.of(new Saying(send, since)), now).getFirst();
    }
  }
}
