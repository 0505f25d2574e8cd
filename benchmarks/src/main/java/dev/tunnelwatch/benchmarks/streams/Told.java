package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.CoverageJson;
import dev.tunnelwatch.simulator.fleet.Emission;
import dev.tunnelwatch.simulator.fleet.Fleet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What a fleet tells, brought into {@code tw.records} at a pace as ingest would bring it, and into
 * {@code tw.sources} how far that is. It waits for a broker that is away for as long as it takes.
 */
final class Told implements AutoCloseable {
  /** What was there so far is told by coverage each time. */
  private static final int RECORDS_BETWEEN = 500;

  private static final long LOOK_MILLIS = 20;

  /** Ten seconds: a source that has not moved for two minutes is left behind (rule 37). */
  private static final int LOOKS_BETWEEN_MOVES = 500;

  private static final String SOURCE = "hub";

  private static final Pattern FINER = Pattern.compile("(\"time\":\"[^\"]*\\.\\d{3})\\d+Z\"");

  private final Fleet fleet;
  private final KafkaProducer<String, byte[]> producer;
  private final Map<SourceId, Long> sequences = new TreeMap<>();
  private final AtomicLong records = new AtomicLong();
  private final Thread thread;
  private volatile double perSecond;
  private volatile long limit = Long.MAX_VALUE;
  private volatile boolean done;
  private long due;
  private Instant readUpTo = Instant.MIN;

  private Told(Fleet fleet, Map<String, Object> kafka, double perSecond) {
    this.fleet = fleet;
    this.perSecond = perSecond;
    var settings = new HashMap<>(kafka);
    settings.put("enable.idempotence", true);
    settings.put("delivery.timeout.ms", Integer.MAX_VALUE);
    settings.put("max.block.ms", Long.MAX_VALUE);
    settings.put("linger.ms", 5);
    producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    thread = Thread.ofPlatform().daemon().name("told").unstarted(this::tell);
  }

  static Told start(Fleet fleet, Map<String, Object> kafka, double perSecond) {
    var told = new Told(fleet, kafka, perSecond);
    told.thread.start();
    return told;
  }

  private void tell() {
    due = System.nanoTime();
    for (var stretch : fleet.stretches(fleet.scenario().traffic().delivery())) {
      for (var emission : stretch) {
        if (!isWanted(emission)) {
          return;
        }
        var _ = send(emission);
        if (records.incrementAndGet() % RECORDS_BETWEEN == 0) {
          readUpTo(readUpTo);
        }
        pause();
      }
    }
    readUpTo(readUpTo);
    done = true;
  }

  /**
   * Waits until it may tell more; false when it never may. Meanwhile its sources move a little, or
   * they would be left behind and the clock would decide how late it is; where there is no room for
   * that, one more is told.
   */
  private boolean isWanted(Emission next) {
    try {
      for (int looks = 1; records.get() >= limit; looks++) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        if (looks % LOOKS_BETWEEN_MOVES == 0) {
          var moved = readUpTo.plusMillis(1);
          if (!moved.isBefore(next.deliveredAt())) {
            return true;
          }
          readUpTo = moved;
          readUpTo(moved);
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What was late is made up for, but no more than a second of it. */
  private void pause() {
    long now = System.nanoTime();
    due = Math.max(due + (long) (1e9 / perSecond), now - TimeUnit.SECONDS.toNanos(1));
    try {
      TimeUnit.NANOSECONDS.sleep(due - now);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Times are whole milliseconds, for the oracle counts in these. */
  static byte[] bytes(Emission emission) {
    var json = FINER.matcher(emission.record().json()).replaceFirst("$1Z\"");
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** Where it says that it comes from. */
  private Origin send(Emission emission) {
    var source = new SourceId(SOURCE, Integer.toString(emission.partition()));
    long sequence = sequences.merge(source, 1L, Long::sum);
    var record =
        new ProducerRecord<>(
            Topics.DEFAULT.records(), emission.record().gateway().resourceId(), bytes(emission));
    header(record, Headers.SOURCE, source.source());
    header(record, Headers.PARTITION, source.partition());
    header(record, Headers.SEQUENCE, Long.toString(sequence));
    header(record, Headers.INDEX, "0");
    header(record, Headers.ENQUEUED_AT, emission.deliveredAt().toString());
    readUpTo = emission.deliveredAt();
    var _ = producer.send(record);
    return new Origin(source.toString() + '/' + sequence + "#0", Optional.of(readUpTo));
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String text) {
    record.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of all partitions alike; only once everything enqueued by then is there. */
  void readUpTo(Instant time) {
    producer.flush();
    sequences.forEach(
        (source, last) -> {
          var coverage =
              new SourceCoverage(source, time, last, fleet.scenario().start(), List.of());
          var _ =
              producer.send(
                  new ProducerRecord<>(
                      Topics.DEFAULT.sources(), source.toString(), CoverageJson.write(coverage)));
        });
    producer.flush();
  }

  /** One more, after all the others. */
  Origin tell(Emission last) {
    records.incrementAndGet();
    return send(last);
  }

  /** No more than that many, until this is asked for again. */
  void upTo(long records) {
    limit = records;
  }

  /** From now on. */
  void pace(double recordsPerSecond) {
    perSecond = recordsPerSecond;
  }

  long records() {
    return records.get();
  }

  boolean done() {
    return done;
  }

  @Override
  public void close() {
    thread.interrupt();
    producer.close(Duration.ofSeconds(5));
  }
}
