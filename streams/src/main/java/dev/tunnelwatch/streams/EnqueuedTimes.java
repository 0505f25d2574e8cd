package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.records.RecentMinute;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * When records were enqueued at their hub, as their headers say. Those of one event of the hub
 * follow each other and say the same, so that the last one need not be read again; those of others
 * are of the same minute mostly.
 */
final class EnqueuedTimes {

  private final RecentMinute minute = new RecentMinute();
  private byte[] text = {};
  private Optional<Instant> time = Optional.empty();

  /** Empty where the record does not say, or says nothing that makes sense. */
  Optional<Instant> of(org.apache.kafka.common.header.Headers headers) {
    var header = headers.lastHeader(Headers.ENQUEUED_AT);
    if (header == null || header.value() == null) {
      return Optional.empty();
    }
    var value = header.value();
    if (!Arrays.equals(text, value)) {
      time =
          minute
              .read(value, 0, value.length)
              .or(() -> RecordHeaders.instant(headers, Headers.ENQUEUED_AT));
      text = value;
    }
    return time;
  }
}
