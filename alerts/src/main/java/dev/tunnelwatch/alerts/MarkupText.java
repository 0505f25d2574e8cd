package dev.tunnelwatch.alerts;

/**
 * Text from logs and inventories as receivers may show it, whatever they take for markup: Slack's
 * mentions and links, Markdown's, HTML of a mail, templates. What could start any of it becomes a
 * sign that looks the same and does nothing. Escaping would need to know who reads it last.
 */
final class MarkupText {

  private MarkupText() {}

  /** Also without control and format characters, line ends among them. */
  static String inert(String text) {
    var plain = EvidenceText.inert(text);
    var out = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char before = i == 0 ? ' ' : plain.charAt(i - 1);
      char after = i + 1 == plain.length() ? ' ' : plain.charAt(i + 1);
      append(out, before, plain.charAt(i), after);
    }
    return out.toString();
  }

  private static void append(StringBuilder out, char before, char c, char after) {
    switch (c) {
      case '<' -> out.append('‹');
      case '>' -> out.append('›');
      case '&' -> out.append('＆');
      case '@' -> out.append('＠');
      case '`' -> out.append('\'');
      // No address: neither https:// nor //host.
      case '/' -> out.append(before == '/' || after == '/' ? '∕' : c);
      case '(', ':' -> out.append(before == ']' ? " " : "").append(c);
      case '[', '{' -> out.append(before == c || before == ']' ? " " : "").append(c);
      default -> out.append(c);
    }
  }
}
