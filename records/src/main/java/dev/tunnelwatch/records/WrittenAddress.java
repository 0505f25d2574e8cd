package dev.tunnelwatch.records;

import java.util.Optional;

/**
 * An address as somebody may have written it into a text: with zeros in front, with parts of it
 * masked, before a full stop. More than {@link AddressForm} takes, for whatever looks like a
 * person's address has to be taken out.
 *
 * @param to behind it
 * @param end behind its port, too
 * @param network whether it is one, by the length of its prefix, of more than one address
 */
record WrittenAddress(String text, int to, int end, boolean network) {

  private static final int PARTS = 4;
  private static final int MOST_DIGITS = 3;
  private static final int MOST_DIGITS_OF_PORT = 5;
  private static final int LONGEST = 48;
  private static final int BITS_4 = 32;
  private static final int BITS_6 = 128;

  /** A time of day has fewer colons; a MAC has more. */
  private static final int COLONS = 4;

  /** The one that begins there. */
  static Optional<WrittenAddress> at(String text, int from) {
    if (from > 0 && (isWord(text, from - 1) || isInNumber(text, from))) {
      return Optional.empty();
    }
    int dotted = endOfDotted(text, from);
    if (dotted > from) {
      return Optional.of(of(text, from, dotted, BITS_4));
    }
    int grouped = endOfGroups(text, from);
    return grouped > from ? Optional.of(of(text, from, grouped, BITS_6)) : Optional.empty();
  }

  private static WrittenAddress of(String text, int from, int to, int bits) {
    int behind = to < text.length() && text.charAt(to) == ']' ? to + 1 : to;
    int port = behind + 1;
    while (isAt(text, behind, ':')
        && port < text.length()
        && port - behind <= MOST_DIGITS_OF_PORT
        && isDigit(text.charAt(port))) {
      port++;
    }
    int length = to + 1;
    while (isAt(text, to, '/') && length < text.length() && isAsciiDigit(text.charAt(length))) {
      length++;
    }
    boolean network =
        length > to + 1
            && length - to <= MOST_DIGITS + 1
            && Integer.parseInt(text, to + 1, length, 10) < bits;
    return new WrittenAddress(text.substring(from, to), to, port > behind + 1 ? port : to, network);
  }

  /** Behind four parts, the first of them not quite masked; else where it began. */
  private static int endOfDotted(String text, int from) {
    int at = from;
    boolean digits = false;
    for (int part = 0; part < PARTS; part++) {
      int begin = at;
      while (at < text.length() && at - begin < MOST_DIGITS && isDigit(text.charAt(at))) {
        digits |= isAsciiDigit(text.charAt(at));
        at++;
      }
      if (at == begin || (part < PARTS - 1 && !isAt(text, at, '.'))) {
        return from;
      }
      at += part < PARTS - 1 ? 1 : 0;
    }
    boolean more =
        at < text.length()
            && (isWord(text, at)
                || (text.charAt(at) == '.'
                    && at + 1 < text.length()
                    && isAsciiDigit(text.charAt(at + 1))));
    return digits && !more ? at : from;
  }

  /** Behind groups of hex, the sign that ends a sentence left out; else where it began. */
  private static int endOfGroups(String text, int from) {
    int at = from;
    int colons = 0;
    while (at < text.length() && at - from <= LONGEST && isOfGroups(text.charAt(at))) {
      colons += text.charAt(at) == ':' ? 1 : 0;
      at++;
    }
    if (colons < 2 || at - from > LONGEST || (at < text.length() && isWord(text, at))) {
      return from;
    }
    while (at > from && (text.charAt(at - 1) == '.' || endsWithStop(text, from, at))) {
      at--;
    }
    return colons >= COLONS || AddressForm.isOf(text.substring(from, at)) ? at : from;
  }

  private static boolean endsWithStop(String text, int from, int to) {
    return text.charAt(to - 1) == ':' && (to - from < 2 || text.charAt(to - 2) != ':');
  }

  /** Without zeros in front, so that one address is one word. */
  String plain() {
    if (text.indexOf(':') >= 0) {
      return Addresses.literal(text).map(Object::toString).orElse(text);
    }
    var plain = new StringBuilder(text.length());
    for (var part : text.split("\\.", -1)) {
      int at = 0;
      while (at < part.length() - 1 && part.charAt(at) == '0') {
        at++;
      }
      plain.append(plain.isEmpty() ? "" : ".").append(part, at, part.length());
    }
    return plain.toString();
  }

  private static boolean isAt(String text, int at, char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private static boolean isAsciiDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Or what stands for one. */
  private static boolean isDigit(char c) {
    return isAsciiDigit(c) || c == 'x' || c == 'X' || c == '*';
  }

  private static boolean isOfGroups(char c) {
    return isAsciiDigit(c) || c == ':' || c == '.' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
  }

  private static boolean isWord(String text, int at) {
    return Character.isLetterOrDigit(text.charAt(at));
  }

  /** Behind a point that a digit stands before. */
  private static boolean isInNumber(String text, int from) {
    return from > 1 && text.charAt(from - 1) == '.' && isAsciiDigit(text.charAt(from - 2));
  }
}
