package dev.tunnelwatch.app.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The last time that has company: at least 2 records of another minute within 15 min before it. An
 * outlier of year 9999 moves nothing; nor does a record that stands there twice.
 */
final class LastTime {

  private static final int COMPANY = 2;
  private static final Duration WITHIN = Duration.ofMinutes(15);

  private final TreeMap<Long, Minute> minutes = new TreeMap<>();

  /** The minute seen last: the next record is mostly of the same. */
  private Minute recent = new Minute(Long.MIN_VALUE);

  /** What there is to know of one minute: enough different records, and the last of them. */
  private static final class Minute {
    private final long number;
    private final long[] records = new long[COMPANY];
    private int different;
    private Instant last = Instant.MIN;

    Minute(long number) {
      this.number = number;
    }

    void saw(long record) {
      if (different == 0 || (different < COMPANY && records[0] != record)) {
        records[different++] = record;
      }
    }

    void until(Instant at) {
      if (at.isAfter(last)) {
        last = at;
      }
    }
  }

  /** {@code record} makes a hash, equal for equal records. */
  void saw(Instant at, LongSupplier record) {
    long number = Math.floorDiv(at.getEpochSecond(), 60L);
    if (recent.number != number) {
      recent = minutes.computeIfAbsent(number, Minute::new);
    }
    if (recent.different < COMPANY) {
      recent.saw(record.getAsLong());
    }
    recent.until(at);
  }

  /** Sees all that another one saw. */
  void add(LastTime other) {
    other.minutes.forEach(
        (number, minute) -> {
          var ours = minutes.computeIfAbsent(number, Minute::new);
          for (int i = 0; i < minute.different; i++) {
            ours.saw(minute.records[i]);
          }
          ours.until(minute.last);
        });
  }

  /** Without any company the last time of all; empty when nothing was seen. */
  Optional<Instant> get() {
    for (var entry : minutes.descendingMap().entrySet()) {
      long at = entry.getKey();
      int company =
          minutes.subMap(at - WITHIN.toMinutes(), at).values().stream()
              .mapToInt(minute -> minute.different)
              .sum();
      if (company >= COMPANY) {
        return Optional.of(entry.getValue().last);
      }
    }
    return Optional.ofNullable(minutes.lastEntry()).map(entry -> entry.getValue().last);
  }
}
