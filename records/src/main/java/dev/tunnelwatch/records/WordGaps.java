package dev.tunnelwatch.records;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Tells whether what words are in a text hangs on its numbers. Signs and blanks do not part words,
 * so that one may begin, lie or end in a number. Safe for many threads, a lock for each question.
 */
final class WordGaps {

  private static final int[] DIGITS = "0123456789".chars().toArray();
  private static final int[] LETTERS = "abcdefx".chars().toArray();
  private static final int[] ALL =
      IntStream.concat(Arrays.stream(DIGITS), Arrays.stream(LETTERS)).toArray();

  private final Vocabulary words;
  private final long groups;

  /** Where any number may lead from a state; nowhere when it may end a word. */
  private final Map<Integer, BitSet> behind = new HashMap<>();

  /**
   * Of some words.
   *
   * @param groups of words that matter
   */
  WordGaps(Vocabulary words, long groups) {
    this.words = words;
    this.groups = groups;
  }

  /** Whether the same words are in the text whatever stands in place of the numbers. */
  synchronized boolean arePlain(byte[] text, int from, int to, List<OpenNumber> numbers) {
    var states = new BitSet();
    states.set(0);
    int at = from;
    for (var number : numbers) {
      if (!passes(states, text, at, number.from()) || !states.stream().allMatch(this::isQuiet)) {
        return false;
      }
      var next = new BitSet();
      states.stream().mapToObj(behind::get).forEach(next::or);
      states = next;
      at = number.to();
    }
    return passes(states, text, at, to);
  }

  /** Whether no words end on a stretch but its own; the states go along it. */
  private boolean passes(BitSet states, byte[] text, int from, int to) {
    int own = 0;
    for (int i = from; i < to; i++) {
      int letter = text[i] & 0xFF;
      if (!Vocabulary.isOfWord(letter)) {
        continue;
      }
      long told = words.told(own, letter);
      own = words.follow(own, letter);
      if (!states.isEmpty()) {
        if (states.stream().anyMatch(state -> isMore(words.told(state, letter), told))) {
          return false;
        }
        var next = new BitSet();
        states.stream().forEach(state -> next.set(words.follow(state, letter)));
        next.clear(own);
        states.clear();
        states.or(next);
      }
    }
    states.set(own);
    return true;
  }

  private boolean isMore(long told, long own) {
    return (told & ~own & groups) != 0;
  }

  /** Whether no word ends in any number that may stand there. */
  private boolean isQuiet(int state) {
    return !behind.computeIfAbsent(state, this::behind).isEmpty();
  }

  private BitSet behind(int state) {
    var without = new BitSet();
    without.set(state);
    var with = new BitSet();
    boolean quiet = spreads(without, LETTERS) && leads(without, DIGITS, with) && spreads(with, ALL);
    return quiet ? with : new BitSet();
  }

  /** Adds all that some letters lead to, again and again; false when a word ends on the way. */
  private boolean spreads(BitSet states, int[] letters) {
    int before;
    do {
      before = states.cardinality();
      if (!leads(states, letters, states)) {
        return false;
      }
    } while (states.cardinality() > before);
    return true;
  }

  /** Adds where some letters lead to; false when a word ends there. */
  private boolean leads(BitSet states, int[] letters, BitSet to) {
    for (int state : states.stream().toArray()) {
      for (int letter : letters) {
        if (isMore(words.told(state, letter), 0)) {
          return false;
        }
        to.set(words.follow(state, letter));
      }
    }
    return true;
  }
}
