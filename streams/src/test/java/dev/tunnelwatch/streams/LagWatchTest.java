package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.streams.RecordLags.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

/** How far correlation is behind, where Kafka does not say all of it. */
class LagWatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofMillis(1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RecordLags lags = new RecordLags(registry);
  private final AtomicLong now = new AtomicLong();
  private final KafkaContact contact = new KafkaContact(now::get);

  @Test
  void partitionWithoutLeaderCostsOthersNoneOfTheirAnswers() throws Exception {
    var asked = new HashMap<Integer, KafkaFuture<String>>();
    for (int partition = 0; partition < 32; partition++) {
      asked.put(partition, KafkaFuture.completedFuture("offset " + partition));
    }
    asked.put(3, unanswered());
    asked.put(5, refused());

    assertThat(Answers.inTime(asked, SOON))
        .hasSize(30)
        .doesNotContainKeys(3, 5)
        .containsEntry(31, "offset 31");
  }

  @Test
  void whereNothingIsAnsweredItIsSaidWhy() throws Exception {
    var late = Map.of(3, unanswered());
    var some = Map.of(3, refused(), 4, unanswered());

    assertThatThrownBy(() -> Answers.inTime(late, SOON)).isInstanceOf(TimeoutException.class);
    assertThatThrownBy(() -> Answers.inTime(some, SOON))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
    assertThat(Answers.inTime(Map.of(), SOON)).isEmpty();
  }

  @Test
  void onlyWhatIsNotKnownHasNoNumber() {
    lags.begins(3);
    lags.begins(7);
    var source = new Fake(Map.of(7, new Waiting(40, 12, 1.5)));

    try (var _ = LagWatch.start(() -> source, lags, contact, SOON)) {
      Await.until("a number", LIMIT, () -> events(7) == 12);

      assertThat(events(3)).isNaN();
    }
    Await.until("none where nobody looks", LIMIT, () -> Double.isNaN(events(7)));
  }

  @Test
  void taskThatGetsOnIsNotStalledHoweverFarBehind() {
    lags.begins(7);
    for (int look = 0; look < 40; look++) {
      lags.tell(Map.of(7, new Waiting(100 + look, 9_000 - look, 7_200 + 5 * look)));
      assertThat(stalled(7)).isEqualTo(look == 0 ? 7_200 : 0);
    }
    lags.tell(Map.of(7, new Waiting(9_100, 0, 0)));
    assertThat(stalled(7)).isZero();
  }

  @Test
  void taskOfWhichTheSameRecordGoesOnWaitingIsStalledFromThenOn() {
    lags.begins(7);
    lags.tell(Map.of(7, new Waiting(99, 9_001, 7_200)));
    lags.tell(Map.of(7, new Waiting(100, 9_000, 7_199)));
    lags.tell(Map.of(7, new Waiting(100, 9_030, 7_204)));
    assertThat(stalled(7)).isEqualTo(5);

    lags.tell(Map.of());
    assertThat(stalled(7)).as("Kafka does not say").isNaN();

    lags.tell(Map.of(7, new Waiting(100, 9_900, 7_439)));
    assertThat(stalled(7)).isEqualTo(240);

    lags.tell(Map.of(7, new Waiting(101, 9_899, 7_438)));
    assertThat(stalled(7)).isZero();
  }

  @Test
  void recordThatComesWhereNoneHasWaitedForHoursBeginsToWaitThen() {
    lags.begins(7);
    lags.tell(Map.of(7, new Waiting(50, 10, 3_600)));
    lags.tell(Map.of(7, new Waiting(55, 5, 3_599)));
    lags.tell(Map.of(7, new Waiting(60, 0, 0)));
    assertThat(stalled(7)).isZero();

    lags.tell(Map.of(7, new Waiting(60, 1, 4)));
    lags.tell(Map.of(7, new Waiting(60, 1, 9)));

    assertThat(stalled(7)).isEqualTo(9);
  }

  /** Else a task that hangs wherever it is worked on would begin anew with each of them. */
  @Test
  void whoTakesTaskOverCountsFromWhenItsFirstRecordWasWritten() {
    lags.begins(7);
    lags.tell(Map.of(7, new Waiting(60, 1, 95)));
    lags.gone(7);
    assertThat(stalled(7)).isNaN();

    lags.begins(7);
    lags.tell(Map.of(7, new Waiting(60, 1, 110)));
    assertThat(stalled(7)).isEqualTo(110);

    lags.tell(Map.of(7, new Waiting(61, 0, 0)));
    assertThat(stalled(7)).isZero();
  }

  /** A client of Kafka whose thread has ended fails for ever. */
  @Test
  void whatAnswersNothingForLongIsMadeAnew() {
    lags.begins(7);
    var sources = new CopyOnWriteArrayList<Fake>();

    try (var _ =
        LagWatch.start(
            () -> {
              var next =
                  new Fake(sources.isEmpty() ? Map.of() : Map.of(7, new Waiting(40, 12, 1.5)));
              sources.add(next);
              return next;
            },
            lags,
            contact,
            SOON)) {
      Await.until("the second to tell", LIMIT, () -> events(7) == 12);

      assertThat(List.copyOf(sources)).hasSize(2);
      assertThat(sources.getFirst().closed).isTrue();
      assertThat(sources.getLast().closed).isFalse();
    }
  }

  /** Kafka Streams runs on meanwhile, and would be taken for at work. */
  @Test
  void thatKafkaDoesNotAnswerIsNotedUntilItDoes() {
    lags.begins(7);
    now.set(KafkaContact.PATIENCE.toNanos() + 1);
    var asked = new AtomicLong();

    try (var _ =
        LagWatch.start(
            () -> {
              asked.incrementAndGet();
              return new Fake(Map.of());
            },
            lags,
            contact,
            SOON)) {
      Await.until("several who ask in vain", LIMIT, () -> asked.get() > 2);
      assertThat(contact.problem()).isPresent();
    }
    try (var _ =
        LagWatch.start(() -> new Fake(Map.of(7, new Waiting(40, 12, 1.5))), lags, contact, SOON)) {
      Await.until("an answer", LIMIT, () -> contact.problem().isEmpty());
    }
  }

  private static KafkaFuture<String> unanswered() {
    return new KafkaFutureImpl<>();
  }

  private static KafkaFuture<String> refused() {
    return KafkaFuture.completedFuture("")
        .thenApply(
            _ -> {
              throw new TopicAuthorizationException("not allowed");
            });
  }

  private double events(int partition) {
    return gauge("lag.events", partition);
  }

  private double stalled(int partition) {
    return gauge("stalled.seconds", partition);
  }

  private double gauge(String noun, int partition) {
    return registry
        .get("tunnelwatch.correlation." + noun)
        .tag("partition", Integer.toString(partition))
        .gauge()
        .value();
  }

  /** One that knows nothing at all fails, as a client does that is dead. */
  private static final class Fake implements LagWatch.Source {
    private final Map<Integer, Waiting> known;
    private volatile boolean closed;

    Fake(Map<Integer, Waiting> known) {
      this.known = known;
    }

    @Override
    public Map<Integer, Waiting> of(Set<Integer> partitions) throws ExecutionException {
      if (known.isEmpty()) {
        throw new ExecutionException(new IllegalStateException("its thread has exited"));
      }
      return known;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
