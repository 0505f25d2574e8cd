package dev.tunnelwatch.records;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
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
    return in(text).next(0);
  }

  /** A search in one text, with one matcher: to make one for each try is dear. */
  Search in(String text) {
    return new Search(text);
  }

  final class Search {

    private final String text;
    private Optional<Matcher> matcher = Optional.empty();

    private Search(String text) {
      this.text = text;
    }

    /** The first match from a place on; until the next is asked for. */
    Optional<MatchResult> next(int from) {
      for (int at = from; at < text.length(); at++) {
        if (mayBegin.isAt(text, at)) {
          var tried = matcher().region(at, text.length());
          if (tried.lookingAt()) {
            return Optional.of(tried);
          }
        }
      }
      return Optional.empty();
    }

    private Matcher matcher() {
      if (matcher.isEmpty()) {
        matcher = Optional.of(pattern.matcher(text).useTransparentBounds(true));
      }
      return matcher.get();
    }
  }

  /** The text with every match replaced; itself where there is none. */
  String replaceAll(String text, Function<MatchResult, String> word) {
    int from = 0;
    var replaced = new StringBuilder();
    var search = in(text);
    for (var match = search.next(0); match.isPresent(); match = search.next(from)) {
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
