package dev.tunnelwatch.records;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The words of a text one by one, and what parts them. */
final class Spoken {

  /** In place of a word that is taken out; part of no word that anybody looks for. */
  private static final String NOTHING = "zz";

  private static final int ASCII = 0x80;
  private static final boolean[] OF_WORD = ofWord();

  private final String text;
  private final List<Word> words;

  private Spoken(String text, List<Word> words) {
    this.text = text;
    this.words = words;
  }

  /** What stands before a word. */
  enum Gap {
    BLANK,
    /** A colon or a sign of equality. */
    SIGN,
    /** Whatever ends a clause. */
    END
  }

  /**
   * A word.
   *
   * @param lower in lower case
   */
  record Word(String lower, int from, int to, Gap before) {}

  static Spoken of(String text) {
    var words = new ArrayList<Word>();
    var lower = text.toLowerCase(Locale.ROOT);
    boolean same = lower.length() == text.length(); // or letters have other places
    int at = 0;
    while (at < text.length()) {
      int from = beginOfWord(text, at);
      int to = endOfWord(text, from);
      if (to > from) {
        var word = (same ? lower : text).substring(from, to);
        words.add(
            new Word(same ? word : word.toLowerCase(Locale.ROOT), from, to, gap(text, at, from)));
      }
      at = to;
    }
    return new Spoken(text, words);
  }

  /**
   * With 1 for every word that begins with a digit, unless it is 0: words and signs stay where they
   * were, and texts that differ in counts and addresses become one. Empty where it is not ASCII.
   */
  static Optional<byte[]> numbersAside(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (AsciiText.end(bytes, 0, bytes.length) < bytes.length) {
      return Optional.empty();
    }
    int size = 0; // what is left moves up
    int at = 0;
    while (at < bytes.length) {
      byte first = bytes[at];
      if (isDigit(first)) {
        int to = endOfWord(bytes, at);
        bytes[size++] = (byte) (to == at + 1 && first == '0' ? '0' : '1');
        at = to;
      } else if (OF_WORD[first]) {
        int to = endOfWord(bytes, at);
        System.arraycopy(bytes, at, bytes, size, to - at);
        size += to - at;
        at = to;
      } else {
        bytes[size++] = first;
        at++;
      }
    }
    return Optional.of(Arrays.copyOf(bytes, size));
  }

  /** As of a text that is ASCII. */
  private static int endOfWord(byte[] text, int from) {
    boolean number = isDigit(text[from]);
    int to = from + 1;
    while (to < text.length) {
      byte b = text[to];
      boolean joins = b == '\'' || (number && (b == '.' || b == ':' || b == '/'));
      if (!OF_WORD[b] && !(joins && to + 1 < text.length && OF_WORD[text[to + 1]])) {
        return to;
      }
      to++;
    }
    return to;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean[] ofWord() {
    var table = new boolean[ASCII];
    for (char c = 0; c < ASCII; c++) {
      table[c] = Words.isLetterOrDigit(c) || c == '_';
    }
    return table;
  }

  private static int beginOfWord(String text, int at) {
    int from = at;
    while (from < text.length() && !isOfWord(text, from)) {
      from++;
    }
    return from;
  }

  private static int endOfWord(String text, int from) {
    int to = from;
    while (to < text.length() && (isOfWord(text, to) || joins(text, from, to))) {
      to++;
    }
    return to;
  }

  private static boolean isOfWord(String text, int at) {
    char c = text.charAt(at);
    return Words.isLetterOrDigit(c) || c == '_';
  }

  /** A sign inside of an address or a number, or the apostrophe of "didn't". */
  private static boolean joins(String text, int from, int at) {
    if (at == from || at + 1 == text.length() || !isOfWord(text, at + 1)) {
      return false;
    }
    char c = text.charAt(at);
    return c == '\''
        || ((c == '.' || c == ':' || c == '/') && Character.isDigit(text.charAt(from)));
  }

  private static Gap gap(String text, int from, int to) {
    var gap = Gap.BLANK;
    for (int i = from; i < to; i++) {
      switch (text.charAt(i)) {
        case ',', ';', '.', '!', '?', '(', ')', '[', ']', '|', '<', '>', '\n' -> {
          return Gap.END;
        }
        case '-' -> {
          if (i > from && i + 1 < to) {
            return Gap.END; // with a blank on either side
          }
        }
        case ':', '=' -> gap = Gap.SIGN;
        default -> {}
      }
    }
    return gap;
  }

  int size() {
    return words.size();
  }

  String word(int i) {
    return words.get(i).lower;
  }

  Gap before(int i) {
    return words.get(i).before;
  }

  /** Whether there is such a word, in the same clause as the one before. */
  boolean goesOn(int i) {
    return i < size() && before(i) != Gap.END;
  }

  /** Where the clause that begins with a word ends. */
  int endOfClause(int first) {
    int end = first + 1;
    while (goesOn(end)) {
      end++;
    }
    return end;
  }

  boolean isAny(int i, Set<String> of) {
    return of.contains(word(i));
  }

  /** Whether the word begins with one of some. */
  boolean begins(int i, List<String> with) {
    for (int j = 0; j < with.size(); j++) {
      if (word(i).startsWith(with.get(j))) {
        return true;
      }
    }
    return false;
  }

  /** The text with nobody's word in place of some. */
  String without(boolean[] out) {
    var rest = new StringBuilder(text.length());
    int at = 0;
    for (int i = 0; i < out.length; i++) {
      if (out[i]) {
        var word = words.get(i);
        rest.append(text, at, word.from).append(NOTHING);
        at = word.to;
      }
    }
    return at == 0 ? text : rest.append(text, at, text.length()).toString();
  }
}
