package dev.tunnelwatch.app.check;

import dev.tunnelwatch.ingest.HubProbe;
import dev.tunnelwatch.ingest.PartitionState;
import dev.tunnelwatch.ingest.SourceEvent;
import dev.tunnelwatch.ingest.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/** What a hub's partitions hold, and who else reads them. */
final class HubPartitions {
  /** Beyond that many a line is no line any more. */
  private static final int SHOWN = 8;

  private static final int BODIES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** An empty partition says nothing; an error, if there is one, has come by then. */
  private static final Duration EMPTY_PATIENCE = Duration.ofSeconds(3);

  private static final Duration OLD = Duration.ofDays(1);

  private final HubProbe hub;
  private final InstantSource clock;

  HubPartitions(HubProbe hub, InstantSource clock) {
    this.hub = hub;
    this.clock = clock;
  }

  SortedMap<String, PartitionState> states(List<String> partitions) throws InterruptedException {
    var questions = new TreeMap<String, Callable<PartitionState>>(BY_NUMBER);
    partitions.forEach(id -> questions.put(id, () -> hub.state(id)));
    return together(questions);
  }

  Verdict verdict(SortedMap<String, PartitionState> states) {
    var words =
        states.entrySet().stream()
            .limit(SHOWN)
            .map(e -> e.getKey() + ": " + words(e.getValue()))
            .collect(Collectors.joining(", "));
    int more = states.size() - SHOWN;
    var all = more > 0 ? words + ", and " + more + " more" : words;
    var newest =
        states.values().stream()
            .filter(state -> !state.empty())
            .map(PartitionState::lastEnqueuedAt)
            .max(Comparator.naturalOrder());
    var advice = "look at the diagnostic settings of the gateways: do they send here?";
    if (newest.isEmpty()) {
      return Verdict.note(all, advice);
    }
    boolean old = newest.get().isBefore(clock.instant().minus(OLD));
    return old
        ? Verdict.note(all + "; nothing came for " + age(newest.get()), advice)
        : Verdict.ok(all);
  }

  private String words(PartitionState state) {
    return state.empty()
        ? "empty"
        : "%d to %d, the last at %s (%s ago)"
            .formatted(
                state.first(), state.last(), state.lastEnqueuedAt(), age(state.lastEnqueuedAt()));
  }

  private String age(Instant at) {
    var age = Duration.between(at, clock.instant());
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }

  /** Some of the newest bodies of each partition that has any; else an error, if one comes. */
  Peek peek(SortedMap<String, PartitionState> states) throws InterruptedException {
    var questions = new TreeMap<String, Callable<Peek>>(BY_NUMBER);
    states.forEach(
        (id, state) -> {
          if (!state.empty()) {
            long after = Math.max(state.first() - 1, state.last() - BODIES);
            int most = (int) (state.last() - after);
            questions.put(id, () -> peek(id, after, most, PATIENCE));
          }
        });
    if (questions.isEmpty()) {
      var any = states.firstKey();
      questions.put(any, () -> peek(any, -1, 1, EMPTY_PATIENCE));
    }
    return together(questions).values().stream().reduce(Peek.NOTHING, Peek::and);
  }

  /** Others that read are a finding; whatever else goes wrong fails the step. */
  private Peek peek(String partition, long after, int most, Duration patience)
      throws InterruptedException {
    try {
      var events = hub.peek(partition, after, most, patience);
      return new Peek(events.stream().map(SourceEvent::body).toList(), List.of(), List.of());
    } catch (SourceException e) {
      return switch (e.trouble().kind()) {
        case OWNED -> new Peek(List.of(), List.of(partition), List.of());
        case CROWDED -> new Peek(List.of(), List.of(), List.of(partition));
        case HOST_UNKNOWN,
            UNREACHABLE,
            TLS,
            NO_TOKEN,
            REFUSED,
            NO_HUB,
            NO_GROUP,
            BUSY,
            SILENT,
            ENDED,
            OTHER ->
            throw e;
      };
    }
  }

  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  /** Asks all at once. */
  private static <T> SortedMap<String, T> together(Map<String, Callable<T>> questions)
      throws InterruptedException {
    var tasks = new TreeMap<String, FutureTask<T>>(BY_NUMBER);
    questions.forEach((id, question) -> tasks.put(id, new FutureTask<>(question)));
    var threads = new ArrayList<Thread>();
    tasks.values().forEach(task -> threads.add(Thread.ofVirtual().start(task)));
    var answers = new TreeMap<String, T>(BY_NUMBER);
    try {
      for (var task : tasks.entrySet()) {
        answers.put(task.getKey(), task.getValue().get());
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException problem
          ? problem
          : new IllegalStateException(e.getCause());
    } finally {
      threads.forEach(Thread::interrupt);
    }
    return answers;
  }
}
