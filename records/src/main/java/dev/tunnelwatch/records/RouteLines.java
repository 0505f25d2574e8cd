package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RouteOrigin;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.IpAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads RouteDiagnosticLog. Its texts are not public: the operation is certain, the rest is taken
 * by general patterns, and what they do not tell stays unsure.
 */
final class RouteLines {

  // peer 10.52.0.1   neighbor: 10.52.0.1   peer IP address 10.52.0.1
  static final Sought PEER =
      new Sought(
          Pattern.compile(
              "(?i)(?:peer|neighbou?r)(?: ?ip)?(?: ?address)?[ :='\"(]{1,3}([0-9a-f:.]{2,45})"),
          "peer",
          "neighbo");

  /** Nearly all that match begin so, and need no pattern. */
  private static final String USUAL = "peer ";

  private static final int LONGEST = 45;

  /** How words of either way begin. */
  private static final List<String> ANNOUNCE =
      List.of("announc", "advertis", "added", "adding", "learn", "install");

  private static final List<String> WITHDRAW =
      List.of(
          "withdr",
          "remov",
          "delet",
          "lost",
          "unreachable",
          "retract",
          "revok",
          "dropped",
          "uninstall",
          "unadvertis",
          "unannounc");

  private static final Set<String> THINGS = Set.of("route", "routes", "prefix", "prefixes");

  /** What was announced is so no more. */
  private static final Set<String> ENDED = Set.of("longer", "stopped", "stops", "ceased");

  /** With one of these it is not sure that anything moved. */
  private static final Set<String> DOUBTED =
      Set.of(
          "0",
          "cannot",
          "couldn't",
          "denied",
          "failed",
          "failure",
          "filtered",
          "ignored",
          "ignoring",
          "may",
          "never",
          "not",
          "pending",
          "rejected",
          "should",
          "skipped",
          "suppressed",
          "unable",
          "wasn't",
          "will",
          "without",
          "would");

  private RouteLines() {}

  static Reading read(Line line, Caches caches) {
    if (GatewayLines.isOfExpressRoute(line)) {
      return new Reading.Foreign(ForeignKind.RESOURCE);
    }
    return switch (line.operation().toLowerCase(Locale.ROOT)) {
      case "bgpconnectedevent" ->
          line.event(
              new BgpConnected(line.gateway(), line.instance(), peer(line), line.evidence()));
      case "bgpdisconnectedevent" ->
          line.event(
              new BgpDisconnected(line.gateway(), line.instance(), peer(line), line.evidence()));
      case "bgprouteupdate" -> routes(line, RouteOrigin.BGP, caches);
      case "staticrouteupdate" -> routes(line, RouteOrigin.STATIC, caches);
      default -> line.unrecognised();
    };
  }

  private static Reading routes(Line line, RouteOrigin origin, Caches caches) {
    var text = line.text();
    var named = Addresses.in(text);
    return line.event(
        new RoutesChanged(
            line.gateway(),
            called(text).or(() -> only(named)),
            origin,
            caches.change(text),
            named.prefixes(),
            line.evidence()),
        !named.whole());
  }

  /**
   * As the words tell it, whatever the numbers, 0 aside; unsure where they tell both or none, or
   * that it did not happen.
   */
  static RouteChange change(String text) {
    var said = Spoken.of(text);
    boolean announced = false;
    boolean withdrawn = false;
    boolean ended = false;
    for (int i = 0; i < said.size(); i++) {
      if (said.isAny(i, DOUBTED) || (said.word(i).equals("no") && !isAny(said, i + 1, ENDED))) {
        return RouteChange.UNSURE;
      }
      withdrawn |= said.begins(i, WITHDRAW);
      announced |=
          said.begins(i, ANNOUNCE) || (said.word(i).equals("new") && isAny(said, i + 1, THINGS));
      ended |= said.isAny(i, ENDED);
    }
    if (announced == withdrawn || (withdrawn && ended)) {
      return RouteChange.UNSURE;
    }
    return withdrawn || ended ? RouteChange.WITHDRAWN : RouteChange.ANNOUNCED;
  }

  private static boolean isAny(Spoken said, int i, Set<String> of) {
    return i < said.size() && said.isAny(i, of);
  }

  /** The address called a peer, else the only one there is. */
  private static Optional<IpAddress> peer(Line line) {
    var text = line.text();
    return called(text).or(() -> only(Addresses.in(text)));
  }

  /** The address that is called a peer. */
  static Optional<IpAddress> called(String text) {
    int begin = PEER.begin(text);
    if (begin < 0) {
      return Optional.empty();
    }
    int address = begin + USUAL.length();
    int end = text.startsWith(USUAL, begin) ? endOfAddress(text, address) : address;
    return end - address > 1
        ? Addresses.literal(withoutStop(text.substring(address, end)))
        : PEER.find(text).flatMap(found -> Addresses.literal(withoutStop(found.group(1))));
  }

  /** As the pattern has it, of one that begins with a digit. */
  private static int endOfAddress(String text, int from) {
    int last = Math.min(text.length(), from + LONGEST);
    int at = from;
    while (at < last && (at > from ? isOfAddress(text.charAt(at)) : isDigit(text.charAt(at)))) {
      at++;
    }
    return at;
  }

  private static boolean isOfAddress(char c) {
    return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') || c == ':' || c == '.';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Optional<IpAddress> only(Addresses.Named named) {
    return named.addresses().size() == 1
        ? Optional.of(named.addresses().getFirst())
        : Optional.empty();
  }

  /** Without the sign that ends a sentence. */
  static String withoutStop(String word) {
    return word.endsWith(".") || (word.endsWith(":") && !word.endsWith("::"))
        ? word.substring(0, word.length() - 1)
        : word;
  }
}
