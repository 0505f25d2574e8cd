package dev.tunnelwatch.model;

import java.net.InetAddress;

/** A range of addresses a route leads to, in CIDR notation: {@code 10.52.0.0/16}. */
public record Prefix(IpAddress base, int length) implements Comparable<Prefix> {

  public Prefix {
    int bits = bits(base);
    if (length < 0 || length > bits) {
      throw new IllegalArgumentException("length: expected 0 to " + bits + ", got " + length);
    }
  }

  /**
   * Reads {@code address/length}.
   *
   * @throws IllegalArgumentException when it is not of that form
   */
  public static Prefix parse(String cidr) {
    int slash = cidr.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("prefix: expected address/length, got \"" + cidr + '"');
    }
    return new Prefix(
        new IpAddress(cidr.substring(0, slash)), Integer.parseInt(cidr.substring(slash + 1)));
  }

  /** The range of that one address. */
  public static Prefix host(IpAddress address) {
    return new Prefix(address, bits(address));
  }

  private static int bits(IpAddress address) {
    return address.text().indexOf(':') < 0 ? 32 : 128;
  }

  /** Whether every address of the other is one of this range. */
  public boolean covers(Prefix other) {
    return length <= other.length && overlaps(other);
  }

  /** Whether the two ranges share an address. */
  public boolean overlaps(Prefix other) {
    byte[] mine = InetAddress.ofLiteral(base.text()).getAddress();
    byte[] theirs = InetAddress.ofLiteral(other.base.text()).getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    int common = Math.min(length, other.length);
    for (int bit = 0; bit < common; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Prefix other) {
    int byBase = base.compareTo(other.base);
    return byBase != 0 ? byBase : Integer.compare(length, other.length);
  }

  @Override
  public String toString() {
    return base + "/" + length;
  }
}
