package dev.tunnelwatch.model;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;

/**
 * An IP address in canonical text. Only literals: a log line must not be able to make us resolve a
 * name.
 *
 * @param text IPv4 dotted or IPv6 as RFC 5952 has it, so that equal addresses have equal text
 */
public record IpAddress(String text) implements Comparable<IpAddress> {

  private static final int GROUPS = 8;
  private static final int LONGEST = 39;
  private static final int NO_DIGIT = -1;

  /**
   * @throws IllegalArgumentException when the text is no literal address
   */
  public IpAddress {
    text = isPlain(text) ? text : canonical(text);
  }

  private static String canonical(String text) {
    // Asked for either, Java tries one by an exception, which costs more than all the rest.
    var address =
        text.indexOf(':') < 0 ? Inet4Address.ofLiteral(text) : Inet6Address.ofLiteral(text);
    return address instanceof Inet6Address six
        ? text(six) + (text.indexOf('%') < 0 ? "" : scope(six))
        : address.getHostAddress();
  }

  /** Whether it is IPv4 as it would be told, which nearly all are: Java makes objects to see it. */
  private static boolean isPlain(String text) {
    int parts = 1;
    int number = NO_DIGIT;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && number >= 0) {
        parts++;
        number = NO_DIGIT;
      } else if (c >= '0' && c <= '9' && number != 0) {
        number = 10 * Math.max(0, number) + (c - '0');
      } else {
        return false;
      }
      if (number > 255) {
        return false;
      }
    }
    return parts == 4 && number >= 0;
  }

  /** The longest run of zeros, of equal ones the first, is left out; a single one is not. */
  private static String text(Inet6Address address) {
    var groups = ByteBuffer.wrap(address.getAddress()).asCharBuffer();
    int from = GROUPS;
    int to = GROUPS;
    for (int start = 0; start < GROUPS; start++) {
      int end = start;
      while (end < GROUPS && groups.get(end) == 0) {
        end++;
      }
      if (end - start > Math.max(1, to - from)) {
        from = start;
        to = end;
      }
    }
    var written = new StringBuilder(LONGEST);
    hex(groups, 0, from, written);
    if (to > from) {
      hex(groups, to, GROUPS, written.append("::"));
    }
    return written.toString();
  }

  /** Which interface of this machine it is good for, and the sign in front. */
  private static String scope(Inet6Address address) {
    var whole = address.getHostAddress();
    int sign = whole.indexOf('%');
    return sign < 0 ? "" : whole.substring(sign);
  }

  private static void hex(CharBuffer groups, int from, int to, StringBuilder written) {
    for (int i = from; i < to; i++) {
      written.append(i > from ? ":" : "").append(Integer.toHexString(groups.get(i)));
    }
  }

  @Override
  public int compareTo(IpAddress other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
