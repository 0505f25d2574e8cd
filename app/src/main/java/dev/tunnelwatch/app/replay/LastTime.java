package dev.tunnelwatch.app.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The last time that has company: at least 2 records of other minutes within the hour before it, or
 * at least 2 with those of its own minute when the silence before them is no longer than a day. So
 * one record with a wrong clock moves it by an hour at most, and two by a day; an outlier of year
 * 9999 moves nothing, nor does a record that stands there twice. But in a small log the line that
 * says why a site is still down may well be the only one in half an hour.
 */
final class LastTime {

  private static final int COMPANY = 2;
  private static final Duration WITHIN = Duration.ofHours(1);
  static final Duration SILENCE = Duration.ofDays(1);

  private final TreeMap<Long, Minute> minutes = new TreeMap<>();

  /** The minute seen last: the next record is mostly of the same. */
  private Minute recent = new Minute(Long.MIN_VALUE);

  /** What there is to know of one minute: enough different records, and the last of them. */
  private static final class Minute {
    private final long number;
    private final long[] records = new long[COMPANY];
    private int different;
    private long lines;
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
    recent.lines++;
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
          ours.lines += minute.lines;
          ours.until(minute.last);
        });
  }

  /** Without any company the last time of all; empty when nothing was seen. */
  Optional<AsOf> get() {
    if (minutes.isEmpty()) {
      return Optional.empty();
    }
    var last = minutes.lastEntry().getValue();
    long later = 0;
    for (var minute : minutes.descendingMap().values()) {
      if (hasCompany(minute)) {
        return Optional.of(new AsOf(minute.last, later, last.last));
      }
      later += minute.lines;
    }
    return Optional.of(new AsOf(last.last, 0, last.last));
  }

  private boolean hasCompany(Minute minute) {
    long from = minute.number - WITHIN.toMinutes();
    int before =
        minutes.subMap(from, minute.number).values().stream().mapToInt(m -> m.different).sum();
    return before >= COMPANY
        || (before + minute.different >= COMPANY && isHeardBefore(from, minute.number));
  }

  /** The silence is that before the hour; what a log begins with follows none. */
  private boolean isHeardBefore(long from, long minute) {
    var earlier = minutes.lowerKey(from);
    return earlier == null || minute - earlier <= SILENCE.toMinutes();
  }
}
