package dev.tunnelwatch.records;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One pass over a text that takes out what is somebody's: the name behind a word such as "user",
 * the secret behind one such as "password", and, where people dial in, addresses. How far a name
 * goes is a guess, so it rather takes too much: behind a sign of equality all up to the next sign,
 * else every word that logs are not made of ({@link Terms}).
 */
final class Masking {

  static final String SECRET = "secret-redacted";

  /** What is taken out. */
  enum What {
    /** But no address, which is a peer's. */
    NAMES,
    /** And addresses that stand for a name. */
    CALLERS,
    NAMES_AND_ADDRESSES,
    /** But for the address that is called local. */
    NAMES_AND_REMOTES;

    boolean isAddresses() {
      return this == NAMES_AND_ADDRESSES || this == NAMES_AND_REMOTES;
    }
  }

  /** What stands behind a word. */
  private enum Sort {
    NAME,
    /** A name, but no word that logs are made of, unless behind a sign of equality. */
    SOMEBODY,
    /** A name, but only behind a sign: else a thing of networks. */
    DEVICE,
    SECRET,
    /** A secret behind a sign or one of {@link #KEPT}: keys are of many kinds. */
    KEY;

    boolean isSecret() {
      return this == SECRET || this == KEY;
    }
  }

  private record Word(String letters, Sort sort) {}

  private static final List<List<Word>> BY_LETTER = byLetter();

  private static final Vocabulary WORDS =
      new Vocabulary(
          List.of(
              BY_LETTER.stream()
                  .flatMap(words -> words.stream().map(word -> Words.squeeze(word.letters)))
                  .toList()));

  private static final Set<String> KEPT =
      Set.of("shared", "pre-shared", "preshared", "new", "old", "secret", "access", "api");

  /** May stand between such a word and what it announces. */
  private static final Set<String> TO_NAME = Set.of("name", "id", "is", "was", "named");

  private static final Set<String> TO_SECRET =
      Set.of(
          "is", "was", "now", "to", "from", "and", "set", "changed", "updated", "reset", "value");

  /** Between a secret and another one. */
  private static final Set<String> ON = Set.of("to", "from", "and");

  /** What is said of a secret, and is none. */
  private static final Set<String> STATES =
      Set.of(
          "accepted",
          "by",
          "changed",
          "deleted",
          "denied",
          "empty",
          "expired",
          "for",
          "has",
          "incorrect",
          "invalid",
          "mismatch",
          "missing",
          "no",
          "not",
          "of",
          "on",
          "refused",
          "rejected",
          "removed",
          "required",
          "rotated",
          "unacceptable",
          "unknown",
          "used",
          "valid",
          "wrong");

  private static final String OPENING = "'\"`\u201C\u2018([<";
  private static final String CLOSING = "'\"`\u201D\u2019)]>";
  private static final String SIGNS = " \t\r\n,;=()[]<>{}|'\"`\u201C\u201D\u2018\u2019";
  private static final String STOPS = ".:!?";
  private static final boolean[] ASCII_SIGNS = asciiSigns();

  private final String text;
  private final Pseudonyms pseudonyms;
  private final What what;
  private final StringBuilder masked = new StringBuilder();

  /** Up to here the text is in {@link #masked}. */
  private int done;

  private Masking(String text, Pseudonyms pseudonyms, What what) {
    this.text = text;
    this.pseudonyms = pseudonyms;
    this.what = what;
  }

  private static List<List<Word>> byLetter() {
    var all =
        Stream.of(
                of(Sort.NAME, "account accountname cn displayname login upn user userid username"),
                of(Sort.NAME, "principal principalname userprincipalname"),
                of(Sort.SOMEBODY, "admin administrator by caller client member operator owner"),
                of(Sort.DEVICE, "computer computername device devicename host hostname machine"),
                of(Sort.SECRET, "passphrase passwd password pre-shared-key presharedkey psk pwd"),
                of(Sort.SECRET, "secret shared-key sharedkey token"),
                of(Sort.KEY, "key keys"))
            .flatMap(words -> words)
            .toList();
    return IntStream.rangeClosed('a', 'z')
        .mapToObj(letter -> all.stream().filter(word -> word.letters.charAt(0) == letter).toList())
        .toList();
  }

  private static Stream<Word> of(Sort sort, String words) {
    return Stream.of(words.split(" ", -1)).map(letters -> new Word(letters, sort));
  }

  /** The text without it; itself where there is nothing of it. */
  static String of(String text, Pseudonyms pseudonyms, What what) {
    if (!what.isAddresses() && !WORDS.mayBeIn(text)) {
      return text;
    }
    var masking = new Masking(text, pseudonyms, what);
    masking.run();
    return masking.done == 0
        ? text
        : masking.masked.append(text, masking.done, text.length()).toString();
  }

  private void run() {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (what.isAddresses() && mayBeAddress(c)) {
        var address = WrittenAddress.at(text, at);
        if (address.isPresent()) {
          at = address(at, address.get());
          continue;
        }
      }
      if (!Words.isLetterOrDigit(c)) {
        at++;
        continue;
      }
      int end = endOfWord(at);
      var sort = sort(at, end);
      at = sort.isPresent() ? behind(sort.get(), at, end) : end;
    }
  }

  private static boolean mayBeAddress(char c) {
    return (c >= '0' && c <= ':')
        || c == '*'
        || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        || (c | 0x20) == 'x';
  }

  private int address(int from, WrittenAddress address) {
    if (address.network() || (what == What.NAMES_AND_REMOTES && isLocal(from))) {
      return address.to();
    }
    replace(from, address.end(), pseudonyms.of(address.plain()));
    return address.end();
  }

  /** Whether "Local" or "[Local]" stands before it. */
  private boolean isLocal(int at) {
    int to = at;
    while (to > 0 && " ][:".indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return to >= 5 && text.regionMatches(true, to - 5, "local", 0, 5);
  }

  private Optional<Sort> sort(int from, int to) {
    int letter = (text.charAt(from) | 0x20) - 'a';
    if (letter >= 0 && letter < BY_LETTER.size()) {
      for (var word : BY_LETTER.get(letter)) {
        if (word.letters.length() == to - from
            && text.regionMatches(true, from, word.letters, 0, to - from)) {
          return Optional.of(word.sort);
        }
      }
    }
    return Optional.empty();
  }

  /** Takes out what stands behind such a word; the result is where to go on. */
  private int behind(Sort sort, int from, int end) {
    int at = end < text.length() && CLOSING.indexOf(text.charAt(end)) >= 0 ? end + 1 : end;
    boolean signed = false;
    boolean between = false;
    boolean goesOn = true;
    while (goesOn) {
      at = afterBlanks(at);
      char c = at < text.length() ? text.charAt(at) : ' ';
      int word = endOfWord(at);
      if (c == '=' || c == ':') {
        signed = true;
        at++;
      } else if (!signed
          && word > at
          && (sort.isSecret() ? TO_SECRET : TO_NAME).contains(lower(at, word))) {
        between = true;
        at = word;
      } else {
        goesOn = false;
      }
    }
    boolean expected =
        switch (sort) {
          case NAME, SOMEBODY, SECRET -> true;
          case DEVICE -> signed;
          case KEY -> signed || between || KEPT.contains(wordBefore(from));
        };
    return expected ? value(sort, at, signed, between) : end;
  }

  private int value(Sort sort, int from, boolean signed, boolean between) {
    int quote = from < text.length() ? OPENING.indexOf(text.charAt(from)) : -1;
    if (quote >= 0 && quote < OPENING.indexOf('(')) {
      return quoted(sort, from, CLOSING.charAt(quote));
    }
    int begin = quote < 0 ? from : from + 1;
    int end = endOfValue(begin);
    boolean always = signed && text.charAt(Math.max(0, begin - 1)) == '=';
    if (end == begin || !(always || isFirst(sort, begin, end, signed, between))) {
      return begin;
    }
    int last = last(sort, end, signed);
    replace(begin, last, sort.isSecret() ? SECRET : pseudonyms.of(text.substring(begin, last)));
    int next = afterBlanks(last);
    boolean another = sort.isSecret() && ON.contains(lower(next, endOfWord(next)));
    return another ? value(sort, afterBlanks(endOfWord(next)), false, false) : last;
  }

  private int quoted(Sort sort, int quote, char closing) {
    int close = text.indexOf(closing, quote + 1);
    int end = close < 0 ? text.length() : close;
    if (end > quote + 1) {
      replace(
          quote + 1, end, sort.isSecret() ? SECRET : pseudonyms.of(text.substring(quote + 1, end)));
    }
    return Math.min(text.length(), end + 1);
  }

  /** Whether the first word that might be one is one. */
  private boolean isFirst(Sort sort, int from, int to, boolean signed, boolean between) {
    return switch (sort) {
      case NAME, DEVICE -> signed || isName(from, to);
      case SOMEBODY -> isName(from, to) && !isCount(from, to) && !isPeer(from);
      case SECRET, KEY ->
          (signed || between) ? !STATES.contains(lower(from, to)) : isName(from, to);
    };
  }

  /** Where what began with a word that ends there ends. */
  private int last(Sort sort, int first, boolean signed) {
    int last = first;
    while (true) {
      int begin = afterBlanks(isInitial(last) ? last + 1 : last);
      int end = endOfValue(begin);
      boolean goesOn =
          begin > last
              && end > begin
              && !isKey(end)
              && (isName(begin, end) || (signed && sort == Sort.NAME));
      if (!goesOn) {
        return last;
      }
      last = end;
    }
  }

  /** Whether the point there stands behind a single letter. */
  private boolean isInitial(int at) {
    return at > 1
        && at < text.length()
        && text.charAt(at) == '.'
        && Character.isUpperCase(text.charAt(at - 1))
        && isSign(text.charAt(at - 2));
  }

  private static boolean[] asciiSigns() {
    var signs = new boolean[0x80];
    SIGNS.chars().filter(c -> c < signs.length).forEach(c -> signs[c] = true);
    return signs;
  }

  private static boolean isSign(char c) {
    return c < ASCII_SIGNS.length ? ASCII_SIGNS[c] : SIGNS.indexOf(c) >= 0;
  }

  private boolean isKey(int end) {
    int next = afterBlanks(end);
    return next < text.length() && (text.charAt(next) == '=' || text.charAt(next) == ':');
  }

  /** No word that logs are made of; or one that begins with a capital and is a name as well. */
  private boolean isName(int from, int to) {
    return !Terms.areAll(text, from, to)
        || (Character.isUpperCase(text.charAt(from)) && Terms.isNameToo(lower(from, to)));
  }

  private boolean isCount(int from, int to) {
    return text.substring(from, to).chars().allMatch(Character::isDigit);
  }

  private boolean isPeer(int from) {
    return what == What.NAMES && WrittenAddress.at(text, from).isPresent();
  }

  private void replace(int from, int to, String word) {
    masked.append(text, done, from).append(word);
    done = to;
  }

  private String wordBefore(int at) {
    int to = at;
    while (to > 0 && text.charAt(to - 1) == ' ') {
      to--;
    }
    int from = to;
    while (from > 0 && isOfWord(text.charAt(from - 1))) {
      from--;
    }
    return lower(from, to);
  }

  private String lower(int from, int to) {
    return text.substring(from, to).toLowerCase(Locale.ROOT);
  }

  private int afterBlanks(int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int endOfWord(int from) {
    int at = from;
    while (at < text.length() && isOfWord(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isOfWord(char c) {
    return Words.isLetterOrDigit(c) || c == '_' || c == '-';
  }

  /** Of a word of any characters, without the sign that ends a sentence. */
  private int endOfValue(int from) {
    int at = from;
    while (at < text.length() && !isSign(text.charAt(at))) {
      at++;
    }
    while (at > from && STOPS.indexOf(text.charAt(at - 1)) >= 0) {
      at--;
    }
    return at;
  }
}
