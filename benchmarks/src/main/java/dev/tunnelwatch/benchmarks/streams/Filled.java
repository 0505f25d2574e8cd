package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.replay.Mix;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.CoverageJson;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.Reading;
import dev.tunnelwatch.records.RecordReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What lies in {@code tw.records} and waits for correlation, as ingest leaves it there after
 * somebody else was away.
 *
 * @param routine how many of the records say nothing new
 */
record Filled(long records, long routine) {
  private static final SourceId SOURCE = new SourceId("hub", "0");

  /** From a gateway to the hub. */
  static final Duration DELIVERY = Duration.ofSeconds(60);

  /** All of it has been read. */
  static Filled with(Stream<Mix.Said> records, Map<String, Object> kafka, Topics topics) {
    var reader = new RecordReader(Pseudonyms.redacted());
    long sequence = 0;
    long routine = 0;
    var enqueued = Instant.EPOCH;
    var settings = new HashMap<>(kafka);
    settings.put("linger.ms", 20);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      for (Iterator<Mix.Said> each = records.iterator(); each.hasNext(); ) {
        var said = each.next();
        var bytes = said.bytes();
        enqueued = said.at().plus(DELIVERY);
        var record = new ProducerRecord<>(topics.records(), said.gateway(), bytes);
        header(record, Headers.SOURCE, SOURCE.source());
        header(record, Headers.PARTITION, SOURCE.partition());
        header(record, Headers.SEQUENCE, Long.toString(++sequence));
        header(record, Headers.INDEX, "0");
        header(record, Headers.ENQUEUED_AT, enqueued.toString());
        var _ = producer.send(record);
        var origin = new Origin("hub/0/" + sequence + "#0", Optional.of(enqueued));
        routine += reader.read(bytes, origin) instanceof Reading.Routine ? 1 : 0;
      }
      var coverage = new SourceCoverage(SOURCE, enqueued, sequence, Instant.EPOCH, List.of());
      var _ =
          producer.send(
              new ProducerRecord<>(
                  topics.sources(), SOURCE.toString(), CoverageJson.write(coverage)));
    }
    return new Filled(sequence, routine);
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String text) {
    record.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
