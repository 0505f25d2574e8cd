package dev.tunnelwatch.records;

import dev.tunnelwatch.model.IpAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The parts of an IKE message: one of its three forms, or a line without any prefix.
 *
 * @param remote the end that is not the gateway's, as written
 * @param values by key; of the form with bracketed keys only
 * @param textFrom where, in the message, begins what is said
 */
record IkeLine(String message, Optional<String> remote, Map<Key, String> values, int textFrom) {

  /** A bracketed key, by its names. Values of {@link #OTHER} keys are not looked at. */
  enum Key {
    REMOTE("Remote"),
    IKE_EVENT("IkeEvent"),
    SA_TYPE("SA_type"),
    ERROR_CODE("ErrorCode"),
    ERROR_MESSAGE("ErrorMessage"),
    OTHER(
        "Local", "SESSION_ID", "ConnType", "TunnelId", "TSId", "FailureDirection", "SAEstablished");

    private final String names;

    Key(String... names) {
      this.names = String.join(" ", names);
    }

    /** Of the word in brackets, case aside. */
    static Optional<Key> in(String message, int from, int to) {
      for (var name : BY_LENGTH.get(to - from)) {
        if (message.regionMatches(true, from, name.text, 0, to - from)) {
          return Optional.of(name.key);
        }
      }
      return Optional.empty();
    }
  }

  private record Name(String text, Key key) {}

  private static final int LONGEST_KEY = 16;

  private static final List<List<Name>> BY_LENGTH =
      IntStream.rangeClosed(0, LONGEST_KEY).mapToObj(IkeLine::ofLength).toList();

  private static List<Name> ofLength(int length) {
    return Stream.of(Key.values())
        .flatMap(key -> Stream.of(key.names.split(" ", -1)).map(name -> new Name(name, key)))
        .filter(name -> name.text.length() == length)
        .toList();
  }

  private static final int LONGEST_END = 60;

  private static final String SESSION = "SESSION_ID :{";
  private static final String REMOTE = "} Remote ";
  private static final String LOCAL = " Local ";

  // SESSION_ID :{0a1b…} Remote 203.0.113.7:500: Local 198.51.100.4:500: [SEND][SA_INIT] Sending …
  private static final Pattern PREFIXED =
      Pattern.compile(
          "(?is)\\s{0,8}(?:SESSION_ID ?: ?\\{[0-9a-f-]{1,40}\\}:?\\s{0,8})?"
              + "(?:Remote (?<remote>\\S{1,60}?):?\\s{1,8}Local \\S{1,60}?:?(?:\\s{1,8}|(?=\\[)))?"
              + "(?<text>.*)");

  static IkeLine parse(String message) {
    var values = values(message);
    return values.isEmpty()
        ? prefixed(message)
        : new IkeLine(message, Optional.ofNullable(values.get(Key.REMOTE)), values, 0);
  }

  boolean isKeyed() {
    return !values.isEmpty();
  }

  /** Empty when the key is not there, or nothing behind it. */
  String value(Key key) {
    return values.getOrDefault(key, "");
  }

  Optional<IpAddress> remoteAddress() {
    return remote.isEmpty() ? Optional.empty() : Addresses.ofEndpoint(remote.get());
  }

  /** What is said, without the prefix. */
  String text() {
    return message.substring(textFrom);
  }

  private static IkeLine prefixed(String message) {
    return usual(message).orElseGet(() -> general(message));
  }

  /** As the pattern reads it, which allows for more than is usual. */
  static IkeLine general(String message) {
    var parts = PREFIXED.matcher(message);
    if (!parts.matches()) {
      throw new IllegalStateException("the pattern matches every text");
    }
    return new IkeLine(
        message, Optional.ofNullable(parts.group("remote")), Map.of(), parts.start("text"));
  }

  /** The first form as it is nearly always written, and lines that cannot be of it. */
  private static Optional<IkeLine> usual(String message) {
    char first = message.charAt(0);
    if (first > ' ' && "SsRr".indexOf(first) < 0) {
      return Optional.of(new IkeLine(message, Optional.empty(), Map.of(), 0));
    }
    int session = message.startsWith(SESSION) ? message.indexOf('}', SESSION.length()) : -1;
    if (!isSession(message, SESSION.length(), session) || !message.startsWith(REMOTE, session)) {
      return Optional.empty();
    }
    int remote = session + REMOTE.length();
    int remoteEnd = endOfWord(message, remote);
    int local = remoteEnd + LOCAL.length();
    int localEnd = message.startsWith(LOCAL, remoteEnd) ? endOfWord(message, local) : -1;
    if (localEnd < 0 || message.length() == localEnd + 1 || message.charAt(localEnd + 1) <= ' ') {
      return Optional.empty();
    }
    boolean stop = message.charAt(remoteEnd - 1) == ':' && remoteEnd - 1 > remote;
    var end = message.substring(remote, stop ? remoteEnd - 1 : remoteEnd);
    return Optional.of(new IkeLine(message, Optional.of(end), Map.of(), localEnd + 1));
  }

  private static boolean isSession(String message, int from, int to) {
    if (to <= from || to - from > 40) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = message.charAt(i);
      if (c != '-' && Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Where a word of moderate length ends, at a blank; -1 when there is something else about it. */
  private static int endOfWord(String message, int from) {
    int to = from;
    while (to < message.length() && message.charAt(to) > ' ' && message.charAt(to) != '[') {
      to++;
    }
    boolean ends = to < message.length() && message.charAt(to) == ' ';
    return ends && to > from && to - from <= LONGEST_END ? to : -1;
  }

  /**
   * (Error)[Remote] 203.0.113.7:4500 [Local] 198.51.100.4:4500 [SESSION_ID] {0a1b…} [IkeEvent] …
   *
   * <p>A value runs up to the next key; the order of keys is not fixed, and the first of two
   * counts.
   */
  private static Map<Key, String> values(String message) {
    Map<Key, String> values = Map.of();
    var key = Key.OTHER;
    int from = 0;
    for (int at = message.indexOf('['); at >= 0; at = message.indexOf('[', at + 1)) {
      var next = keyAt(message, at);
      if (next.isPresent()) {
        values = values.isEmpty() ? new EnumMap<>(Key.class) : values;
        put(values, key, message, from, at);
        key = next.get();
        from = message.indexOf(']', at) + 1;
      }
    }
    if (!values.isEmpty()) {
      put(values, key, message, from, message.length());
    }
    return values;
  }

  private static Optional<Key> keyAt(String message, int bracket) {
    int close = message.indexOf(']', bracket);
    return close < 0 || close - bracket - 1 > LONGEST_KEY
        ? Optional.empty()
        : Key.in(message, bracket + 1, close);
  }

  private static void put(Map<Key, String> values, Key key, String message, int from, int to) {
    values.putIfAbsent(key, key == Key.OTHER ? "" : message.substring(from, to).strip());
  }
}
