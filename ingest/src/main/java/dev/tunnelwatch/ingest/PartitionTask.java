package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceCoverage.Gap;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One source partition in the hands of a slot. It asks what the hub holds, waits until its claim is
 * committed, reads, and begins again when the reader fails or stands still. The right to read is
 * won in Kafka first and shown to the hub afterwards. One thread.
 */
final class PartitionTask implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionTask.class);
  private static final long UNKNOWN = Long.MAX_VALUE;
  private static final int DOUBTS = 3;
  private static final Duration DOUBT = Duration.ofSeconds(1);

  private sealed interface Phase {
    record Waiting(long until) implements Phase {}

    record Asking(CompletableFuture<PartitionState> answer) implements Phase {}

    record Claiming(Resume resume) implements Phase {}

    record Reading(PartitionReader reader, long since) implements Phase {}
  }

  private final HubPartition here;
  private final Feed feed;
  private final Environment environment;
  private final Intake intake;
  private final Start start;
  private final PartitionLedger ledger;
  private final EndWatch ends;
  private Phase phase;
  private Backoff backoff = Backoff.NONE;
  private int doubts;
  private Optional<Obstacle> obstacle = Optional.empty();
  private Watchdog watchdog;

  PartitionTask(
      HubPartition here, Feed feed, Environment environment, Intake intake, Remembered remembered) {
    this.here = here;
    this.feed = feed;
    this.environment = environment;
    this.intake = intake;
    start = remembered.start();
    ledger = new PartitionLedger(here, remembered, environment.metrics().of(here.id()));
    ledger.begin(environment.clock().instant());
    ends = new EndWatch(feed.source(), here.id().partition(), environment.tuning());
    phase = new Phase.Waiting(nanos());
    watchdog = new Watchdog(ledger.sequence(), nanos());
  }

  HubPartition partition() {
    return here;
  }

  PartitionLedger ledger() {
    return ledger;
  }

  /**
   * One round of everything but reading and claiming. Never blocks.
   *
   * @return whether coverage changed, so that it should be committed
   */
  boolean advance() {
    switch (phase) {
      case Phase.Waiting(var until) when nanos() - until >= 0 -> phase = ask();
      case Phase.Asking(var answer) when answer.isDone() -> phase = answered(answer);
      case Phase.Waiting _, Phase.Asking _, Phase.Claiming _ ->
          ledger.measure(environment.clock().instant());
      case Phase.Reading _ -> {
        return watch();
      }
    }
    return false;
  }

  boolean claiming() {
    return phase instanceof Phase.Claiming;
  }

  /** Puts the claim into the ledger; it must be committed before {@link #open}. */
  void claim(int generation) {
    if (phase instanceof Phase.Claiming(var resume)) {
      resume.notice().ifPresent(this::say);
      ledger.claim(resume, generation);
    }
  }

  void open() {
    if (phase instanceof Phase.Claiming(var resume)) {
      var reader =
          feed.source().open(here.id().partition(), resume.from(), ledger.ownerLevel(), intake);
      watchdog = new Watchdog(ledger.sequence(), nanos());
      phase = new Phase.Reading(reader, nanos());
    }
  }

  /** The next event that was not taken before, if one is there. */
  Optional<SourceEvent> next() {
    if (!(phase instanceof Phase.Reading(var reader, _))) {
      return Optional.empty();
    }
    try {
      var event = reader.poll();
      while (event.isPresent() && !follows(event.get())) {
        event = reader.poll();
      }
      return event;
    } catch (SourceException e) {
      refused(e);
      return Optional.empty();
    }
  }

  void taken(SourceEvent event, BodyRecords became) {
    ledger.take(event, became);
    backoff = Backoff.NONE;
    obstacle = Optional.empty();
  }

  /** Why it has not been read for longer than a watchdog waits. */
  Optional<String> problem() {
    return obstacle.flatMap(met -> met.lasting(here, nanos(), environment.tuning().stallAfter()));
  }

  @Override
  public void close() {
    closeReader();
    ledger.metrics().notOurs();
  }

  private Phase ask() {
    return new Phase.Asking(feed.source().state(here.id().partition(), ledger.behind()));
  }

  private Phase answered(CompletableFuture<PartitionState> answer) {
    try {
      var now = environment.clock().instant();
      var state = answer.join();
      ledger.waits(state.last());
      return believed(Resume.decide(here, start, ledger.progress(), state, now));
    } catch (CompletionException e) {
      refused(e.getCause());
      return phase;
    }
  }

  /**
   * A hub that fails over may answer with what it knew a while ago. Taken at its word it would be
   * read from its earliest event again, so that word is asked for some more times.
   */
  private Phase believed(Resume resume) {
    if (resume.notice().orElse(null) instanceof Resume.Notice.WentBack(var taken, var last)
        && doubts < DOUBTS) {
      doubts++;
      LOG.atWarn()
          .addKeyValue("partition", here.id())
          .addKeyValue("taken", taken)
          .addKeyValue("last", last)
          .log("the hub says it holds less than was taken; asking again");
      return new Phase.Waiting(nanos() + DOUBT.toNanos());
    }
    doubts = 0;
    return new Phase.Claiming(resume);
  }

  /** Whether the event is to be taken; a jump before it is written down. */
  private boolean follows(SourceEvent event) {
    ledger.meet(event);
    return switch (SequenceCheck.of(ledger.sequence(), event.sequence())) {
      case SequenceCheck.Next _ -> true;
      case SequenceCheck.Repeat _ -> {
        ledger.metrics().repeated();
        yield false;
      }
      case SequenceCheck.Jump(var first, var last) -> {
        var gap = new Gap(first, last, environment.clock().instant());
        say(new Resume.Notice.Overtaken(gap));
        ledger.lose(gap);
        yield true;
      }
    };
  }

  private boolean watch() {
    var now = environment.clock().instant();
    var before = ledger.progress();
    watchdog = watchdog.seen(ledger.sequence(), UNKNOWN, nanos());
    if (phase instanceof Phase.Reading(var reader, _)) {
      reader.end().ifPresent(ledger::cover);
    }
    var answer = ends.poll(now, nanos(), ledger.behind());
    answer.ifPresent(this::heard);
    ledger.measure(now);
    if (watchdog.stalled(nanos(), environment.tuning().stallAfter())) {
      var why = "no progress though there is something to read";
      rebuild(why, why, why);
    }
    return answer.isPresent() && !before.equals(ledger.progress());
  }

  /** Where all there is was read, nothing stands in the way, though nothing came by that link. */
  private void heard(EndWatch.Answer answer) {
    var end = answer.end();
    ledger.cover(end);
    watchdog = watchdog.seen(ledger.sequence(), end.last(), answer.asked());
    if (phase instanceof Phase.Reading(_, var since) && ledger.sequence() >= end.last()) {
      long bore = answer.asked() - since;
      obstacle = bore < Obstacle.REFUSAL.toNanos() ? obstacle : Optional.empty();
      backoff = bore < Obstacle.BEARS.toNanos() ? backoff : Backoff.NONE;
    }
  }

  private void refused(@Nullable Throwable problem) {
    if (problem instanceof SourceException e) {
      feed.startUp().refused(e);
      rebuild(e.trouble().kind().words(), String.valueOf(e.getMessage()), e.trouble().sentence());
    } else {
      var why = String.valueOf(problem);
      rebuild(why, why, why);
    }
  }

  /** {@code trouble} is the same for all partitions that meet the same. */
  private void rebuild(String trouble, String why, String sentence) {
    obstacle = Optional.of(Obstacle.met(sentence, nanos(), obstacle));
    LOG.atLevel(feed.complaints().due(trouble) ? Level.WARN : Level.DEBUG)
        .addKeyValue("partition", here.id())
        .addKeyValue("why", why)
        .log("reader ended; building another");
    ledger.metrics().rebuilt();
    closeReader();
    backoff = backoff.failed();
    phase = new Phase.Waiting(nanos() + backoff.delay().toNanos());
  }

  private void closeReader() {
    if (phase instanceof Phase.Reading(var reader, _)) {
      reader.close();
    }
  }

  private void say(Resume.Notice notice) {
    var log = LOG.atWarn().addKeyValue("partition", here.id());
    switch (notice) {
      case Resume.Notice.NewIncarnation(var before) ->
          log.addKeyValue("before", before)
              .addKeyValue("now", here.incarnation())
              .log("the hub was created anew; reading from its earliest event");
      case Resume.Notice.WentBack(var taken, var last) ->
          log.addKeyValue("taken", taken)
              .addKeyValue("last", last)
              .log("sequence numbers went back; reading from the earliest event");
      case Resume.Notice.Overtaken(var gap) ->
          log.addKeyValue("first", gap.first())
              .addKeyValue("last", gap.last())
              .log("events never came");
      case Resume.Notice.LeftLong(var began, var dropped) ->
          log.addKeyValue("sourceBegan", began)
              .addKeyValue("droppedUpTo", dropped)
              .log(
                  "nobody had come to this partition since the reading of its source began; whether"
                      + " the hub dropped events of it meanwhile is not known");
    }
  }

  private long nanos() {
    return environment.nanos().getAsLong();
  }
}
