package dev.tunnelwatch.records;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * Groups of words, and which of them a text holds: all at once and in one pass, however many words
 * there are. The text counts in squeezed form ({@link Words#squeeze}), which is never made.
 *
 * @see <a href="https://doi.org/10.1145/360825.360855">Aho and Corasick, 1975: the automaton</a>
 */
final class Vocabulary {

  private static final int LETTERS = 36;

  /** A column for all that is no letter: there a state stays as it is. */
  private static final int OTHER = LETTERS;

  private static final int COLUMNS = LETTERS + 1;
  private static final byte[] COLUMN = columns();

  /** Set in a place whose state has something to tell. */
  private static final int TELLS = 1 << 31;

  /**
   * Where a state goes by a letter, at state × {@value #COLUMNS} + column: the next such product.
   */
  private final int[] next;

  /** The groups whose words end in a state. */
  private final long[] groups;

  /** How many letters lead to a state. */
  private final int[] depths;

  Vocabulary(List<List<String>> words) {
    int letters = words.stream().flatMap(List::stream).mapToInt(String::length).sum();
    next = new int[(letters + 1) * COLUMNS];
    groups = new long[letters + 1];
    depths = new int[letters + 1];
    int states = 1;
    for (int group = 0; group < words.size(); group++) {
      for (var word : words.get(group)) {
        states = add(word, 1L << group, states);
      }
    }
    link();
  }

  /** By the byte, bytes above ASCII included. */
  private static byte[] columns() {
    var columns = new byte[1 << Byte.SIZE];
    Arrays.fill(columns, (byte) OTHER);
    for (int i = 0; i < 26; i++) {
      columns['a' + i] = (byte) i;
      columns['A' + i] = (byte) i;
    }
    for (int i = 0; i < 10; i++) {
      columns['0' + i] = (byte) (26 + i);
    }
    return columns;
  }

  /** The result is how many states there are then. */
  private int add(String word, long group, int states) {
    int state = 0;
    int known = states;
    for (int i = 0; i < word.length(); i++) {
      int place = state * COLUMNS + COLUMN[word.charAt(i)];
      if (next[place] == 0) {
        next[place] = known++;
      }
      state = next[place];
      depths[state] = i + 1;
    }
    groups[state] |= group;
    return known;
  }

  /**
   * From a tree of words to an automaton: where a letter leads nowhere, a shorter word may go on.
   */
  private void link() {
    var shorter = new int[groups.length];
    var queue = new ArrayDeque<Integer>();
    queue.add(0);
    while (!queue.isEmpty()) {
      int state = queue.remove();
      groups[state] |= groups[shorter[state]];
      for (int letter = 0; letter < LETTERS; letter++) {
        int place = state * COLUMNS + letter;
        int otherwise = state == 0 ? 0 : next[shorter[state] * COLUMNS + letter];
        if (next[place] == 0) {
          next[place] = otherwise;
        } else {
          shorter[next[place]] = otherwise;
          queue.add(next[place]);
        }
      }
    }
    for (int place = 0; place < next.length; place++) {
      if (place % COLUMNS == OTHER) {
        next[place] = place - OTHER;
      } else {
        int state = next[place];
        next[place] = state * COLUMNS | (groups[state] == 0 ? 0 : TELLS);
      }
    }
  }

  /** The bits of the groups of which at least one word is in the text. */
  long in(String text) {
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return in(bytes, 0, bytes.length);
  }

  /** Whether a word may be in it, also by letters beyond ASCII that count as others, case aside. */
  boolean mayBeIn(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return in(bytes, 0, bytes.length) != 0 || AsciiText.end(bytes, 0, bytes.length) < bytes.length;
  }

  /**
   * The bits of the groups in a stretch of bytes, in ASCII or anything that holds it. Its halves
   * are read side by side, since each step has to wait for the one before; the first half goes on
   * into the second for as long as a word that began in it may.
   */
  long in(byte[] text, int from, int to) {
    long found = 0;
    int middle = (from + to) >>> 1;
    int one = 0;
    int two = 0;
    int other = middle;
    for (int i = from; i < middle; i++, other++) {
      int step = next[one + COLUMN[text[i] & 0xFF]];
      int otherStep = next[two + COLUMN[text[other] & 0xFF]];
      one = step & ~TELLS;
      two = otherStep & ~TELLS;
      if ((step | otherStep) < 0) {
        found |= told(step) | told(otherStep);
      }
    }
    if (other < to) { // of an odd number
      found |= told(next[two + COLUMN[text[other] & 0xFF]]);
    }
    int letters = 0;
    for (int i = middle; i < to && depths[one / COLUMNS] > letters; i++) {
      int column = COLUMN[text[i] & 0xFF];
      letters += column == OTHER ? 0 : 1;
      found |= told(next[one + column]);
      one = next[one + column] & ~TELLS;
    }
    return found;
  }

  /** Whether a byte counts, being a letter or a digit. */
  static boolean isOfWord(int letter) {
    return COLUMN[letter] != OTHER;
  }

  /** From a place of {@link #next} by a letter or digit to the next such place. */
  int follow(int state, int letter) {
    return next[state + COLUMN[letter]] & ~TELLS;
  }

  /** The groups of which a word ends with that letter or digit. */
  long told(int state, int letter) {
    return told(next[state + COLUMN[letter]]);
  }

  private long told(int step) {
    return step < 0 ? groups[(step & ~TELLS) / COLUMNS] : 0;
  }
}
