package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.CoverageJson;
import dev.tunnelwatch.records.PositionJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Progress as it stands in Kafka: the position as the value in the slot's own partition; coverage,
 * owner level and the source's beginning as its headers, so that the next owner finds the gaps
 * where it finds the position, and whoever begins a partition finds out whether its source is read.
 */
final class ProgressRecord {
  static final String OWNER_LEVEL = "ownerLevel";
  static final String COVERAGE = "coverage";
  static final String BEGINNING = "beginning";

  private ProgressRecord() {}

  static ProducerRecord<String, byte[]> position(Topics topics, int slot, Progress progress) {
    var headers = new RecordHeaders();
    headers.add(OWNER_LEVEL, Long.toString(progress.ownerLevel()).getBytes(StandardCharsets.UTF_8));
    headers.add(COVERAGE, CoverageJson.write(progress.coverage()));
    if (!progress.beginning().equals(Beginning.NOT_TOLD)) {
      headers.add(BEGINNING, progress.beginning().text().getBytes(StandardCharsets.UTF_8));
    }
    return new ProducerRecord<>(
        topics.positions(),
        slot,
        progress.source().toString(),
        PositionJson.write(progress.position()),
        headers);
  }

  /**
   * Proves that the slot is held where there is no progress to write yet. It has no value, so that
   * a reader of positions passes over it.
   */
  static ProducerRecord<String, byte[]> claim(Topics topics, int slot, SourceId source) {
    return new ProducerRecord<>(topics.positions(), slot, source.toString(), null);
  }

  static ProducerRecord<String, byte[]> coverage(Topics topics, Progress progress) {
    return new ProducerRecord<>(
        topics.sources(), progress.source().toString(), CoverageJson.write(progress.coverage()));
  }

  /** Reads what {@link #position} wrote; the headers may be missing. */
  static Progress read(ConsumerRecord<String, byte[]> record) {
    var position = PositionJson.read(record.value());
    var headers = record.headers();
    var covered = headers.lastHeader(COVERAGE);
    var coverage =
        covered == null
            ? new SourceCoverage(
                position.source(),
                position.enqueuedAt(),
                position.sequence(),
                position.incarnation(),
                List.of())
            : CoverageJson.read(covered.value());
    return new Progress(position, coverage, level(headers), beginning(headers));
  }

  static Beginning beginning(Headers headers) {
    var told = headers.lastHeader(BEGINNING);
    return told == null
        ? Beginning.NOT_TOLD
        : Beginning.parse(new String(told.value(), StandardCharsets.UTF_8));
  }

  private static long level(Headers headers) {
    var level = headers.lastHeader(OWNER_LEVEL);
    return level == null ? 0 : Long.parseLong(new String(level.value(), StandardCharsets.UTF_8));
  }
}
