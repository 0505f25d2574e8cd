package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.alerts.Receiver.Outcome;
import dev.tunnelwatch.alerts.Receiver.Saying;
import dev.tunnelwatch.model.Tier;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy before an Alertmanager that fails over one text, whatever else a request holds. */
class BatchSizeTest {
  private static final String HOSTILE = "hostile";
  private static final int BREAKS_OFF = -1;

  private final Satchel satchel = new Satchel();
  private final Set<String> taken = new TreeSet<>();
  private Hook proxy;
  private AlertmanagerReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    proxy = Hook.start();
    receiver = receiver(proxy.base());
  }

  @AfterEach
  void stop() {
    receiver.close();
    proxy.close();
  }

  private static AlertmanagerReceiver receiver(URI address) {
    return new AlertmanagerReceiver(
        List.of(address), new AlertmanagerJson(Links.NONE, Purpose.INCIDENT));
  }

  @ParameterizedTest
  @ValueSource(ints = {502, BREAKS_OFF})
  void oneTextOverWhichItFailsBlocksNoneOfItsNeighbours(int failing) {
    proxy.answers(came -> came.text().contains("\"incident\":\"" + HOSTILE) ? failing : 200);
    for (int i = 0; i < 64; i++) {
      satchel.add(send(i == 17 ? HOSTILE : "incident-" + i));
    }

    var later = deliverUntil(() -> taken.size() == 63, TEN);
    assertThat(taken).hasSize(63).doesNotContain(HOSTILE);

    satchel.add(send("new"));
    deliverUntil(() -> taken.contains("new") && receiver.most() > 1, later);
    assertThat(taken).contains("new").doesNotContain(HOSTILE);
    assertThat(receiver.most()).as("repeats go together again").isGreaterThan(1);
  }

  @Test
  void aSingleFailureMayBeAnything() {
    proxy.answers(_ -> 503);

    receiver.deliver(List.of(saying("a"), saying("b")), TEN);

    assertThat(receiver.most()).isEqualTo(BatchSize.MOST);
  }

  @Test
  void whatNobodyAnswersIsNoReasonToSayLessAtATime() throws IOException {
    int nobody;
    try (var port = new ServerSocket(0)) {
      nobody = port.getLocalPort();
    }
    try (var alone = receiver(URI.create("http://127.0.0.1:" + nobody + "/"))) {
      for (int i = 0; i < 5; i++) {
        assertThat(alone.deliver(List.of(saying("a"), saying("b")), TEN))
            .hasOnlyElementsOfType(Outcome.Unreachable.class);
      }
      assertThat(alone.most()).isEqualTo(BatchSize.MOST);
    }
  }

  @Test
  void itIsHalvedUntilSomethingIsTakenAndGrowsAgain() {
    var size = new BatchSize();
    var sizes = new ArrayList<Integer>();
    for (int i = 0; i < 8; i++) {
      size.failed(size.most());
      sizes.add(size.most());
    }
    for (int i = 0; i < 7; i++) {
      size.taken();
      sizes.add(size.most());
    }

    assertThat(sizes).containsExactly(64, 32, 16, 8, 4, 2, 1, 1, 2, 4, 8, 16, 32, 64, 64);
  }

  /**
   * As a courier does, for five minutes at most. It takes two, and longer where a real request is
   * too slow for its real patience, so that all wait for it.
   */
  private Instant deliverUntil(BooleanSupplier done, Instant from) {
    var now = from;
    while (!done.getAsBoolean() && now.isBefore(from.plus(Duration.ofMinutes(5)))) {
      deliver(now);
      now = now.plusSeconds(1);
    }
    return now;
  }

  private void deliver(Instant now) {
    var loads = satchel.due(now, receiver.most());
    var sayings = loads.stream().map(load -> new Saying(load.send(), load.since())).toList();
    var outcomes = loads.isEmpty() ? List.<Outcome>of() : receiver.deliver(sayings, now);
    for (int i = 0; i < loads.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Delivered) {
        satchel.delivered(loads.get(i), now, true);
        taken.add(loads.get(i).send().labels().pageKey());
      }
    }
    if (outcomes.stream().anyMatch(Outcome.Unreachable.class::isInstance)) {
      satchel.unreachable(now);
    }
  }

  private static Saying saying(String key) {
    return new Saying(send(key), TEN);
  }

  private static Send send(String key) {
    var incident = Revised.named(key, parisUnreachable());
    return new Send(TEN, Labels.of(incident), Tier.PAGE, Send.Action.PAGE, List.of(incident));
  }
}
