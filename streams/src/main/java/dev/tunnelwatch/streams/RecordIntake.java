package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.Urgency;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.records.EventJson;
import dev.tunnelwatch.records.Reading;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one record of {@code tw.records}: reads it, keeps it, marks its gateway. */
final class RecordIntake {

  /** The reason of a record on which our own code threw, which it promises not to do. */
  static final String NOT_TAKEN = "not_taken";

  private static final Logger LOG = LoggerFactory.getLogger(RecordIntake.class);
  private static final byte[] NOTHING = {};

  private final int partition;
  private final BiFunction<byte[], Origin, Reading> reader;
  private final GatewayState state;
  private final Outlets outlets;
  private final CorrelatorMetrics metrics;
  private final CanaryPerch perch;
  private final EnqueuedTimes times = new EnqueuedTimes();
  private Instant newest = Instant.MIN;

  RecordIntake(
      int partition,
      BiFunction<byte[], Origin, Reading> reader,
      GatewayState state,
      Outlets outlets,
      CorrelatorMetrics metrics,
      CanaryPerch perch) {
    this.partition = partition;
    this.reader = reader;
    this.state = state;
    this.outlets = outlets;
    this.metrics = metrics;
    this.perch = perch;
  }

  void take(Record<String, byte[]> record, Optional<RecordMetadata> place) {
    var bytes = record.value() == null ? NOTHING : record.value();
    var origin = RecordHeaders.origin(record.headers(), place, times.of(record.headers()));
    try {
      switch (reader.apply(bytes, origin)) {
        case Reading.Event(var event, _) -> event(event, arrival(record, origin));
        case Reading.Routine(var presence) -> routine(presence, arrival(record, origin));
        case Reading.Canary(var setOut) -> canary(setOut);
        case Reading.Foreign _ -> metrics.foreign();
        case Reading.Rejected(var reason, _) -> reject(record, reason.word(), bytes);
      }
    } catch (KafkaException e) {
      throw e; // not the record's fault
    } catch (RuntimeException | StackOverflowError e) {
      // A boundary: no record may stop its partition, however deep what it holds leads.
      LOG.atError().addKeyValue("source", origin.source()).setCause(e).log("record not taken");
      reject(record, NOT_TAKEN, bytes);
    }
  }

  /** Which way a record came, and when it set out; what D is made of (rule 35). */
  private record Arrival(String source, Instant enqueuedAt) {
    private void count(Delays delays, GatewayId gateway, Instant at, boolean isKept) {
      delays.took(gateway, source, enqueuedAt, at, isKept);
    }
  }

  private static Optional<Arrival> arrival(Record<String, byte[]> record, Origin origin) {
    return origin.enqueuedAt().map(at -> new Arrival(RecordHeaders.source(record.headers()), at));
  }

  /**
   * When the newest of what was taken in this life was enqueued, by the clock of its hub: later
   * than that it may only seem to be. The distant past where nothing was.
   */
  Instant newest() {
    return newest;
  }

  private void came(Arrival arrival, GatewayId gateway, Instant at, boolean isKept) {
    arrival.count(state.delays(), gateway, at, isKept);
    newest = arrival.enqueuedAt().isAfter(newest) ? arrival.enqueuedAt() : newest;
  }

  private void event(GatewayEvent event, Optional<Arrival> arrival) {
    var json = EventJson.write(event);
    EntrySize.check(event.gateway().resourceId(), json);
    boolean isNews = state.evidence().add(event, json);
    if (isNews && Urgency.canBegin(event)) {
      state.agenda().mark(event.gateway());
    } else if (isNews) {
      state.agenda().markPatiently(event.gateway());
    }
    outlets.event(event, json); // not before it is kept: what is rejected did not come
    metrics.event(event);
    if (Heard.tellsOf(event)) {
      boolean listed = state.inventory().of(event.gateway()).isPresent();
      metrics.standings().heard(partition, event, listed);
    }
    arrival.ifPresent(a -> came(a, event.gateway(), event.at(), isNews));
  }

  private void routine(Presence presence, Optional<Arrival> arrival) {
    metrics.routine();
    boolean isNews = state.evidence().add(presence);
    if (isNews) {
      state.agenda().markPatiently(presence.gateway());
    }
    arrival.ifPresent(a -> came(a, presence.gateway(), presence.at(), isNews));
  }

  private void canary(Instant setOut) {
    metrics.canary();
    perch.take(setOut);
  }

  private void reject(Record<String, byte[]> record, String reason, byte[] bytes) {
    metrics.rejected(reason);
    outlets.reject(record, reason, bytes);
  }
}
