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

  /**
   * @throws IllegalArgumentException when the text is no literal address
   */
  public IpAddress {
    // Asked for either, Java tries one by an exception, which costs more than all the rest.
    var address =
        text.indexOf(':') < 0 ? Inet4Address.ofLiteral(text) : Inet6Address.ofLiteral(text);
    text =
        address instanceof Inet6Address six
            ? text(six) + (text.indexOf('%') < 0 ? "" : scope(six))
            : address.getHostAddress();
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
