package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The minutes in which one gateway was heard and its tunnels lived. Nearly every line ends here, so
 * that finding a tunnel's minutes compares no more than addresses.
 */
final class PresenceBits {

  private final GatewayId gateway;
  private final Map<Category, MinuteBits> heard = new EnumMap<>(Category.class);
  private final Map<Presence.Sign, Map<Instance, Map<IpAddress, MinuteBits>>> lived =
      new EnumMap<>(Presence.Sign.class);

  /** Of one side, of one kind, for one tunnel: a device has its list, and offers it again. */
  private static final int MOST_OFFERS = 4;

  /**
   * What was offered, and when. Of more offers than are kept the first in their order are, and of
   * the rest only that there were others: which stay does not depend on which came first.
   */
  private final Map<TunnelId, Map<Offer, MinuteBits>> offered = new HashMap<>();

  PresenceBits(GatewayId gateway) {
    this.gateway = gateway;
  }

  /** False when the minute was known. */
  boolean add(Presence presence) {
    return minutes(presence).add(Minutes.of(presence.at()));
  }

  /** Those of the hour that a sign is of. */
  long bits(Presence presence) {
    return minutes(presence).word(Minutes.hour(presence.at()));
  }

  private MinuteBits minutes(Presence presence) {
    if (presence.offer().isPresent()) {
      return offered(presence.tunnel().orElseThrow(), presence.offer().get());
    }
    boolean ofTunnel = presence.sign().isLife() && presence.tunnel().isPresent();
    return ofTunnel ? lived(presence.sign(), presence.tunnel().get()) : heard(presence.category());
  }

  /** Adds the minutes of an hour. */
  void add(PresenceSeries.Row row, long bits) {
    var series = row.series();
    if (series.offer().isPresent()) {
      var _ = offered(series.tunnel().orElseThrow(), series.offer().get()).add(row.hour(), bits);
      return;
    }
    var minutes =
        series
            .tunnel()
            .map(tunnel -> lived(series.sign(), tunnel))
            .orElseGet(() -> heard(series.category().orElseThrow()));
    var _ = minutes.add(row.hour(), bits);
  }

  /** Of an offer that is one too many those of the others. */
  private MinuteBits offered(TunnelId tunnel, Offer offer) {
    var offers = offered.computeIfAbsent(tunnel, _ -> new HashMap<>(2));
    var known = offers.get(offer);
    if (known != null) {
      return known;
    }
    var minutes = new MinuteBits();
    offers.put(offer, minutes);
    var alike =
        offers.keySet().stream()
            .filter(other -> other.isLike(offer) && !other.choices().isEmpty())
            .sorted(Offer.ORDER)
            .toList();
    if (alike.size() <= MOST_OFFERS) {
      return minutes;
    }
    var others = offers.computeIfAbsent(offer.others(), _ -> new MinuteBits());
    var last = alike.getLast();
    var dropped = offers.remove(last);
    if (dropped != null) { // as it is
      others.addAll(dropped);
    }
    return last.equals(offer) ? others : minutes;
  }

  private MinuteBits heard(Category category) {
    return heard.computeIfAbsent(category, _ -> new MinuteBits());
  }

  private MinuteBits lived(Presence.Sign sign, TunnelId tunnel) {
    var ends =
        lived
            .computeIfAbsent(sign, _ -> new EnumMap<>(Instance.class))
            .computeIfAbsent(tunnel.instance(), _ -> new HashMap<>());
    var known = ends.get(tunnel.remoteIp());
    return known == null ? ends.computeIfAbsent(tunnel.remoteIp(), _ -> new MinuteBits()) : known;
  }

  /** By series, those without any left out. */
  Map<PresenceSeries, MinuteBits> bySeries() {
    var all = new HashMap<PresenceSeries, MinuteBits>();
    offered.forEach(
        (tunnel, offers) ->
            offers.forEach(
                (offer, minutes) -> all.put(PresenceSeries.offered(tunnel, offer), minutes)));
    heard.forEach((category, minutes) -> all.put(PresenceSeries.heard(category), minutes));
    lived.forEach(
        (sign, instances) ->
            instances.forEach(
                (instance, ends) ->
                    ends.forEach(
                        (ip, minutes) ->
                            all.put(
                                PresenceSeries.lived(sign, new TunnelId(gateway, instance, ip)),
                                minutes))));
    all.values().removeIf(MinuteBits::isEmpty);
    return all;
  }

  /** The same of the minutes before that one. */
  Map<PresenceSeries, MinuteBits> before(long minute) {
    var all = bySeries();
    all.replaceAll((_, minutes) -> minutes.before(minute));
    all.values().removeIf(MinuteBits::isEmpty);
    return all;
  }

  /** How many hours of bits it holds, of all series. */
  int hours() {
    return bySeries().values().stream().mapToInt(MinuteBits::hours).sum();
  }

  boolean hasBefore(long minute) {
    return bySeries().values().stream()
        .map(MinuteBits::first)
        .anyMatch(first -> first.isPresent() && first.getAsLong() < minute);
  }

  /** Keeps less of each series. */
  void replaceAll(BiFunction<PresenceSeries, MinuteBits, MinuteBits> kept) {
    var all = bySeries();
    heard.clear();
    lived.clear();
    offered.clear();
    all.forEach(
        (series, minutes) ->
            kept.apply(series, minutes)
                .forEach((hour, bits) -> add(new PresenceSeries.Row(series, hour), bits)));
  }
}
