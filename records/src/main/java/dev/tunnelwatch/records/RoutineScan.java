package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.Presence.Sign;
import dev.tunnelwatch.model.TunnelId;
import dev.tunnelwatch.records.FlatScan.Field;
import dev.tunnelwatch.records.IkeLines.Told;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads routine IKE lines, nine records in ten, by their bytes: all that is left of one is a sign
 * of life (rule 9), so no text of it is ever made. Where anything about a record is unusual, this
 * is no routine line here, and a {@link RecordReader} has to tell what it is. Not for several
 * threads.
 */
final class RoutineScan {

  private static final List<Optional<Instance>> INSTANCES =
      Stream.of(Instance.values()).map(Optional::of).toList();

  /** How many letters tell one instance from the other: those of its name. */
  private static final int ENDING = Instance.IN_0.name().length();

  private static final long[] ENDINGS =
      Stream.of(Instance.values()).mapToLong(instance -> ending(instance.name())).toArray();

  private static long ending(String name) {
    return AsciiText.upToEight(name.getBytes(StandardCharsets.US_ASCII), 0, ENDING);
  }

  private final Caches caches;
  private final IkeLine ike = new IkeLine();
  private final RecentMinute minute = new RecentMinute();
  private final MessageTemplates templates;
  private final BiPredicate<GatewayId, String> masked;

  private int messageFrom;
  private int messageTo;
  private Optional<Instance> instance = Optional.empty();
  private Optional<IkeLines.News> news = Optional.empty();

  /**
   * Nothing read yet.
   *
   * @param templates those that the records were scanned with
   * @param masked whether something is taken out of a message before it is read
   */
  RoutineScan(Caches caches, MessageTemplates templates, BiPredicate<GatewayId, String> masked) {
    this.caches = caches;
    this.templates = templates;
    this.masked = masked;
  }

  /** Empty when it is no routine line, or not told so easily. */
  Optional<Presence> read(FlatScan record, Optional<Instant> enqueuedAt) {
    news = Optional.empty();
    if (!record.facts().ike()
        || record.length() > LongText.MOST // of what is longer only the beginning is looked at
        || !properties(record)) {
      return Optional.empty();
    }
    var body = record.body();
    var gateway =
        caches.gatewayOfTunnels(
            body, record.begin(Field.RESOURCE_ID), record.end(Field.RESOURCE_ID));
    var at = minute.read(body, record.begin(Field.TIME), record.end(Field.TIME));
    if (gateway.isEmpty() || at.isEmpty() || !RecordReader.isPlausible(at.get(), enqueuedAt)) {
      return Optional.empty();
    }
    return sign(body, gateway.get(), at.get());
  }

  /** False when the message begins with a blank, or it is not told plainly which instance spoke. */
  private boolean properties(FlatScan record) {
    var facts = record.facts();
    messageFrom = record.begin(facts.message());
    messageTo = record.end(facts.message());
    instance = Optional.empty();
    if (facts.instance() >= 0) {
      instance =
          instance(record.body(), record.begin(facts.instance()), record.end(facts.instance()));
    }
    return record.body()[messageFrom] > ' ' && (instance.isPresent() || facts.instance() < 0);
  }

  /** By the last letters; those before them are of the same record. */
  private static Optional<Instance> instance(byte[] body, int from, int to) {
    long last = AsciiText.upToEight(body, to - ENDING, to);
    for (int i = 0; i < ENDINGS.length; i++) {
      if (ENDINGS[i] == last && to - from >= ENDING) {
        return INSTANCES.get(i);
      }
    }
    return Optional.empty();
  }

  private Optional<Presence> sign(byte[] body, GatewayId gateway, Instant at) {
    var known = templates.find(body, messageFrom, messageTo);
    if (known.isPresent()) {
      return sign(
          known.get().told(),
          gateway,
          at,
          () -> templates.remote(body, known.get()),
          templates::offer);
    }
    ike.read(body, messageFrom, messageTo);
    if (ike.isOfClient() || masked.test(gateway, message(body))) {
      return Optional.empty();
    }
    var told = caches.told(ike);
    templates.learn(ike, told);
    return sign(told, gateway, at, () -> ike.remote(caches), () -> ike.offer(caches.offers()));
  }

  private String message(byte[] body) {
    return AsciiText.string(body, messageFrom, messageTo);
  }

  /**
   * What the line tells that was read last and is no routine; empty where it was not read so far.
   */
  Optional<IkeLines.News> news() {
    return news;
  }

  private Optional<Presence> sign(
      Told told,
      GatewayId gateway,
      Instant at,
      Supplier<Optional<IpAddress>> remote,
      Supplier<Optional<Offer>> offer) {
    if (told instanceof Told.Plainly plainly && plainly != Told.Plainly.NOTHING) {
      return sign(plainly, gateway, at, remote, offer);
    }
    news = Optional.of(new IkeLines.News(gateway, at, told, remote.get()));
    return Optional.empty();
  }

  private Optional<Presence> sign(
      Told.Plainly told,
      GatewayId gateway,
      Instant at,
      Supplier<Optional<IpAddress>> remote,
      Supplier<Optional<Offer>> offer) {
    return switch (told) {
      case HEARD -> presence(gateway, at, Optional.empty(), Sign.HEARD);
      case OFFERED -> offered(gateway, at, remote.get(), offer);
      case ALIVE -> lives(gateway, at, Sign.ALIVE, remote.get());
      case REKEYED -> lives(gateway, at, Sign.REKEYED, remote.get());
      case NOTHING -> Optional.empty();
    };
  }

  private Optional<Presence> offered(
      GatewayId gateway, Instant at, Optional<IpAddress> remote, Supplier<Optional<Offer>> offer) {
    var made = instance.isPresent() && remote.isPresent() ? offer.get() : Optional.<Offer>empty();
    return made.isPresent()
        ? Optional.of(
            Presence.offered(
                new TunnelId(gateway, instance.get(), remote.get()), Category.IKE, at, made.get()))
        : presence(gateway, at, Optional.empty(), Sign.HEARD);
  }

  /** Of one tunnel; where the line does not say of which, only of the gateway. */
  private Optional<Presence> lives(
      GatewayId gateway, Instant at, Sign sign, Optional<IpAddress> remote) {
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
