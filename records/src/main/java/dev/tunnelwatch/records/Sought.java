package dev.tunnelwatch.records;

import java.util.BitSet;
import java.util.List;
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
record Sought(Pattern pattern, Start mayBegin, BitSet first) {

  private static final int ASCII = 128;

  Sought(Pattern pattern, Start mayBegin) {
    this(pattern, mayBegin, first(mayBegin));
  }

  private static BitSet first(Start mayBegin) {
    var first = new BitSet(ASCII);
    mayBegin.first().chars().forEach(first::set);
    if (first.isEmpty()) {
      first.set(0, ASCII);
    }
    return first;
  }

  /** A look at a text from a place on. */
  interface Start {
    boolean isAt(String text, int at);

    /** The characters of ASCII it may be true at, the first and quickest look; all when empty. */
    default String first() {
      return "";
    }
  }

  /** Words in lower case, case aside. */
  private record Word(List<String> words, String first) implements Start {

    @Override
    public boolean isAt(String text, int at) {
      for (int i = 0; i < words.size(); i++) {
        var word = words.get(i);
        if (text.regionMatches(true, at, word, 0, word.length())) {
          return true;
        }
      }
      return false;
    }
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
        char letter = text.charAt(at);
        if ((letter >= ASCII || first.get(letter)) && mayBegin.isAt(text, at)) {
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
    var first = new StringBuilder();
    for (var word : words) {
      char letter = word.charAt(0);
      first.append(letter).append(Character.toUpperCase(letter));
    }
    return new Word(List.of(words), first.toString());
  }
}
