package dev.tunnelwatch.app.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The last time that has company: at least 2 records of another minute within 15 min before it. An
 * outlier of year 9999 moves nothing; nor does a record that stands there twice.
 */
final class LastTime {

  private static final int COMPANY = 2;
  private static final Duration WITHIN = Duration.ofMinutes(15);

  private final TreeMap<Long, Minute> minutes = new TreeMap<>();

  /** What there is to know of one minute: enough different records, and the last of them. */
  private static final class Minute {
    private final Set<String> records = new HashSet<>();
    private Instant last = Instant.MIN;
  }

  /** {@code record} is equal for equal records. */
  void saw(Instant at, String record) {
    var minute = minutes.computeIfAbsent(minute(at), _ -> new Minute());
    if (minute.records.size() < COMPANY) {
      minute.records.add(record);
    }
    if (at.isAfter(minute.last)) {
      minute.last = at;
    }
  }

  /** Without any company the last time of all; empty when nothing was seen. */
  Optional<Instant> get() {
    for (var entry : minutes.descendingMap().entrySet()) {
      long at = entry.getKey();
      int company =
          minutes.subMap(at - WITHIN.toMinutes(), at).values().stream()
              .mapToInt(minute -> minute.records.size())
              .sum();
      if (company >= COMPANY) {
        return Optional.of(entry.getValue().last);
      }
    }
    return Optional.ofNullable(minutes.lastEntry()).map(entry -> entry.getValue().last);
  }

  private static long minute(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), 60L);
  }
}
