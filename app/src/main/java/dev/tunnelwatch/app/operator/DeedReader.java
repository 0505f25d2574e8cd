package dev.tunnelwatch.app.operator;

import dev.tunnelwatch.app.command.Arguments;
import dev.tunnelwatch.app.command.UsageException;
import dev.tunnelwatch.model.OperatorAction.Deed;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Reads what is said: the words behind the options. */
final class DeedReader {

  static final String FORM = "acknowledge|close|expect-until T|note TEXT";

  private DeedReader() {}

  static Deed read(List<String> words) {
    var rest = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "acknowledge" -> alone(words, new Deed.Acknowledge());
      case "close" -> alone(words, new Deed.Close());
      case "expect-until" -> new Deed.ExpectUntil(instant(rest));
      case "note" -> new Deed.Note(String.join(" ", rest));
      default -> throw Arguments.wrong("operator", FORM, words.getFirst());
    };
  }

  private static Deed alone(List<String> words, Deed deed) {
    if (words.size() > 1) {
      throw Arguments.wrong(words.getFirst(), "nothing behind it", words.get(1));
    }
    return deed;
  }

  private static Instant instant(List<String> rest) {
    if (rest.isEmpty()) {
      throw new UsageException(
          "expect-until: expected an instant such as 2026-03-01T06:00:00Z, got nothing");
    }
    var text = String.join(" ", rest);
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw Arguments.wrong("expect-until", "an instant such as 2026-03-01T06:00:00Z", text);
    }
  }
}
