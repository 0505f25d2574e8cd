package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * The short texts that stand in record after record: of those seen lately there is one string. Safe
 * for many threads without a lock: strings are immutable, and a lost entry is only made again.
 */
final class Texts {

  private static final int LONGEST = 256;

  private final String[] recent;

  /**
   * None seen yet.
   *
   * @param slots how many are kept at most; a power of 2
   */
  Texts(int slots) {
    recent = new String[slots];
  }

  /** The text of the current token. */
  String of(JsonParser json) throws IOException {
    char[] text = json.getTextCharacters();
    int from = json.getTextOffset();
    int length = json.getTextLength();
    if (length > LONGEST) {
      return new String(text, from, length);
    }
    int slot = hash(text, from, length) & (recent.length - 1);
    var known = recent[slot];
    if (known != null && isEqual(known, text, from, length)) {
      return known;
    }
    var made = new String(text, from, length);
    recent[slot] = made;
    return made;
  }

  private static boolean isEqual(String known, char[] text, int from, int length) {
    if (known.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (known.charAt(i) != text[from + i]) {
        return false;
      }
    }
    return true;
  }

  private static int hash(char[] text, int from, int length) {
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + text[i];
    }
    return hash ^ hash >>> 15;
  }
}
