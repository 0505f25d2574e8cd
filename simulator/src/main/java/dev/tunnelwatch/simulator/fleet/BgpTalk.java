package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Instance;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a gateway writes about routes. Azure's own words are not public; these name what is known to
 * be in them: the peer, its number, the prefixes, and which way they went.
 */
record BgpTalk(Scribe scribe) {

  private static final List<String> ESTABLISHED = List.of("established", "is up", "connected");
  private static final List<String> DISCONNECTED = List.of("disconnected", "is down", "closed");
  private static final List<String> ANNOUNCED = List.of("announced", "advertised", "learned");
  private static final List<String> WITHDRAWN = List.of("withdrawn", "removed", "deleted");

  private String word(List<String> words) {
    return scribe.voice().word(words);
  }

  void connected(Instant at, BgpSession session) {
    scribe.route(
        at,
        session.instance(),
        "BgpConnectedEvent",
        "BGP session with " + who(session) + ' ' + word(ESTABLISHED));
  }

  void disconnected(Instant at, BgpSession session, String why) {
    scribe.route(
        at,
        session.instance(),
        "BgpDisconnectedEvent",
        "BGP session with " + who(session) + ' ' + word(DISCONNECTED) + ": " + why);
  }

  /** Prefixes the peer now leads to. */
  void announced(Instant at, BgpSession session, int count) {
    update(at, session, word(ANNOUNCED), count);
  }

  /** Prefixes the peer no longer leads to. */
  void withdrawn(Instant at, BgpSession session, int count) {
    update(at, session, word(WITHDRAWN), count);
  }

  /** A route from the connection's own address space is written anew. */
  void staticRoute(Instant at, Instance instance, Block block) {
    scribe.route(at, instance, "StaticRouteUpdate", "Static route updated: " + block.prefix());
  }

  private void update(Instant at, BgpSession session, String way, int count) {
    var prefixes =
        IntStream.range(0, count)
            .mapToObj(session.device().block()::part)
            .collect(Collectors.joining(", "));
    scribe.route(
        at,
        session.instance(),
        "BgpRouteUpdate",
        "BGP routes " + way + " by " + who(session) + ": " + prefixes);
  }

  private static String who(BgpSession session) {
    var bgp = session.device().bgp().orElseThrow();
    return "peer " + bgp.peer() + " (AS " + bgp.asn() + ')';
  }
}
