package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.IpAddress;

/**
 * A /20 of private addresses; each site and each virtual network has one of its own.
 *
 * @param second the second number of its addresses
 * @param third the third number of its first address, a multiple of 16
 */
record Block(int first, int second, int third) {

  /** The n-th block for a site. */
  static Block ofSite(int n) {
    return new Block(10, 64 + n / 16, n % 16 * 16);
  }

  /** The n-th block for a virtual network. */
  static Block ofVnet(int n) {
    return new Block(172, 16 + n / 16, n % 16 * 16);
  }

  String prefix() {
    return first + "." + second + '.' + third + ".0/20";
  }

  /** The n-th /24 in it, 0 to 15. */
  String part(int n) {
    return first + "." + second + '.' + (third + n) + ".0/24";
  }

  IpAddress host(int part, int last) {
    return new IpAddress(first + "." + second + '.' + (third + part) + '.' + last);
  }
}
