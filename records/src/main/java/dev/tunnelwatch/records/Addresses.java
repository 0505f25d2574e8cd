package dev.tunnelwatch.records;

import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds addresses in texts. Literals only: no text makes us look up a name. */
final class Addresses {

  /** Of one part, or of a prefix's length. */
  private static final int MOST_DIGITS = 3;

  private static final int MOST_OF_GROUP = 4;

  /** Behind the first colon. */
  private static final int MOST_OF_GROUPS = 43;

  private static final int MOST = 500;

  private Addresses() {}

  /** Empty when the text is no literal address, masked ones such as {@code 203.x.x.x} included. */
  static Optional<IpAddress> literal(String text) {
    var bare = text.strip();
    if (bare.startsWith("[") && bare.endsWith("]")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    if (bare.length() > 60 || !AddressForm.isOf(bare)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new IpAddress(bare));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The address of {@code 203.0.113.7:500}, {@code 2001:db8::1:500} or {@code [2001:db8::1]:500}.
   */
  static Optional<IpAddress> ofEndpoint(String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0 ? literal(text) : literal(text.substring(0, colon)).or(() -> literal(text));
  }

  /**
   * What a text names.
   *
   * @param whole whether it names no more
   */
  record Named(List<IpAddress> addresses, List<Prefix> prefixes, boolean whole) {}

  /** Of the first {@value #MOST} every address and every prefix, in their order, each once. */
  static Named in(String written) {
    // Of bytes, which are looked at quicker; what is no Latin letter is part of no address.
    var text = written.getBytes(StandardCharsets.ISO_8859_1);
    var addresses = new ArrayList<IpAddress>();
    var prefixes = new ArrayList<Prefix>();
    int looked = 0;
    int at = 0;
    while (at < text.length && looked < MOST) {
      int end = mayBegin(text, at) ? end(text, at) : -1;
      if (end > 0) {
        looked++;
        add(AsciiText.string(text, at, end), addresses, prefixes);
      }
      at = Math.max(at + 1, end);
    }
    return new Named(addresses, prefixes, looked < MOST);
  }

  private static void add(String word, List<IpAddress> addresses, List<Prefix> prefixes) {
    if (word.indexOf('/') < 0) {
      literal(word).filter(address -> !addresses.contains(address)).ifPresent(addresses::add);
    } else {
      prefix(word).filter(prefix -> !prefixes.contains(prefix)).ifPresent(prefixes::add);
    }
  }

  /** Not in a word, nor in a longer address. */
  private static boolean mayBegin(byte[] text, int at) {
    byte c = text[at];
    if (c != ':' && !isHex(c)) {
      return false;
    }
    byte before = at == 0 ? (byte) ' ' : text[at - 1];
    return !isWord(before) && before != '.' && before != ':';
  }

  /** Where what looks like an address or a prefix ends; -1 where nothing does. */
  private static int end(byte[] text, int from) {
    int end = endOfParts(text, from);
    return end < 0 ? endOfGroups(text, from) : withLength(text, end);
  }

  /** {@code 203.0.113.7}. */
  private static int endOfParts(byte[] text, int from) {
    int at = endOfDigits(text, from);
    for (int points = 0; points < 3; points++) {
      if (at == text.length || text[at] != '.' || !isDigit(text[at - 1])) {
        return -1;
      }
      at = endOfDigits(text, at + 1);
    }
    return isDigit(text[at - 1]) ? at : -1;
  }

  private static int endOfDigits(byte[] text, int from) {
    int last = Math.min(text.length, from + MOST_DIGITS);
    int at = from;
    while (at < last && isDigit(text[at])) {
      at++;
    }
    return at;
  }

  /** {@code 2001:db8::1}; of what runs into a word only as much as does not. */
  private static int endOfGroups(byte[] text, int from) {
    int colon = from;
    while (colon < text.length && colon - from < MOST_OF_GROUP && isHex(text[colon])) {
      colon++;
    }
    if (colon == text.length || text[colon] != ':') {
      return -1;
    }
    int last = Math.min(text.length, colon + 1 + MOST_OF_GROUPS);
    int at = colon + 1;
    while (at < last && isOfGroups(text[at])) {
      at++;
    }
    int end = at > colon + 1 ? withLength(text, at) : -1;
    while (end < 0 && at > colon + 2) {
      at--;
      end = isWord(text[at]) ? -1 : at;
    }
    return end;
  }

  /** With {@code /16} behind it, where that is no word; -1 where it goes on as a word itself. */
  private static int withLength(byte[] text, int end) {
    if (end < text.length && text[end] == '/') {
      int behind = endOfDigits(text, end + 1);
      return behind > end + 1 && !isWordAt(text, behind) ? behind : end;
    }
    return isWordAt(text, end) ? -1 : end;
  }

  private static boolean isWordAt(byte[] text, int at) {
    return at < text.length && isWord(text[at]);
  }

  private static boolean isWord(byte c) {
    return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
  }

  private static boolean isOfGroups(byte c) {
    return isHex(c) || c == ':' || c == '.';
  }

  private static boolean isHex(byte c) {
    return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static Optional<Prefix> prefix(String word) {
    try {
      return Optional.of(Prefix.parse(word));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
