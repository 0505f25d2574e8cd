package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Reason;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What records have in common, made once. Safe for many threads. */
final class Caches {

  private static final int RARE = 1 << 8;
  private static final int FEW = 1 << 14;
  private static final int LONGEST_OFFER = 1_024;
  private static final int MANY = 1 << 16;
  private static final int LONGEST_SAID = 256;

  private final Recent<String> texts = new Recent<>(FEW, text -> text);
  private final GatewayIds gateways = new GatewayIds();
  private final Recent<Optional<GatewayId>> ofTunnels = new Recent<>(MANY, this::ofTunnels);
  private final Recent<Optional<IpAddress>> ends = new Recent<>(FEW, Addresses::ofEndpoint);

  /** Texts often end alike and differ in an id. */
  private final Recent<IkeLines.Told> said =
      new Recent<>(FEW, text -> IkeLines.told(IkeLine.saying(text)), LONGEST_SAID, LONGEST_SAID);

  private final Recent<RouteChange> changes =
      new Recent<>(FEW, RouteLines::change, LONGEST_SAID, LONGEST_SAID);

  private final Recent<Reason> reasons =
      new Recent<>(RARE, StateChangeReasons::reason, LONGEST_SAID, LONGEST_SAID);

  private final Map<Offer.Side, Map<Offer.Kind, Recent<Listing>>> listings = listings(false);
  private final Map<Offer.Side, Map<Offer.Kind, Recent<Listing>>> answers = listings(true);

  private static Map<Offer.Side, Map<Offer.Kind, Recent<Listing>>> listings(boolean answer) {
    var all = new EnumMap<Offer.Side, Map<Offer.Kind, Recent<Listing>>>(Offer.Side.class);
    for (var side : Offer.Side.values()) {
      var ofSide = new EnumMap<Offer.Kind, Recent<Listing>>(Offer.Kind.class);
      for (var kind : Offer.Kind.values()) {
        ofSide.put( // lists end alike
            kind,
            new Recent<>(
                FEW, text -> Listing.of(side, kind, answer, text), LONGEST_OFFER, LONGEST_OFFER));
      }
      all.put(side, ofSide);
    }
    return all;
  }

  /** What there is in a list; the text must be ASCII. */
  Listing listing(Offer.Side side, Offer.Kind kind, boolean answer, byte[] text, int from, int to) {
    var ofSide = Objects.requireNonNull((answer ? answers : listings).get(side));
    return Objects.requireNonNull(ofSide.get(kind)).of(text, from, to);
  }

  /**
   * As {@link IkeLines#told}, which hangs on nothing but what is said where a line has no keys; the
   * text must be ASCII.
   */
  IkeLines.Told told(IkeLine line) {
    return line.isKeyed() ? IkeLines.told(line) : said.of(line.bytes(), line.textFrom(), line.to());
  }

  /** As {@link StateChangeReasons#reason}. */
  Reason reason(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return AsciiText.end(bytes, 0, bytes.length) == bytes.length
        ? reasons.of(bytes, 0, bytes.length)
        : StateChangeReasons.reason(text);
  }

  /** As {@link RouteLines#change}. */
  RouteChange change(String text) {
    return Spoken.numbersAside(text)
        .map(words -> changes.of(words, 0, words.length))
        .orElseGet(() -> RouteLines.change(text));
  }

  /** Remembered; the text must be ASCII. */
  Offers offers() {
    return (list, text, to) ->
        list.side()
            .flatMap(
                side -> listing(side, list.kind(), list.answer(), text, list.from(), to).offer());
  }

  Recent<String> texts() {
    return texts;
  }

  /** Of a resource id, in whatever case; empty when it is something else's. */
  Optional<GatewayId> gateway(String resourceId) {
    return gateways.of(resourceId);
  }

  private Optional<GatewayId> ofTunnels(String resourceId) {
    return gateway(resourceId).filter(id -> !Privacy.isOfClients(id) && !Canary.is(id));
  }

  /** Likewise; empty also when it has no tunnels but those of clients, or none at all. */
  Optional<GatewayId> gatewayOfTunnels(byte[] body, int from, int to) {
    return ofTunnels.of(body, from, to);
  }

  /** As {@link Addresses#ofEndpoint}. */
  Optional<IpAddress> end(byte[] body, int from, int to) {
    return ends.of(body, from, to);
  }
}
