package dev.tunnelwatch.correlation;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;

/** A set of minutes since 1970, an hour to a word. Hours are few and mostly come in order. */
final class MinuteBits {
  private static final int HOUR = 60;

  /** In ascending order, as far as {@link #size}. */
  private long[] hours = new long[4];

  private long[] words = new long[4];
  private int size;

  /** False when they were all there before. */
  boolean add(long hour, long bits) {
    int place = place(hour);
    if (place < 0) {
      place = -place - 1;
      insert(place, hour);
    }
    long before = words[place];
    words[place] = before | bits;
    return words[place] != before;
  }

  /** False when it was there before. */
  boolean add(long minute) {
    return add(Math.floorDiv(minute, HOUR), 1L << Math.floorMod(minute, HOUR));
  }

  void addAll(MinuteBits other) {
    for (int i = 0; i < other.size; i++) {
      var _ = add(other.hours[i], other.words[i]);
    }
  }

  private void insert(int place, long hour) {
    if (size == hours.length) {
      hours = Arrays.copyOf(hours, 2 * size);
      words = Arrays.copyOf(words, 2 * size);
    }
    System.arraycopy(hours, place, hours, place + 1, size - place);
    System.arraycopy(words, place, words, place + 1, size - place);
    hours[place] = hour;
    words[place] = 0;
    size++;
  }

  /** As a binary search has it. */
  private int place(long hour) {
    if (size > 0 && hours[size - 1] == hour) {
      return size - 1;
    }
    return Arrays.binarySearch(hours, 0, size, hour);
  }

  /** The minutes of an hour. */
  long word(long hour) {
    int place = place(hour);
    return place < 0 ? 0 : words[place];
  }

  /** How many have minutes. */
  int hours() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Those that pass. */
  MinuteBits where(LongPredicate passes) {
    var passed = new MinuteBits();
    for (var next = first(); next.isPresent(); ) {
      if (passes.test(next.getAsLong())) {
        var _ = passed.add(next.getAsLong());
      }
      next = atOrAfter(next.getAsLong() + 1);
    }
    return passed;
  }

  MinuteBits before(long minute) {
    long last = Math.floorDiv(minute, HOUR);
    var before = new MinuteBits();
    for (int i = 0; i < size && hours[i] <= last; i++) {
      long bits = hours[i] < last ? words[i] : words[i] & ~(-1L << Math.floorMod(minute, HOUR));
      if (bits != 0) {
        var _ = before.add(hours[i], bits);
      }
    }
    return before;
  }

  /** Hour by hour since 1970, bit n for its minute n. */
  void forEach(BiConsumer<Long, Long> row) {
    for (int i = 0; i < size; i++) {
      row.accept(hours[i], words[i]);
    }
  }

  boolean contains(long minute) {
    long bits = word(Math.floorDiv(minute, HOUR));
    return (bits >>> Math.floorMod(minute, HOUR) & 1) == 1;
  }

  /** The earliest that is not before that minute. */
  OptionalLong atOrAfter(long minute) {
    long hour = Math.floorDiv(minute, HOUR);
    long left = word(hour) & -1L << Math.floorMod(minute, HOUR);
    if (left != 0) {
      return OptionalLong.of(hour * HOUR + Long.numberOfTrailingZeros(left));
    }
    int place = place(hour);
    int next = place < 0 ? -place - 1 : place + 1;
    return next == size
        ? OptionalLong.empty()
        : OptionalLong.of(hours[next] * HOUR + Long.numberOfTrailingZeros(words[next]));
  }

  OptionalLong first() {
    return atOrAfter(Long.MIN_VALUE / HOUR);
  }

  /** The latest that is not after that minute. */
  OptionalLong atOrBefore(long minute) {
    long hour = Math.floorDiv(minute, HOUR);
    long left = word(hour) & -1L >>> (Long.SIZE - 1 - Math.floorMod(minute, HOUR));
    if (left != 0) {
      return OptionalLong.of(hour * HOUR + lastOf(left));
    }
    int place = place(hour);
    int before = (place < 0 ? -place - 1 : place) - 1;
    return before < 0
        ? OptionalLong.empty()
        : OptionalLong.of(hours[before] * HOUR + lastOf(words[before]));
  }

  private static int lastOf(long bits) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
  }
}
