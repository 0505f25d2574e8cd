package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.IpAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an IKE line tells around its message, as values. Read when somebody asks, of a line that
 * became evidence: of routine lines nobody does.
 *
 * @param session a GUID, in lower case without braces
 * @param exchange {@code SA_INIT}, {@code SA_AUTH}, {@code NOTIFY}, as tagged
 * @param initiator its cookie, in hex without zeros in front; empty when it is 0, not yet chosen
 */
public record IkeHeading(
    Optional<String> session,
    Ends ends,
    Optional<Direction> direction,
    Optional<String> exchange,
    Optional<String> initiator,
    Optional<String> responder,
    Ids ids) {

  // SESSION_ID :{0a1b…}   [SESSION_ID] {0a1b…}
  private static final Pattern SESSION =
      Pattern.compile("(?i)SESSION_ID\\]?\\s{0,2}:?\\s{0,2}\\{([0-9a-f-]{1,40})\\}");

  // Remote 203.0.113.7:500: Local …   [Remote] [2001:db8::7]:500 [Local] …
  private static final Pattern REMOTE = endCalled("Remote");
  private static final Pattern LOCAL = endCalled("Local");

  // [SEND][SA_INIT]   [RECEIVED]   [RECV]   [LOCAL_MSG]; but not [Local] 198.51.100.4
  private static final Pattern TAGS =
      Pattern.compile(
          "\\[(?<direction>SEND|RECEIVED|RECV|LOCAL_MSG|LOCAL)\\]"
              + "(?:\\s?\\[(?<exchange>[A-Z][A-Z_]{1,24})\\])?");

  // iCookie 0xCBF235637168FA00 and rCookie 0x0
  private static final Pattern INITIATOR = hex("iCookie");
  private static final Pattern RESPONDER = hex("rCookie");

  // tunnelId 0x3   tunnel Id 0x3   [TunnelId] 1
  private static final Pattern TUNNEL = number("tunnel ?Id");

  // tsId 0x37   [Tsid 0x729  ]   [TSId] 684
  private static final Pattern SELECTORS = number("tsId");

  // Messid : 17
  private static final Pattern MESSAGE = number("Messid ?:");

  /** One end of a negotiation. */
  public record End(IpAddress address, OptionalInt port) {}

  /** Both, the one that is no literal address left out. */
  public record Ends(Optional<End> remote, Optional<End> local) {}

  /** Whose doing a line is about. */
  public enum Direction {
    SENT,
    RECEIVED,
    /** An action inside the gateway. */
    LOCAL
  }

  /** The gateway's own numbers: of the tunnel, of its traffic selectors, and of the message. */
  public record Ids(OptionalLong tunnel, OptionalLong selectors, OptionalLong message) {}

  /** Of a line of another category, empty. */
  public static Optional<IkeHeading> of(Evidence evidence) {
    return evidence.category() == Category.IKE
        ? Optional.of(of(evidence.text()))
        : Optional.empty();
  }

  static IkeHeading of(String text) {
    return new IkeHeading(
        first(SESSION, text).map(id -> id.toLowerCase(Locale.ROOT)),
        new Ends(end(REMOTE, text), end(LOCAL, text)),
        tag("direction", text).map(IkeHeading::direction),
        tag("exchange", text),
        first(INITIATOR, text).flatMap(IkeHeading::cookie),
        first(RESPONDER, text).flatMap(IkeHeading::cookie),
        new Ids(id(TUNNEL, text), id(SELECTORS, text), id(MESSAGE, text)));
  }

  private static Optional<String> tag(String group, String text) {
    return Optional.of(TAGS.matcher(text))
        .filter(Matcher::find)
        .flatMap(tags -> Optional.ofNullable(tags.group(group)));
  }

  private static Pattern endCalled(String name) {
    return Pattern.compile("(?i)\\[?\\b" + name + "\\]? {1,4}(\\S{2,60})");
  }

  private static Pattern hex(String name) {
    return Pattern.compile("(?i)\\b" + name + "\\s{0,2}[:=]?\\s{0,2}0x([0-9a-f]{1,16})\\b");
  }

  private static Pattern number(String name) {
    return Pattern.compile("(?i)\\b" + name + "\\]?\\s{0,2}(0x[0-9a-f]{1,8}|\\d{1,10})\\b");
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return Optional.of(pattern.matcher(text)).filter(Matcher::find).map(found -> found.group(1));
  }

  private static Optional<End> end(Pattern pattern, String text) {
    return first(pattern, text).flatMap(IkeHeading::end);
  }

  /** {@code 203.0.113.7:500:}, {@code [2001:db8::7]:500}, {@code 203.0.113.7}. */
  private static Optional<End> end(String written) {
    var bare = written.endsWith(":") ? written.substring(0, written.length() - 1) : written;
    int colon = bare.lastIndexOf(':');
    var port = colon < 0 ? OptionalInt.empty() : port(bare.substring(colon + 1));
    boolean ported = port.isPresent() && Addresses.literal(bare.substring(0, colon)).isPresent();
    return Addresses.literal(ported ? bare.substring(0, colon) : bare)
        .map(address -> new End(address, ported ? port : OptionalInt.empty()));
  }

  private static OptionalInt port(String digits) {
    return digits.matches("\\d{1,5}")
        ? OptionalInt.of(Integer.parseInt(digits))
        : OptionalInt.empty();
  }

  private static Direction direction(String tag) {
    return switch (tag) {
      case "SEND" -> Direction.SENT;
      case "RECEIVED", "RECV" -> Direction.RECEIVED;
      default -> Direction.LOCAL;
    };
  }

  /** Of a gateway that has not chosen its cookie there is none. */
  private static Optional<String> cookie(String hex) {
    var digits = hex.toLowerCase(Locale.ROOT).replaceFirst("^0+", "");
    return Optional.of(digits).filter(cookie -> !cookie.isEmpty());
  }

  private static OptionalLong id(Pattern pattern, String text) {
    var written = first(pattern, text);
    return written.isPresent()
        ? OptionalLong.of(Long.decode(decimal(written.get())))
        : OptionalLong.empty();
  }

  /** So that zeros in front do not make it octal. */
  private static String decimal(String written) {
    return written.startsWith("0x") || written.startsWith("0X")
        ? written
        : Long.toString(Long.parseLong(written));
  }
}
