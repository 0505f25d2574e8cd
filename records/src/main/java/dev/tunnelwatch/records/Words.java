package dev.tunnelwatch.records;

import java.nio.charset.StandardCharsets;

/** What is done to a text before it is compared or shown. */
final class Words {

  private Words() {}

  /**
   * ASCII letters and digits only, in lower case: {@code "DPD timed out."} is {@code dpdtimedout}.
   */
  static String squeeze(String text) {
    var squeezed = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        squeezed.append((char) (c + ('a' - 'A')));
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        squeezed.append(c);
      }
    }
    return squeezed.toString();
  }

  /** As {@link Character#isLetterOrDigit(char)}, which looks even ASCII up. */
  static boolean isLetterOrDigit(char c) {
    return c < 0x80
        ? (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
        : Character.isLetterOrDigit(c);
  }

  /** Whether the text holds one of the words. */
  static boolean any(String text, String... words) {
    for (var word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** Without what a terminal or a file would act on, and without halves of surrogate pairs. */
  static String clean(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    // Half a surrogate pair is encoded as a question mark.
    boolean whole = AsciiText.indexOf('?', bytes, 0, bytes.length) == bytes.length;
    return whole && AsciiText.isPrintable(bytes) ? text : cleanly(text);
  }

  /** Controls, breaks of lines and what is not seen, such as marks that turn the direction. */
  private static boolean isActedOn(int c) {
    if (c < 0x7F) {
      return c < 0x20;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static String cleanly(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isActedOn(c)) {
                clean.append(' ');
              } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                clean.append('\uFFFD');
              } else {
                clean.appendCodePoint(c);
              }
            });
    return clean.toString();
  }
}
