package dev.tunnelwatch.records;

import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds addresses in texts. Literals only: no text makes us look up a name. */
final class Addresses {

  // 203.0.113.7   10.52.0.0/16   2001:db8::1   2001:db8::/48
  static final Sought ANY =
      new Sought(
          Pattern.compile(
              "(?<![\\w.:])(?:\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}"
                  + "|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,43})(?:/\\d{1,3})?(?![\\w])"),
          Addresses::mayBegin);

  /** Before the first point or colon of an address. */
  private static final int MOST_DIGITS = 4;

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
  static Named in(String text) {
    var addresses = new ArrayList<IpAddress>();
    var prefixes = new ArrayList<Prefix>();
    var search = ANY.in(text);
    int looked = 0;
    for (var found = search.next(0);
        found.isPresent() && looked < MOST;
        found = search.next(found.get().end())) {
      looked++;
      var word = found.get().group();
      if (word.indexOf('/') < 0) {
        literal(word).filter(address -> !addresses.contains(address)).ifPresent(addresses::add);
      } else {
        prefix(word).filter(prefix -> !prefixes.contains(prefix)).ifPresent(prefixes::add);
      }
    }
    return new Named(addresses, prefixes, looked < MOST);
  }

  private static boolean mayBegin(String text, int at) {
    int to = Math.min(text.length(), at + MOST_DIGITS + 1);
    for (int i = at; i < to; i++) {
      char c = text.charAt(i);
      if (c == ':' || c == '.') {
        return c == ':' || i > at;
      }
      if (Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return false;
  }

  private static Optional<Prefix> prefix(String word) {
    try {
      return Optional.of(Prefix.parse(word));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
