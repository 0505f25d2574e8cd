package dev.tunnelwatch.model;

import java.net.Inet4Address;
import java.net.Inet6Address;

/**
 * An IP address in canonical text. Only literals: a log line must not be able to make us resolve a
 * name.
 *
 * @param text IPv4 dotted or IPv6 as Java prints it, so that equal addresses have equal text
 */
public record IpAddress(String text) implements Comparable<IpAddress> {

  /**
   * @throws IllegalArgumentException when the text is no literal address
   */
  public IpAddress {
    // Asked for either, Java tries one by an exception, which costs more than all the rest.
    var address =
        text.indexOf(':') < 0 ? Inet4Address.ofLiteral(text) : Inet6Address.ofLiteral(text);
    text = address.getHostAddress();
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
