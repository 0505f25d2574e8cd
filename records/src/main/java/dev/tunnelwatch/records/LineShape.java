package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Evidence;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lines of one wording have in common: their text without all that differs from line to line
 * or could be anybody's, such as numbers, addresses, names and keys. It may be shown to anyone.
 *
 * @param text with {@code #} for digits, {@code <ip>}, {@code <name>} and the like for the rest
 */
public record LineShape(Category category, String operation, String text) {

  private static final int LONGEST = 200;
  private static final int LONGEST_WORD = 32;

  /** What is taken out, the more particular before the more general; the rest stays. */
  private static final Pattern PARTS =
      Pattern.compile(
          "(?<user>\\buser-(?:redacted|[0-9a-f]{12})\\b)"
              + "|(?<guid>\\{?\\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\\b\\}?)"
              + "|(?<keyed>(?i:\\b(?:user ?name|user|account|caller|operator|admin|cn|psk|"
              + "(?:pre-?)?shared ?key|keys?|passwords?|passphrase|secret|token|host ?name|"
              + "(?:connection|site|gateway) ?name|name|by)))"
              + "(?<sign>\\s{0,2}[=:]\\s{0,2}|\\s)(?<value>[^\\s,;\\]]{1,200})"
              + "|(?<quoted>\"[^\"]{0,200}\"|(?<![\\p{L}\\p{N}])'[^']{0,200}')"
              + "|(?<ip>(?<![\\w.:])(?:\\d{1,3}(?:\\.(?:\\d{1,3}|[xX*]{1,3})){3}(?::\\d{1,5})?"
              + "|\\[?[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{0,40}\\]?(?::\\d{1,5})?)"
              + "(?:/\\d{1,3})?(?!\\w))"
              + "|(?<word>[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_.@\\\\/$%&*+!^~-]{0,400}[\\p{L}\\p{N}_$!])?)");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+){0,8}");
  private static final Pattern HEX = Pattern.compile("0[xX][0-9A-Fa-f]+|[0-9A-Fa-f]{8,}");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z]+");
  private static final Pattern CONSTANT = Pattern.compile("[A-Z]{1,40}(?:_[A-Z]{1,40}){1,16}");
  private static final Pattern COMPOUND = Pattern.compile("[_./+-]+");

  /** No words, but one that somebody made up for a kind of record. */
  private static final Pattern OPERATION = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,47}");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** The shape of a record's text. */
  public static LineShape of(Evidence evidence) {
    boolean strict = evidence.category() == Category.P2S;
    return new LineShape(
        evidence.category(),
        OPERATION.matcher(evidence.operationName()).matches()
            ? evidence.operationName()
            : masked(evidence.operationName(), strict),
        masked(evidence.text(), strict));
  }

  /** Equal for shapes that differ only in case and blanks. */
  public String key() {
    return category
        + " "
        + operation.toLowerCase(Locale.ROOT)
        + ' '
        + text.toLowerCase(Locale.ROOT);
  }

  /**
   * Without what differs or is anybody's.
   *
   * @param strict whether a word is hidden, too, that is not known to be about networks: it may be
   *     a person's
   */
  static String masked(String text, boolean strict) {
    var parts = PARTS.matcher(text);
    var masked = new StringBuilder();
    int from = 0;
    while (masked.length() <= LONGEST && parts.find(from)) {
      masked.append(plain(text, from, parts.start()));
      from = append(masked, parts, strict);
    }
    if (masked.length() <= LONGEST) {
      masked.append(plain(text, from, text.length()));
    }
    var shape = BLANKS.matcher(masked).replaceAll(" ").strip();
    return shape.length() <= LONGEST ? shape : shape.substring(0, LONGEST) + '…';
  }

  /** What stands between the parts: signs. Whatever else there is nobody knows. */
  private static String plain(String text, int from, int to) {
    var signs = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      signs.append(c >= ' ' && c < 0x7F ? c : ' ');
    }
    return signs.toString();
  }

  /** Appends what stands for a part; the result is where the next may begin. */
  private static int append(StringBuilder masked, Matcher part, boolean strict) {
    if (part.group("user") != null) {
      masked.append("<user>");
    } else if (part.group("guid") != null) {
      masked.append("<guid>");
    } else if (part.group("keyed") != null) {
      return keyed(masked, part, strict);
    } else if (part.group("quoted") != null) {
      masked.append("<name>");
    } else if (part.group("ip") != null) {
      masked.append("<ip>");
    } else {
      masked.append(word(part.group("word"), strict));
    }
    return part.end();
  }

  /** {@code user=…} hides its value, {@code user …} only one that is no term. */
  private static int keyed(StringBuilder masked, Matcher part, boolean strict) {
    masked.append(part.group("keyed")).append(part.group("sign"));
    if (part.group("sign").isBlank() && isTerm(part.group("value"))) {
      masked.append(word(part.group("value"), strict));
    } else {
      masked.append("<name>");
    }
    return part.end();
  }

  private static boolean isTerm(String word) {
    return Terms.contains(word.replaceAll("[^A-Za-z]", ""));
  }

  private static String word(String word, boolean strict) {
    if (NUMBER.matcher(word).matches()) {
      return "#";
    }
    if (HEX.matcher(word).matches()) {
      return "<hex>";
    }
    if (word.length() > LONGEST_WORD) {
      return CONSTANT.matcher(word).matches() ? word : "<text>";
    }
    if (PLAIN.matcher(word).matches()) {
      return strict && !Terms.contains(word) ? "<word>" : word;
    }
    return compound(word);
  }

  /** One with signs or digits in it: a name, unless it is made of terms. */
  private static String compound(String word) {
    if (CONSTANT.matcher(word).matches()) {
      return word;
    }
    for (var part : COMPOUND.split(word, -1)) {
      var letters = part.replaceAll("[0-9]+", "");
      if (!letters.isEmpty() && !Terms.contains(letters)) {
        return "<name>";
      }
    }
    return word.replaceAll("[0-9]+", "#");
  }
}
