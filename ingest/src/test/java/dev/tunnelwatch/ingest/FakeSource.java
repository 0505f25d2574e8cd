package dev.tunnelwatch.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A source in memory: a list per partition, owners by level, and faults on demand. */
final class FakeSource implements Source {
  private final InstantSource clock;
  private Instant incarnation;
  private volatile boolean closed;
  private final Map<String, Log> logs = new TreeMap<>();

  private static final class Log {
    final List<SourceEvent> events = new ArrayList<>();
    long first;
    long next;
    boolean silent;
    int stale;
    Duration answersAfter = Duration.ZERO;
    Optional<FakeReader> owner = Optional.empty();
    final List<Long> levels = new ArrayList<>();
  }

  FakeSource(InstantSource clock, String... partitions) {
    this.clock = clock;
    incarnation = clock.instant();
    for (var partition : partitions) {
      logs.put(partition, new Log());
    }
  }

  private Optional<SourceException> refusal = Optional.empty();
  private Optional<CompletableFuture<SourceDescription>> silence = Optional.empty();

  /** Asked what it is, it answers when that does. */
  synchronized CompletableFuture<SourceDescription> staySilent() {
    var answer = new CompletableFuture<SourceDescription>();
    silence = Optional.of(answer);
    return answer;
  }

  synchronized long publish(String partition, byte[] body) {
    var log = log(partition);
    log.events.add(new SourceEvent(log.next, clock.instant(), body));
    log.owner.ifPresent(reader -> reader.intake.wake());
    return log.next++;
  }

  /** Drops what is older, as retention does. */
  synchronized void retainFrom(String partition, long sequence) {
    var log = log(partition);
    log.first = sequence;
    log.events.removeIf(event -> event.sequence() < sequence);
  }

  /** Numbers that were never given to an event. */
  synchronized void skip(String partition, int count) {
    log(partition).next += count;
  }

  synchronized void recreate(Instant at) {
    incarnation = at;
    logs.replaceAll((_, _) -> new Log());
  }

  synchronized void addPartition(String partition) {
    logs.put(partition, new Log());
  }

  /** Says so many times that it holds nothing, and never did. */
  synchronized void answerStale(String partition, int times) {
    log(partition).stale = times;
  }

  /** Answers as it stood when it was asked, so much later. */
  synchronized void answerAfter(String partition, Duration time) {
    log(partition).answersAfter = time;
  }

  /** Does neither say what it is nor give anything. */
  synchronized void refuse(HubTrouble.Kind kind) {
    refusal = Optional.of(new SourceException("hub", new HubTrouble(kind, "")));
  }

  /** Goes on taking events and gives none, without an error. */
  synchronized void silence(String partition, boolean silent) {
    log(partition).silent = silent;
  }

  synchronized void breakLink(String partition) {
    log(partition).owner.ifPresent(reader -> reader.failure = Optional.of("link detached"));
  }

  /** Delivers again what comes after that number, as a link does that was rebuilt. */
  synchronized void deliverAgain(String partition, long after) {
    log(partition)
        .owner
        .ifPresent(
            reader -> {
              reader.from = new ReadFrom.After(after);
              reader.taken = after;
            });
  }

  /** The owner levels of all readers ever opened. */
  synchronized List<Long> levels(String partition) {
    return List.copyOf(log(partition).levels);
  }

  @Override
  public synchronized CompletableFuture<SourceDescription> describe() {
    if (silence.isPresent()) {
      return silence.get();
    }
    if (refusal.isPresent()) {
      return CompletableFuture.failedFuture(refusal.get());
    }
    return CompletableFuture.completedFuture(
        new SourceDescription(incarnation, List.copyOf(logs.keySet())));
  }

  @Override
  public synchronized CompletableFuture<PartitionState> state(
      String partition, ReadFrom.After taken) {
    var log = log(partition);
    if (log.stale > 0) {
      log.stale--;
      return CompletableFuture.completedFuture(new PartitionState(0, -1, incarnation, true));
    }
    var last = log.events.isEmpty() ? incarnation : log.events.getLast().enqueuedAt();
    var state = new PartitionState(log.first, log.next - 1, last, log.events.isEmpty());
    return new Answer(state, clock.instant().plus(log.answersAfter));
  }

  /** Comes when its time has come, as soon as somebody looks. */
  private final class Answer extends CompletableFuture<PartitionState> {
    private final PartitionState state;
    private final Instant due;

    Answer(PartitionState state, Instant due) {
      this.state = state;
      this.due = due;
      arrive();
    }

    private void arrive() {
      if (!clock.instant().isBefore(due)) {
        complete(state);
      }
    }

    @Override
    public boolean isDone() {
      arrive();
      return super.isDone();
    }
  }

  @Override
  public synchronized PartitionReader open(
      String partition, ReadFrom from, long ownerLevel, Intake intake) {
    var log = log(partition);
    log.levels.add(ownerLevel);
    var reader = new FakeReader(log, from, ownerLevel, intake);
    if (log.owner.isPresent() && log.owner.get().level > ownerLevel) {
      reader.failure = Optional.of("a higher owner exists");
    } else {
      log.owner.ifPresent(owner -> owner.failure = Optional.of("stolen"));
      log.owner = Optional.of(reader);
    }
    return reader;
  }

  @Override
  public void close() {
    closed = true;
  }

  boolean closed() {
    return closed;
  }

  private Log log(String partition) {
    return Optional.ofNullable(logs.get(partition)).orElseThrow();
  }

  private final class FakeReader implements PartitionReader {
    final Log log;
    final long level;
    final Intake intake;
    ReadFrom from;
    long taken = -1;
    boolean closed;
    Optional<String> failure = Optional.empty();

    FakeReader(Log log, ReadFrom from, long level, Intake intake) {
      this.log = log;
      this.from = from;
      this.level = level;
      this.intake = intake;
    }

    @Override
    public Optional<SourceEvent> poll() {
      synchronized (FakeSource.this) {
        if (refusal.isPresent()) {
          throw refusal.get();
        }
        if (failure.isPresent()) {
          throw new SourceException(failure.get());
        }
        var next = closed || log.silent ? Optional.<SourceEvent>empty() : first();
        next.ifPresent(event -> taken = event.sequence());
        return next;
      }
    }

    private Optional<SourceEvent> first() {
      return log.events.stream()
          .filter(event -> event.sequence() > taken)
          .filter(
              event ->
                  switch (from) {
                    case ReadFrom.After(var sequence, _) -> event.sequence() > sequence;
                    case ReadFrom.Enqueued(var at) -> !event.enqueuedAt().isBefore(at);
                  })
          .findFirst();
    }

    @Override
    public Optional<PartitionEnd> end() {
      return Optional.empty();
    }

    @Override
    public void close() {
      synchronized (FakeSource.this) {
        closed = true;
        log.owner = log.owner.filter(owner -> owner != this);
      }
    }
  }
}
