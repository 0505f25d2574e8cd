package dev.tunnelwatch.records;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A pattern that is tried only where a look says that it may match. It finds what the pattern alone
 * finds, and most of a line has nothing that is worth a try.
 *
 * @param mayBegin false only where no match can begin
 */
record Sought(Pattern pattern, Start mayBegin) {

  /** A look at a text from a place on. */
  interface Start {
    boolean isAt(String text, int at);
  }

  /** The first match. */
  Optional<MatchResult> find(String text) {
    return find(text, 0);
  }

  /** The first match from a place on. */
  Optional<MatchResult> find(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      if (mayBegin.isAt(text, at)) {
        var match = pattern.matcher(text).useTransparentBounds(true).region(at, text.length());
        if (match.lookingAt()) {
          return Optional.of(match);
        }
      }
    }
    return Optional.empty();
  }

  /** The text with every match replaced; itself where there is none. */
  String replaceAll(String text, Function<MatchResult, String> word) {
    int from = 0;
    var replaced = new StringBuilder();
    for (var match = find(text, 0); match.isPresent(); match = find(text, from)) {
      replaced.append(text, from, match.get().start()).append(word.apply(match.get()));
      from = match.get().end();
    }
    return from == 0 ? text : replaced.append(text, from, text.length()).toString();
  }

  /** Where one of some words, which are in lower case, stands, case aside. */
  static Start word(String... words) {
    return (text, at) -> {
      int first = text.charAt(at) | 0x20;
      for (var word : words) {
        if ((word.charAt(0) | 0x20) == first
            && text.regionMatches(true, at, word, 0, word.length())) {
          return true;
        }
      }
      return false;
    };
  }
}
