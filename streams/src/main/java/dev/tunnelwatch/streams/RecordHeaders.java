package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.SourceId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Reads and writes Kafka headers. A missing or senseless one is absent, never an error. */
final class RecordHeaders {

  /** On {@code gateway-incidents}: D of that gateway when it was published (rules 35, 36). */
  static final String DELAY = "delay";

  /** On what ends one there: it is over and was let go of (rule 10), not disproved. */
  static final String FORGOTTEN = "forgotten";

  private RecordHeaders() {}

  static Optional<String> text(org.apache.kafka.common.header.Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  static void put(org.apache.kafka.common.header.Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Where ingest read the record; without its headers, where it lies in Kafka. */
  static Origin origin(
      org.apache.kafka.common.header.Headers headers, Optional<RecordMetadata> place) {
    var enqueuedAt = instant(headers, Headers.ENQUEUED_AT);
    try {
      var source =
          new SourceId(
              text(headers, Headers.SOURCE).orElse(""),
              text(headers, Headers.PARTITION).orElse(""));
      long sequence = Long.parseLong(text(headers, Headers.SEQUENCE).orElse(""));
      int index = Integer.parseInt(text(headers, Headers.INDEX).orElse(""));
      return new Origin(source + "/" + sequence + '#' + index, enqueuedAt);
    } catch (IllegalArgumentException e) {
      return new Origin(
          place.map(p -> p.topic() + '/' + p.partition() + '/' + p.offset() + "#0").orElse("?"),
          enqueuedAt);
    }
  }

  /** The source's name; a question mark where the record does not say. */
  static String source(org.apache.kafka.common.header.Headers headers) {
    return text(headers, Headers.SOURCE).orElse("?");
  }

  /** {@code source/partition}, the key of rejects. */
  static String sourcePartition(org.apache.kafka.common.header.Headers headers) {
    return source(headers) + '/' + text(headers, Headers.PARTITION).orElse("?");
  }

  static Optional<Duration> delay(org.apache.kafka.common.header.Headers headers) {
    try {
      return text(headers, DELAY).map(Duration::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static Optional<Instant> instant(org.apache.kafka.common.header.Headers headers, String name) {
    try {
      return text(headers, name).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
