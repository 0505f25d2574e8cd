package dev.tunnelwatch.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is wrong with a YAML file, in words of ours alone: the parser's own quote what they are
 * about, which may be a secret.
 */
final class YamlMistake {

  /** Where the parser began what it was at, and where it noticed; Jackson knows neither. */
  private static final Pattern MARK = Pattern.compile("(?m)^ in 'reader', line (\\d+), column");

  /** By the beginning of a line of the parser's message. */
  private record Kind(String sign, String words) {}

  /** The first that fits counts. Lines that quote the file are indented, and fit none. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind("Duplicate field", "a key that is there twice"),
          new Kind(
              "mapping values are not allowed",
              "a colon where none may be (a text with \": \" needs quotes;"
                  + " or a line is indented wrongly)"),
          new Kind("could not find expected ':'", "a key without a colon and a space behind it"),
          new Kind(
              "expected ',' or ']'",
              "a list with [ that is not closed by ] (an address with ? needs quotes there)"),
          new Kind("expected ',' or '}'", "keys with { that are not closed by }"),
          new Kind("expected <block end>", "a line that is indented otherwise than its neighbours"),
          new Kind("sequence entries are not allowed", "a dash where no list may begin"),
          new Kind("found character '\\t", "a tab (YAML is indented by spaces)"),
          new Kind(
              "found character '",
              "a text that begins with a sign of YAML's own (it needs quotes)"),
          new Kind("found unknown escape", "a \\ in double quotes that stands for nothing"),
          new Kind("found undefined tag", "a text that begins with ! (it needs quotes)"),
          new Kind("while scanning an alias", "a text that begins with * (it needs quotes)"),
          new Kind("while scanning an anchor", "a text that begins with & (it needs quotes)"),
          new Kind("found unexpected end of stream", "a quote that is not closed"),
          new Kind("special characters are not allowed", "a control character"));

  private YamlMistake() {}

  /** {@code a key that is there twice in line 3}. */
  static String of(JsonProcessingException e) {
    var message = e.getOriginalMessage();
    var kind =
        KINDS.stream()
            .filter(known -> message.lines().anyMatch(line -> line.startsWith(known.sign())))
            .findFirst();
    var marks = MARK.matcher(message).results().map(mark -> mark.group(1)).toList();
    var line =
        marks.isEmpty()
            ? Optional.ofNullable(e.getLocation()).map(at -> String.valueOf(at.getLineNr()))
            : Optional.of(
                kind.filter(YamlMistake::isOpen).isPresent() ? marks.getFirst() : marks.getLast());
    return kind.map(Kind::words).orElse("a mistake") + line.map(nr -> " in line " + nr).orElse("");
  }

  /** What is not closed is looked for where it was opened, not where the parser missed the end. */
  private static boolean isOpen(Kind kind) {
    return kind.words().contains("not closed");
  }
}
