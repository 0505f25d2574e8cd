package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RouteOrigin;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.IpAddress;
import java.util.Locale;
import java.util.Optional;
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
          Sought.word("peer", "neighbo"));

  private static final WordGroups GROUPS = new WordGroups();

  private static final long ANNOUNCE =
      GROUPS.group(
          "announc", "advertis", "added", "adding", "learn", "newroute", "newprefix", "install");
  private static final long WITHDRAW =
      GROUPS.group(
          "withdr",
          "remov",
          "delet",
          "lost",
          "unreachable",
          "nolonger",
          "retract",
          "revok",
          "dropped");

  private static final Vocabulary WORDS = GROUPS.vocabulary();

  private RouteLines() {}

  static Reading read(Line line) {
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
      case "bgprouteupdate" -> routes(line, RouteOrigin.BGP);
      case "staticrouteupdate" -> routes(line, RouteOrigin.STATIC);
      default -> line.unrecognised();
    };
  }

  private static Reading routes(Line line, RouteOrigin origin) {
    var text = line.text();
    return line.event(
        new RoutesChanged(
            line.gateway(),
            peer(line),
            origin,
            change(WORDS.in(text)),
            Addresses.in(text).prefixes(),
            line.evidence()));
  }

  private static RouteChange change(long words) {
    boolean announced = (words & ANNOUNCE) != 0;
    boolean withdrawn = (words & WITHDRAW) != 0;
    if (announced == withdrawn) {
      return RouteChange.UNSURE;
    }
    return announced ? RouteChange.ANNOUNCED : RouteChange.WITHDRAWN;
  }

  /** The address called a peer, else the only one there is. */
  private static Optional<IpAddress> peer(Line line) {
    var text = line.text();
    var called = PEER.find(text);
    if (called.isPresent()) {
      var address = Addresses.literal(withoutStop(called.get().group(1)));
      if (address.isPresent()) {
        return address;
      }
    }
    var addresses = Addresses.in(text).addresses();
    return addresses.size() == 1 ? Optional.of(addresses.getFirst()) : Optional.empty();
  }

  /** Without the sign that ends a sentence. */
  private static String withoutStop(String word) {
    return word.endsWith(".") || (word.endsWith(":") && !word.endsWith("::"))
        ? word.substring(0, word.length() - 1)
        : word;
  }
}
