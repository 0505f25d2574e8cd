package dev.tunnelwatch.records;

/**
 * Whether a text has the form of an address. Java's own check takes more than others would, or not
 * for the same: a zone, which names an interface of the machine that reads; fewer than four parts;
 * parts with a zero in front. And where it refuses it does so by an exception, which a text full of
 * what is nearly an address makes dear.
 */
final class AddressForm {

  private static final int PARTS = 4;
  private static final int GROUPS = 8;

  private AddressForm() {}

  static boolean isOf(String text) {
    return text.indexOf(':') < 0 ? isIpv4(text, 0) : isIpv6(text);
  }

  private static boolean isIpv4(String text, int from) {
    int parts = 1;
    int digits = 0;
    int number = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && digits > 0) {
        parts++;
        digits = 0;
        number = 0;
      } else if (c >= '0' && c <= '9' && (digits == 0 || number > 0)) {
        digits++;
        number = 10 * number + (c - '0');
      } else {
        return false;
      }
      if (number > 255) {
        return false;
      }
    }
    return parts == PARTS && digits > 0;
  }

  /** Groups of at most four digits; once, any number of groups may be left out. */
  private static boolean isIpv6(String text) {
    boolean shortened = text.startsWith("::");
    int at = shortened ? 2 : 0;
    int groups = 0;
    while (at < text.length()) {
      int end = endOfGroup(text, at);
      if (end < text.length() && text.charAt(end) == '.') {
        return isIpv4(text, at) && fits(groups + 2, shortened); // the last two groups
      }
      if (end == at || end - at > 4) {
        return false;
      }
      groups++;
      at = end;
      if (at < text.length()) {
        if (text.charAt(at) != ':' || at + 1 == text.length()) {
          return false;
        }
        boolean gap = text.charAt(at + 1) == ':';
        if (gap && shortened) {
          return false;
        }
        shortened |= gap;
        at += gap ? 2 : 1;
      }
    }
    return fits(groups, shortened);
  }

  private static boolean fits(int groups, boolean shortened) {
    return shortened ? groups < GROUPS : groups == GROUPS;
  }

  private static int endOfGroup(String text, int from) {
    int at = from;
    while (at < text.length() && isHex(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
  }
}
