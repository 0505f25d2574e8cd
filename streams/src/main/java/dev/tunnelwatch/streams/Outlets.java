package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.Headers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Where the gateway stage sends what it has. Everything is stamped with real time: a stamp taken
 * from a record could make the broker refuse the whole transaction.
 */
final class Outlets {

  static final String EVENTS = "events-out";
  static final String REJECTS = "rejects-out";
  static final String GATEWAY_INCIDENTS = "gateway-incidents-out";

  /** As much of a reject as is kept; its digest is of the whole. */
  static final int REJECT_BYTES = 64 * 1024;

  private static final List<String> COORDINATES =
      List.of(
          Headers.SOURCE, Headers.PARTITION, Headers.SEQUENCE, Headers.INDEX, Headers.ENQUEUED_AT);

  private final ProcessorContext<String, byte[]> context;
  private final Commits commits;

  Outlets(ProcessorContext<String, byte[]> context, Commits commits) {
    this.context = context;
    this.commits = commits;
  }

  /**
   * @param json the event as {@code EventJson} writes it
   */
  void event(GatewayEvent event, byte[] json) {
    context.forward(record(event.gateway().resourceId(), json), EVENTS);
  }

  void reject(Record<String, byte[]> from, String reason, byte[] bytes) {
    var value = bytes.length <= REJECT_BYTES ? bytes : Arrays.copyOf(bytes, REJECT_BYTES);
    var reject = record(RecordHeaders.sourcePartition(from.headers()), value);
    for (var name : COORDINATES) {
      RecordHeaders.text(from.headers(), name)
          .ifPresent(text -> RecordHeaders.put(reject.headers(), name, text));
    }
    RecordHeaders.put(reject.headers(), Headers.REASON, reason);
    RecordHeaders.put(reject.headers(), Headers.SHA256, sha256(bytes));
    context.forward(reject, REJECTS);
  }

  void gatewayIncident(String key, byte[] value, Duration delay) {
    var incident = record(key, value);
    RecordHeaders.put(incident.headers(), RecordHeaders.DELAY, delay.toString());
    toFleet(incident);
  }

  void noGatewayIncident(String key) {
    toFleet(new Record<>(key, null, context.currentSystemTimeMs()));
  }

  /** It was closed so long ago that nobody computes it any more; it is not disproved. */
  void forgotten(String key) {
    var last = new Record<String, byte[]>(key, null, context.currentSystemTimeMs());
    RecordHeaders.put(last.headers(), RecordHeaders.FORGOTTEN, "");
    toFleet(last);
  }

  /** It set out then, and has come through this stage. */
  void canary(Instant setOut) {
    toFleet(CanaryPerch.record(setOut, context.currentSystemTimeMs()));
  }

  /** All gateways share the partition: what one has not committed hides what others have. */
  private void toFleet(Record<String, byte[]> record) {
    context.forward(record, GATEWAY_INCIDENTS);
    commits.hasten();
  }

  private Record<String, byte[]> record(String key, byte[] value) {
    return new Record<>(key, value, context.currentSystemTimeMs());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
