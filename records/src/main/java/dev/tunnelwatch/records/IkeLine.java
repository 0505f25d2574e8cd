package dev.tunnelwatch.records;

import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The parts of an IKE message: one of its three forms, or a line without any prefix. It tells where
 * they stand in the message's bytes, which are copied only for those who ask; one message after
 * another may be read by it.
 */
final class IkeLine {

  /** A bracketed key, by its names. Values of {@link #OTHER} keys are not looked at. */
  enum Key {
    REMOTE(0, "Remote"),
    CONNECTION_TYPE(1, "ConnType"),
    IKE_EVENT(2, "IkeEvent"),
    SA_TYPE(3, "SA_type"),
    ERROR_CODE(4, "ErrorCode"),
    ERROR_MESSAGE(5, "ErrorMessage"),
    OTHER(6, "Local SESSION_ID TunnelId TSId FailureDirection SAEstablished");

    private final int place;
    private final String names;

    Key(int place, String names) {
      this.place = place;
      this.names = names;
    }
  }

  private record Name(AsciiName text, Optional<Key> key) {}

  private static final int LONGEST_KEY = 16;

  private static final List<List<Name>> BY_LENGTH =
      IntStream.rangeClosed(0, LONGEST_KEY).mapToObj(IkeLine::ofLength).toList();

  private static List<Name> ofLength(int length) {
    return Stream.of(Key.values())
        .flatMap(
            key ->
                Stream.of(key.names.split(" ", -1))
                    .map(name -> new Name(AsciiName.of(name), Optional.of(key))))
        .filter(name -> name.text.length() == length)
        .toList();
  }

  private static final int LONGEST_END = 60;
  private static final int LONGEST_SESSION = 40;

  static final String SESSION = "SESSION_ID :{";
  static final String REMOTE = "} Remote ";
  static final String LOCAL = " Local ";

  private static final String CLIENT = "P2S";

  // SESSION_ID :{0a1b…} Remote 203.0.113.7:500: Local 198.51.100.4:500: [SEND][SA_INIT] Sending …
  private static final Pattern PREFIXED =
      Pattern.compile(
          "(?is)\\s{0,8}(?:SESSION_ID ?: ?\\{[0-9a-f-]{1,40}\\}:?\\s{0,8})?"
              + "(?:Remote (?<remote>\\S{1,60}?):?\\s{1,8}Local \\S{1,60}?:?(?:\\s{1,8}|(?=\\[)))?"
              + "(?<text>.*)");

  private byte[] bytes = {};
  private int from;
  private int to;
  private int textFrom;
  private boolean keyed;
  private boolean client;
  private boolean odd;

  /** Where the value of each key begins and ends, both 0 for one that is not there. */
  private final int[] valueFrom = new int[Key.values().length];

  private final int[] valueTo = new int[Key.values().length];

  static IkeLine parse(String message) {
    var line = new IkeLine();
    var bytes = message.getBytes(StandardCharsets.UTF_8);
    line.read(bytes, 0, bytes.length);
    return line;
  }

  /** What is said, known to have no prefix and no keys. */
  static IkeLine saying(String text) {
    var line = new IkeLine();
    line.bytes = text.getBytes(StandardCharsets.UTF_8);
    line.to = line.bytes.length;
    return line;
  }

  /** Reads a message that is not blank, from some bytes that stay as they are. */
  void read(byte[] message, int begin, int end) {
    bytes = message;
    from = begin;
    to = end;
    textFrom = begin;
    keyed = false;
    client = false;
    odd = false;
    Arrays.fill(valueFrom, 0);
    Arrays.fill(valueTo, 0);
    values();
    if (!keyed && !isWithoutPrefix() && !usual()) {
      odd = true;
      general();
    }
  }

  boolean isKeyed() {
    return keyed;
  }

  /** Empty when the key is not there, or nothing behind it. */
  String value(Key key) {
    return string(valueFrom[key.place], valueTo[key.place]);
  }

  /** Which words are in the value. */
  long wordsIn(Key key, Vocabulary words) {
    return words.in(bytes, valueFrom[key.place], valueTo[key.place]);
  }

  /** Whether the value is that, to the letter. */
  boolean is(Key key, String value) {
    int begin = valueFrom[key.place];
    return valueTo[key.place] - begin == value.length() && AsciiText.isAt(bytes, begin, value);
  }

  /** The end that is not the gateway's, as written; empty when it is not told. */
  String remote() {
    return value(Key.REMOTE);
  }

  /** Its address; the text must be ASCII. */
  Optional<IpAddress> remote(Caches caches) {
    int place = Key.REMOTE.place;
    return valueTo[place] == 0
        ? Optional.empty()
        : caches.end(bytes, valueFrom[place], valueTo[place]);
  }

  /** Where the value of a key begins; 0 when it is not there. */
  int begin(Key key) {
    return valueFrom[key.place];
  }

  int end(Key key) {
    return valueTo[key.place];
  }

  /** Where it begins to say something, behind the prefix. */
  int textFrom() {
    return textFrom;
  }

  /** Whether it was so unusual that the pattern had to read it. */
  boolean isOdd() {
    return odd;
  }

  /** Its bytes, and those around them. */
  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** Whether it may be about somebody who dials in. */
  boolean isOfClient() {
    return client;
  }

  /** Which words are in what is said, the prefix left out. */
  long words(Vocabulary words) {
    return words.in(bytes, textFrom, to);
  }

  /** Which words are in all of it. */
  long allWords(Vocabulary words) {
    return words.in(bytes, from, to);
  }

  /** What is said, without the prefix. */
  String text() {
    return string(textFrom, to);
  }

  String all() {
    return string(from, to);
  }

  /**
   * The number of a message that the peer sent, in the form of packets, {@code [RECV] … Messid :
   * 17}; -1 where there is none.
   */
  int received() {
    return PeerPacket.messageId(bytes, textFrom, to);
  }

  /** What one of the two offers; empty when it is not told who, or what. */
  Optional<Offer> offer(Offers make) {
    return listed().flatMap(list -> make.make(list, bytes, to));
  }

  /** From a place to its end. */
  String textFrom(int place) {
    return string(place, to);
  }

  Optional<OfferText> listed() {
    return OfferText.in(bytes, textFrom, to);
  }

  private String string(int begin, int end) {
    return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
  }

  /** As the pattern reads it, which allows for more than is usual. */
  void general() {
    var parts = PREFIXED.matcher(string(from, to));
    if (!parts.matches()) {
      throw new IllegalStateException("the pattern matches every text");
    }
    var message = string(from, to);
    textFrom = from + utf8(message, parts.start("text"));
    if (parts.start("remote") >= 0) {
      put(
          Key.REMOTE,
          from + utf8(message, parts.start("remote")),
          from + utf8(message, parts.end("remote")));
    }
  }

  /** How many bytes the first characters take. */
  private static int utf8(String text, int characters) {
    return text.substring(0, characters).getBytes(StandardCharsets.UTF_8).length;
  }

  private boolean isWithoutPrefix() {
    byte first = bytes[from];
    return first > ' ' && first != 'S' && first != 's' && first != 'R' && first != 'r';
  }

  /** The first form as it is nearly always written. */
  private boolean usual() {
    int session = from + SESSION.length();
    int brace = isAt(SESSION, from) ? endOfSession(session) : -1;
    if (brace <= session || !isAt(REMOTE, brace)) {
      return false;
    }
    int remote = brace + REMOTE.length();
    int remoteEnd = endOfWord(remote);
    int localEnd =
        remoteEnd >= 0 && isAt(LOCAL, remoteEnd) ? endOfWord(remoteEnd + LOCAL.length()) : -1;
    if (localEnd < 0 || to == localEnd + 1 || isOdd(bytes[localEnd + 1])) {
      return false;
    }
    boolean stop = bytes[remoteEnd - 1] == ':' && remoteEnd - 1 > remote;
    put(Key.REMOTE, remote, stop ? remoteEnd - 1 : remoteEnd);
    textFrom = localEnd + 1;
    return true;
  }

  private boolean isAt(String text, int at) {
    return to - at >= text.length() && AsciiText.isAt(bytes, at, text);
  }

  private static boolean isAtInAnyCase(String text, byte[] message, int at, int to) {
    return to - at >= text.length() && AsciiText.isAtInAnyCase(message, at, text);
  }

  /** Where the brace is that closes a session's id; -1 when there is something else about it. */
  private int endOfSession(int begin) {
    int last = Math.min(to, begin + LONGEST_SESSION + 1);
    for (int at = begin; at < last; at++) {
      byte b = bytes[at];
      if (b == '}') {
        return at;
      }
      if (b != '-' && Character.digit((char) (b & 0xFF), 16) < 0) {
        return -1;
      }
    }
    return -1;
  }

  /** Where a word of moderate length ends, at a blank; -1 when there is something else about it. */
  private int endOfWord(int begin) {
    int at = begin;
    while (at < to && !isOdd(bytes[at]) && bytes[at] != '[') {
      at++;
    }
    boolean ends = at < to && bytes[at] == ' ';
    return ends && at > begin && at - begin <= LONGEST_END ? at : -1;
  }

  /** A blank, a control character, or one that is no ASCII. */
  private static boolean isOdd(byte b) {
    return b <= ' ';
  }

  /**
   * (Error)[Remote] 203.0.113.7:4500 [Local] 198.51.100.4:4500 [SESSION_ID] {0a1b…} [IkeEvent] …
   *
   * <p>A value runs up to the next key; the order of keys is not fixed, and the first of two
   * counts.
   */
  private void values() {
    var key = Key.OTHER;
    int begin = from;
    for (int at = next('[', from, to); at < to; at = next('[', at + 1, to)) {
      int close = next(']', at, Math.min(to, at + LONGEST_KEY + 2));
      var next = keyAt(at, close);
      if (next.isPresent()) {
        put(key, begin, at);
        keyed = true;
        key = next.get();
        begin = close + 1;
      }
    }
    if (keyed) {
      put(key, begin, to);
    }
  }

  private int next(char bracket, int begin, int end) {
    return AsciiText.indexOf(bracket, bytes, begin, end);
  }

  private Optional<Key> keyAt(int bracket, int close) {
    int length = close - bracket - 1;
    if (length > LONGEST_KEY || close >= to || bytes[close] != ']') {
      return Optional.empty();
    }
    for (var name : BY_LENGTH.get(length)) {
      if (name.text.isAt(bytes, bracket + 1, close)) {
        return name.key;
      }
    }
    return Optional.empty();
  }

  private boolean holds(String text, int begin, int end) {
    for (int at = begin; at + text.length() <= end; at++) {
      if (isAtInAnyCase(text, bytes, at, to)) {
        return true;
      }
    }
    return false;
  }

  /** Blanks at its ends are left out. */
  private void put(Key key, int begin, int end) {
    int place = key.place;
    client |= key == Key.CONNECTION_TYPE && holds(CLIENT, begin, end);
    if (key == Key.OTHER || valueTo[place] > 0) {
      return;
    }
    int first = begin;
    int last = end;
    while (first < last && AsciiText.isBlank(bytes[first])) {
      first++;
    }
    while (first < last && AsciiText.isBlank(bytes[last - 1])) {
      last--;
    }
    valueFrom[place] = first;
    valueTo[place] = last;
  }
}
