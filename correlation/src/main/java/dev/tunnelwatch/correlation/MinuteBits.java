package dev.tunnelwatch.correlation;

import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;

/** A set of minutes since 1970, an hour to a word. */
final class MinuteBits {
  private static final int HOUR = 60;

  private final TreeMap<Long, Long> hours = new TreeMap<>();

  void add(long hour, long bits) {
    hours.merge(hour, bits, (a, b) -> a | b);
  }

  void add(long minute) {
    add(Math.floorDiv(minute, HOUR), 1L << Math.floorMod(minute, HOUR));
  }

  void addAll(MinuteBits other) {
    other.hours.forEach(this::add);
  }

  boolean isEmpty() {
    return hours.isEmpty();
  }

  /** Those that pass. */
  MinuteBits where(LongPredicate passes) {
    var passed = new MinuteBits();
    for (var next = atOrAfter(Long.MIN_VALUE / HOUR); next.isPresent(); ) {
      if (passes.test(next.getAsLong())) {
        passed.add(next.getAsLong());
      }
      next = atOrAfter(next.getAsLong() + 1);
    }
    return passed;
  }

  /** Hour by hour since 1970, bit n for its minute n. */
  void forEach(BiConsumer<Long, Long> row) {
    hours.forEach(row);
  }

  boolean contains(long minute) {
    long bits = hours.getOrDefault(Math.floorDiv(minute, HOUR), 0L);
    return (bits >>> Math.floorMod(minute, HOUR) & 1) == 1;
  }

  /** The earliest that is not before that minute. */
  OptionalLong atOrAfter(long minute) {
    long hour = Math.floorDiv(minute, HOUR);
    long left = hours.getOrDefault(hour, 0L) & -1L << Math.floorMod(minute, HOUR);
    if (left != 0) {
      return OptionalLong.of(hour * HOUR + Long.numberOfTrailingZeros(left));
    }
    var next = hours.higherEntry(hour);
    return next == null
        ? OptionalLong.empty()
        : OptionalLong.of(next.getKey() * HOUR + Long.numberOfTrailingZeros(next.getValue()));
  }

  /** The latest that is not after that minute. */
  OptionalLong atOrBefore(long minute) {
    long hour = Math.floorDiv(minute, HOUR);
    long left =
        hours.getOrDefault(hour, 0L) & -1L >>> (Long.SIZE - 1 - Math.floorMod(minute, HOUR));
    if (left != 0) {
      return OptionalLong.of(hour * HOUR + lastOf(left));
    }
    var before = hours.lowerEntry(hour);
    return before == null
        ? OptionalLong.empty()
        : OptionalLong.of(before.getKey() * HOUR + lastOf(before.getValue()));
  }

  private static int lastOf(long bits) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
  }
}
