package dev.tunnelwatch.app.replay;

import java.util.Arrays;

/**
 * A set of hashes of 64 bits, 8 to 16 bytes each: what is kept of every record that says something
 * new, to know its copies by. Among a billion records the chance that two share one is 3 %.
 */
final class Hashes {

  private long[] slots = new long[16];
  private int size;
  private boolean hasZero;

  /** False when it was there before. */
  boolean add(long hash) {
    if (hash == 0) {
      boolean added = !hasZero;
      hasZero = true;
      return added;
    }
    if (2 * (size + 1) > slots.length) {
      var old = slots;
      slots = new long[2 * old.length];
      Arrays.stream(old).filter(known -> known != 0).forEach(this::put);
    }
    boolean added = put(hash);
    size += added ? 1 : 0;
    return added;
  }

  private boolean put(long hash) {
    int slot = (int) hash & (slots.length - 1);
    while (slots[slot] != 0) {
      if (slots[slot] == hash) {
        return false;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = hash;
    return true;
  }
}
