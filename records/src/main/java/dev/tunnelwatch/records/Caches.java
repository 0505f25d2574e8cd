package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What records have in common, made once. Safe for many threads. */
final class Caches {

  private static final int FEW = 1 << 14;
  private static final int OFFERS = 1 << 12;
  private static final int LONGEST_OFFER = 1_024;
  private static final int MANY = 1 << 16;

  private final Recent<String> texts = new Recent<>(FEW, text -> text);
  private final GatewayIds gateways = new GatewayIds();
  private final Recent<Optional<GatewayId>> ofTunnels = new Recent<>(MANY, this::ofTunnels);
  private final Recent<Optional<IpAddress>> ends = new Recent<>(FEW, Addresses::ofEndpoint);

  /** By the place of side and kind. */
  private final List<Recent<Optional<Offer>>> offers =
      Stream.of(Offer.Side.values())
          .flatMap(side -> Stream.of(Offer.Kind.values()).map(kind -> ofOne(side, kind)))
          .toList();

  private static Recent<Optional<Offer>> ofOne(Offer.Side side, Offer.Kind kind) {
    return new Recent<>(OFFERS, text -> Offers.of(side, kind, text), LONGEST_OFFER);
  }

  /** Remembered; the text must be ASCII. */
  Offers offers() {
    return (side, kind, text, from, to) ->
        offers.get(side.ordinal() * Offer.Kind.values().length + kind.ordinal()).of(text, from, to);
  }

  Recent<String> texts() {
    return texts;
  }

  /** Of a resource id, in whatever case; empty when it is something else's. */
  Optional<GatewayId> gateway(String resourceId) {
    return gateways.of(resourceId);
  }

  private Optional<GatewayId> ofTunnels(String resourceId) {
    return gateway(resourceId).filter(gateway -> !Privacy.isOfClients(gateway));
  }

  /** Likewise; empty also when it has no tunnels but those of clients. */
  Optional<GatewayId> gatewayOfTunnels(byte[] body, int from, int to) {
    return ofTunnels.of(body, from, to);
  }

  /** As {@link Addresses#ofEndpoint}. */
  Optional<IpAddress> end(byte[] body, int from, int to) {
    return ends.of(body, from, to);
  }
}
