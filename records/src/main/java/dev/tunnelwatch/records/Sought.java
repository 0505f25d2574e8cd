package dev.tunnelwatch.records;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern that is tried only where a word stands that all its matches begin with. It finds what
 * the pattern alone finds, and most of a line has nothing that is worth a try.
 */
final class Sought {

  private static final int ASCII = 128;

  private final Pattern pattern;
  private final List<String> words;

  /** Whether one of the words may begin with a letter, by its code. */
  private final boolean[] first = new boolean[ASCII];

  /**
   * A pattern.
   *
   * @param words in lower case, of which one begins each match, case aside
   */
  Sought(Pattern pattern, String... words) {
    this.pattern = pattern;
    this.words = List.of(words);
    for (var word : words) {
      first[word.charAt(0)] = true;
      first[Character.toUpperCase(word.charAt(0))] = true;
    }
  }

  Pattern pattern() {
    return pattern;
  }

  private boolean mayBegin(String text, int at) {
    char letter = text.charAt(at);
    if (letter < ASCII && !first[letter]) {
      return false;
    }
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      if (text.regionMatches(true, at, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }

  /** Where a match may begin first; -1 where none does. */
  int begin(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (mayBegin(text, at)) {
        return at;
      }
    }
    return -1;
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
        if (mayBegin(text, at)) {
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
}
