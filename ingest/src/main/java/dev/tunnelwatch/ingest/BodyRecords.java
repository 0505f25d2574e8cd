package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.BodySplitter;
import dev.tunnelwatch.records.Element;
import dev.tunnelwatch.records.RejectReason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What one event becomes in Kafka.
 *
 * @param canaries how many of its records are our own
 * @param foreign how many of its elements are of no concern to us
 * @param rejects why, for each element that should have been a record
 */
record BodyRecords(
    List<ProducerRecord<String, byte[]>> out,
    int canaries,
    int foreign,
    List<RejectReason> rejects) {
  /** How much of damaged bytes is kept. */
  static final int MAX_REJECT = 64 << 10;

  /** Of gateways. */
  int records() {
    return out.size() - canaries - rejects.size();
  }

  static BodyRecords of(BodySplitter splitter, Topics topics, SourceId source, SourceEvent event) {
    var out = new ArrayList<ProducerRecord<String, byte[]>>();
    var rejects = new ArrayList<RejectReason>();
    int canaries = 0;
    int foreign = 0;
    for (var element : splitter.split(event.body())) {
      switch (element) {
        case Element.Rec rec -> {
          out.add(record(topics, coordinates(source, event, rec), rec));
          canaries += Canary.is(rec.gateway()) ? 1 : 0;
        }
        case Element.Foreign _ -> foreign++;
        case Element.Broken broken -> {
          out.add(reject(topics, source, coordinates(source, event, broken), broken));
          rejects.add(broken.reason());
        }
      }
    }
    return new BodyRecords(out, canaries, foreign, rejects);
  }

  private static ProducerRecord<String, byte[]> record(
      Topics topics, RecordHeaders headers, Element.Rec rec) {
    return new ProducerRecord<>(
        topics.records(), null, rec.gateway().resourceId(), rec.bytes(), headers);
  }

  private static ProducerRecord<String, byte[]> reject(
      Topics topics, SourceId source, RecordHeaders headers, Element.Broken broken) {
    var bytes = broken.bytes();
    add(headers, Headers.REASON, broken.reason().word());
    add(headers, Headers.SHA256, HexFormat.of().formatHex(sha256().digest(bytes)));
    var kept = bytes.length <= MAX_REJECT ? bytes : Arrays.copyOf(bytes, MAX_REJECT);
    return new ProducerRecord<>(topics.rejects(), null, source.toString(), kept, headers);
  }

  private static RecordHeaders coordinates(SourceId source, SourceEvent event, Element element) {
    var headers = new RecordHeaders();
    add(headers, Headers.SOURCE, source.source());
    add(headers, Headers.PARTITION, source.partition());
    add(headers, Headers.SEQUENCE, Long.toString(event.sequence()));
    add(headers, Headers.INDEX, Integer.toString(element.index()));
    add(headers, Headers.ENQUEUED_AT, event.enqueuedAt().toString());
    return headers;
  }

  private static void add(RecordHeaders headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
