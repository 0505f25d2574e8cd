package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Breakdown;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Tier;
import dev.tunnelwatch.records.CoverageJson;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.MalformedJsonException;
import dev.tunnelwatch.records.OperatorJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between the topics and the book: takes what is read, asks the book at each turn, hands sends to
 * the couriers and keeps what they got acknowledged. Safe for the threads of couriers beside its
 * own.
 */
final class AlertDesk {

  private static final Logger LOG = LoggerFactory.getLogger(AlertDesk.class);

  private final InstantSource decisionClock;
  private final SentLog sentLog;
  private final Steps steps;
  private final CatchUp catchUp = new CatchUp();
  private List<Courier> couriers = List.of();
  private final Words words = new Words();
  private final Untold untold;
  private AlertBook book;

  /** Of the thread that reads. */
  private boolean sourcesHeard;

  /** Whether it was said already that a page came without the time at which it is due. */
  private boolean isDueMissing;

  AlertDesk(InstantSource decisionClock, SentLog sentLog, Steps steps, Untold untold) {
    this.decisionClock = decisionClock;
    this.sentLog = sentLog;
    this.steps = steps;
    this.untold = untold;
    this.book = emptyBook();
  }

  private AlertBook emptyBook() {
    return new AlertBook(words, untold);
  }

  void employ(List<Courier> hired) {
    couriers = List.copyOf(hired);
  }

  /** From now on this process sends: it starts from what was sent before. */
  synchronized void takeOver() {
    book = emptyBook();
    untold.clear();
    isDueMissing = false;
    couriers.forEach(Courier::clear);
    steps.passed(Step.TAKING_OVER);
    sentLog.readAll(book::restore);
    book.restored();
    steps.passed(Step.TAKEN_OVER);
  }

  /** All that was published before has been read: what fires is said again. */
  synchronized void caughtUp() {
    steps.passed(Step.CAUGHT_UP);
    var now = decisionClock.instant();
    var again = book.toSayAgain(receivers(), now);
    keepFirst(again);
    again.forEach(this::handAgain);
    var ended = book.saidAgain().endedLately(receivers(), now);
    couriers.stream().filter(Courier::wantsRepeats).forEach(c -> ended.forEach(c::hand));
    // What healed while nobody sent becomes one summary instead of a salvo (rule 37).
    var sends = book.decide(now, true);
    keepFirst(sends);
    for (var send : sends) {
      if (send.action().keepsFiring()) {
        couriers.forEach(courier -> courier.hand(send)); // behind its beginning, said again
      } else {
        handAgain(send);
      }
    }
  }

  /** Whatever becomes of us or of the incident's id, its key is known by then. */
  private void keepFirst(List<Send> sends) {
    var all = sends.stream().flatMap(send -> book.toKeep(send, receivers()).stream()).toList();
    sentLog.write(all).await();
  }

  /** Another process sends from now on. */
  synchronized void handOver() {
    couriers.forEach(Courier::clear);
    book = emptyBook();
    untold.clear();
  }

  synchronized void takeIncident(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      untold.read(record);
      return;
    }
    var now = decisionClock.instant();
    Boundary.around(
        () -> {
          Incident incident = IncidentJson.read(new String(record.value(), StandardCharsets.UTF_8));
          book.put(incident, pageDue(record, incident, now));
          book.letGo(incident.id(), now);
          untold.read(record);
        },
        why -> untold.unreadable(record, why));
  }

  /**
   * At once where it is not understood, or a page comes without: to tell too early is the smaller
   * harm.
   */
  private Optional<Instant> pageDue(
      ConsumerRecord<byte[], byte[]> record, Incident incident, Instant now) {
    var header = record.headers().lastHeader(Headers.PAGE_DUE);
    if (header == null) {
      if (!incident.judgement().page() || incident.state() != IncidentState.OPEN) {
        return Optional.empty();
      }
      if (!isDueMissing) {
        isDueMissing = true;
        LOG.atWarn()
            .addKeyValue("incident", incident.id())
            .addKeyValue("partition", record.partition())
            .addKeyValue("offset", record.offset())
            .log("it is not said when a page is due; this and others like it are taken to be due");
      }
      return Optional.of(now);
    }
    try {
      return Optional.of(Instant.parse(new String(header.value(), StandardCharsets.UTF_8)));
    } catch (DateTimeException e) {
      LOG.atWarn()
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("when a page is due cannot be read; it is taken to be due");
      return Optional.of(now);
    }
  }

  void takeCoverage(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    var heardAt = sourcesHeard ? decisionClock.instant() : Instant.ofEpochMilli(record.timestamp());
    Boundary.around(
        () -> catchUp.put(CoverageJson.read(record.value()), heardAt),
        _ ->
            LOG.atWarn()
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log("what a source says of itself cannot be read"));
  }

  /** All that sources had said before we came is taken. */
  void sourcesHeard() {
    if (!sourcesHeard) {
      sourcesHeard = true;
      catchUp.heardAll(decisionClock.instant());
    }
  }

  synchronized void takeWord(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    Boundary.around(
        () -> book.hear(record.offset(), OperatorJson.read(record.value())),
        why ->
            LOG.atWarn()
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log(
                    "what a person said cannot be read: {}",
                    why instanceof MalformedJsonException
                        ? why.getMessage()
                        : Breakdown.kind(why)));
  }

  /** One turn: says what is to be said. */
  synchronized void turn() {
    var now = decisionClock.instant();
    hand(book.decide(now, catchUp.holds(now)));
    sentLog.forget(book.keysForgotten());
  }

  /**
   * Called by couriers, on their threads. It comes back when that is kept, and only then may the
   * courier go on: so a crash costs no receiver more than what was under way to it.
   */
  void delivered(List<Send> sends, String receiver) {
    SentLog.Writing writing;
    synchronized (this) { // in the order in which things happen to the book
      writing =
          sentLog.write(
              sends.stream().flatMap(send -> book.acknowledge(send, receiver).stream()).toList());
    }
    writing.await();
    steps.passed(Step.KEPT);
  }

  private void handAgain(Send send) {
    for (var courier : couriers) {
      var lacked = book.saidAgain().lackedBy(courier.receiver(), send);
      if (courier.remembers() || !send.action().keepsFiring()) {
        lacked.ifPresent(courier::hand);
      } else {
        courier.hand(lacked.orElse(send));
      }
      // It may have taken the beginning of the page, though it did not come to say so. That of a
      // notification is the very alert that is told: its end would take it back before anybody
      // hears.
      if (!courier.remembers()
          && send.tier() == Tier.PAGE
          && lacked.filter(AlertDesk::isToldOnly).isPresent()) {
        courier.hand(send);
      }
    }
  }

  private static boolean isToldOnly(Send send) {
    return send.action() == Send.Action.TELL;
  }

  private void hand(List<Send> sends) {
    if (!sends.isEmpty()) {
      steps.passed(Step.DECIDED);
    }
    keepFirst(sends);
    for (var send : sends) {
      couriers.forEach(courier -> courier.hand(send));
    }
  }

  private Set<String> receivers() {
    return couriers.stream().map(Courier::receiver).collect(Collectors.toUnmodifiableSet());
  }
}
