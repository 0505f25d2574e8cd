package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Onlooker;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.CoverageJson;
import dev.tunnelwatch.records.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Gateways that say something all the time, and how old that is when a reader of committed events
 * sees it. They say what nobody understands, which is told and is no evidence: their state stays as
 * small as it was.
 */
final class Pulse implements AutoCloseable {
  /** Twice as many as there are partitions, so that every task has some. */
  private static final int GATEWAYS = 2 * Topics.GATEWAY_PARTITIONS;

  private static final long BEAT_MILLIS = 5;
  private static final long BEATS_BETWEEN_COVERAGE = 200;
  private static final SourceId SOURCE = new SourceId("pulse", "0");

  private final KafkaProducer<String, byte[]> producer;
  private final Onlooker onlooker;
  private final Map<String, Instant> awaited = new ConcurrentSkipListMap<>();
  private final Thread thread;
  private volatile boolean stopping;
  private long oldestMillis;

  private Pulse(Broker broker) {
    var settings = new HashMap<>(broker.kafka());
    settings.put("linger.ms", 0);
    producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    onlooker =
        Onlooker.start(broker.servers(), (record, at) -> seen(record, at), Topics.DEFAULT.events());
    thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::beat);
  }

  static Pulse start(Broker broker) {
    var pulse = new Pulse(broker);
    pulse.thread.start();
    return pulse;
  }

  private void beat() {
    try {
      for (long beat = 1; !stopping; beat++) {
        send(beat, Instant.now());
        TimeUnit.MILLISECONDS.sleep(BEAT_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(long beat, Instant now) {
    var gateway =
        "/SUBSCRIPTIONS/0A1B2C3D-0000-4000-8000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/"
            + "MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS/VGW-%03d".formatted(beat % GATEWAYS);
    var json =
        """
        {"time":"%s","resourceId":"%s","category":"TunnelDiagnosticLog",\
        "operationName":"TunnelBeat","properties":{"beat":%d}}"""
            .formatted(now, gateway, beat);
    var record =
        new ProducerRecord<>(
            Topics.DEFAULT.records(),
            gateway.toLowerCase(Locale.ROOT),
            json.getBytes(StandardCharsets.UTF_8));
    header(record, Headers.SOURCE, SOURCE.source());
    header(record, Headers.PARTITION, SOURCE.partition());
    header(record, Headers.SEQUENCE, Long.toString(beat));
    header(record, Headers.INDEX, "0");
    header(record, Headers.ENQUEUED_AT, now.toString());
    awaited.put("%s/%d#0".formatted(SOURCE, beat), now);
    var _ = producer.send(record);
    if (beat % BEATS_BETWEEN_COVERAGE == 0) {
      var coverage = new SourceCoverage(SOURCE, now, beat, Instant.EPOCH, List.of());
      var _ =
          producer.send(
              new ProducerRecord<>(
                  Topics.DEFAULT.sources(), SOURCE.toString(), CoverageJson.write(coverage)));
    }
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String text) {
    record.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void seen(ConsumerRecord<byte[], byte[]> record, Instant at) {
    var sent = awaited.remove(EventJson.read(record.value()).evidence().source());
    if (sent != null) {
      older(Duration.between(sent, at).toMillis());
    }
  }

  private synchronized void older(long millis) {
    oldestMillis = Math.max(oldestMillis, millis);
  }

  /** How old the oldest is that nobody has seen yet. */
  long awaitedMillis() {
    onlooker.check();
    var oldest = awaited.values().stream().min(Instant::compareTo);
    return oldest.map(sent -> Duration.between(sent, Instant.now()).toMillis()).orElse(0L);
  }

  /** How old the oldest was that was seen since this was asked last. */
  synchronized long takeOldestMillis() {
    long oldest = oldestMillis;
    oldestMillis = 0;
    return oldest;
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(5));
    onlooker.close();
  }
}
