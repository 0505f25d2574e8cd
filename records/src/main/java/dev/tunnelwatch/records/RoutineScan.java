package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.Presence.Sign;
import dev.tunnelwatch.model.TunnelId;
import dev.tunnelwatch.records.FlatScan.Field;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads routine IKE lines, nine records in ten, by their bytes: all that is left of one is a sign
 * of life (rule 9), so no text of it is ever made. Where anything about a record is unusual, this
 * is no routine line here, and a {@link RecordReader} has to tell what it is. Not for several
 * threads.
 */
final class RoutineScan {

  private static final String IKE = Category.IKE.azureName();
  private static final AsciiName MESSAGE = AsciiName.of("message");
  private static final AsciiName INSTANCE = AsciiName.of("instance");

  private static final List<Optional<Instance>> INSTANCES =
      Stream.of(Instance.values()).map(Optional::of).toList();

  private final Caches caches;
  private final IkeLine ike = new IkeLine();

  private int messageFrom;
  private int messageTo;
  private Optional<Instance> instance = Optional.empty();

  RoutineScan(Caches caches) {
    this.caches = caches;
  }

  /** Empty when it is no routine line, or not told so easily. */
  Optional<Presence> read(FlatScan record, Optional<Instant> enqueuedAt) {
    if (!record.is(Field.CATEGORY, IKE)
        || !record.is(Field.OPERATION, IkeLines.OPERATION)
        || record.begin(Field.RESOURCE_ID) == 0
        || record.begin(Field.TIME) == 0
        || record.isMetric()
        || !properties(record)) {
      return Optional.empty();
    }
    var body = record.body();
    var gateway =
        caches.gatewayOfTunnels(
            body, record.begin(Field.RESOURCE_ID), record.end(Field.RESOURCE_ID));
    var at = TimeText.usual(body, record.begin(Field.TIME), record.end(Field.TIME));
    if (gateway.isEmpty() || at.isEmpty() || !RecordReader.isPlausible(at.get(), enqueuedAt)) {
      return Optional.empty();
    }
    ike.read(body, messageFrom, messageTo);
    return ike.isOfClient() ? Optional.empty() : sign(gateway.get(), at.get());
  }

  /** False when there is no message, or more about one of the two than is usual. */
  private boolean properties(FlatScan record) {
    messageFrom = 0;
    instance = Optional.empty();
    boolean usual = true;
    for (int i = 0; i < record.properties() && usual; i++) {
      if (record.isProperty(i, MESSAGE)) {
        usual = messageFrom == 0 && record.begin(i) > 0 && record.body()[record.begin(i)] > ' ';
        messageFrom = record.begin(i);
        messageTo = record.end(i);
      } else if (record.isProperty(i, INSTANCE)) {
        usual = instance.isEmpty();
        instance = instance(record.body(), record.begin(i), record.end(i));
        usual &= instance.isPresent();
      }
    }
    return usual && messageFrom > 0;
  }

  private static Optional<Instance> instance(byte[] body, int from, int to) {
    for (var known : INSTANCES) {
      int begin = to - known.get().name().length();
      if (begin >= from && AsciiText.isAt(body, begin, known.get().name())) {
        return known;
      }
    }
    return Optional.empty();
  }

  private Optional<Presence> sign(GatewayId gateway, Instant at) {
    return switch (IkeLines.told(ike)) {
      case IkeLines.Told.Plainly.HEARD -> presence(gateway, at, Optional.empty(), Sign.HEARD);
      case IkeLines.Told.Plainly.OFFERED -> offered(gateway, at);
      case IkeLines.Told.Plainly.ALIVE -> lives(gateway, at, Sign.ALIVE);
      case IkeLines.Told.Plainly.REKEYED -> lives(gateway, at, Sign.REKEYED);
      case IkeLines.Told.Plainly.NOTHING -> Optional.empty();
      case IkeLines.Told.Deleted _, IkeLines.Told.Failed _ -> Optional.empty();
    };
  }

  private Optional<Presence> offered(GatewayId gateway, Instant at) {
    var remote = ike.remote(caches);
    var offer =
        instance.isPresent() && remote.isPresent()
            ? ike.offer(caches.offers())
            : Optional.<Offer>empty();
    return offer.isPresent()
        ? Optional.of(
            Presence.offered(
                new TunnelId(gateway, instance.get(), remote.get()), Category.IKE, at, offer.get()))
        : presence(gateway, at, Optional.empty(), Sign.HEARD);
  }

  /** Of one tunnel; where the line does not say of which, only of the gateway. */
  private Optional<Presence> lives(GatewayId gateway, Instant at, Sign sign) {
    var remote = ike.remote(caches);
    return instance.isPresent() && remote.isPresent()
        ? presence(
            gateway, at, Optional.of(new TunnelId(gateway, instance.get(), remote.get())), sign)
        : presence(gateway, at, Optional.empty(), Sign.HEARD);
  }

  private static Optional<Presence> presence(
      GatewayId gateway, Instant at, Optional<TunnelId> tunnel, Sign sign) {
    return Optional.of(new Presence(gateway, Category.IKE, at, tunnel, sign));
  }
}
