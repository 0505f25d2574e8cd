package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelId;
import java.util.Optional;

/**
 * What a row of presence bits is about.
 *
 * @param category that was heard
 * @param tunnel that lived, or that an offer was made for
 */
record PresenceSeries(
    Presence.Sign sign,
    Optional<Category> category,
    Optional<TunnelId> tunnel,
    Optional<Offer> offer) {

  static PresenceSeries of(Presence presence) {
    if (presence.offer().isPresent()) {
      return offered(presence.tunnel().orElseThrow(), presence.offer().get());
    }
    boolean ofTunnel = presence.sign().isLife() && presence.tunnel().isPresent();
    return ofTunnel ? lived(presence.sign(), presence.tunnel().get()) : heard(presence.category());
  }

  static PresenceSeries heard(Category category) {
    return new PresenceSeries(
        Presence.Sign.HEARD, Optional.of(category), Optional.empty(), Optional.empty());
  }

  static PresenceSeries lived(Presence.Sign sign, TunnelId tunnel) {
    return new PresenceSeries(sign, Optional.empty(), Optional.of(tunnel), Optional.empty());
  }

  static PresenceSeries offered(TunnelId tunnel, Offer offer) {
    return new PresenceSeries(
        Presence.Sign.OFFERED, Optional.empty(), Optional.of(tunnel), Optional.of(offer));
  }

  String key(GatewayId gateway, long hour) {
    return gateway.resourceId() + '|' + sign + '|' + about() + '|' + hour;
  }

  private String about() {
    return category
        .map(Category::name)
        .or(() -> tunnel.map(end -> end.instance() + " " + end.remoteIp()))
        .map(about -> about + offer.map(made -> " " + made.text()).orElse(""))
        .orElseThrow();
  }

  /** Reads a key back, from the right since a resource id may hold anything. */
  static Row read(String key) {
    int hour = key.lastIndexOf('|');
    int about = key.lastIndexOf('|', hour - 1);
    int sign = key.lastIndexOf('|', about - 1);
    return new Row(
        of(
            new GatewayId(key.substring(0, sign)),
            Presence.Sign.valueOf(key.substring(sign + 1, about)),
            key.substring(about + 1, hour)),
        Long.parseLong(key.substring(hour + 1)));
  }

  /** Whose key it is. */
  static GatewayId gateway(String key) {
    int end = key.length();
    for (int part = 0; part < 3; part++) {
      end = key.lastIndexOf('|', end - 1);
      if (end < 1) {
        throw new IllegalArgumentException("presence: expected gateway|series|hour, got " + key);
      }
    }
    return new GatewayId(key.substring(0, end));
  }

  private static PresenceSeries of(GatewayId gateway, Presence.Sign sign, String about) {
    if (sign == Presence.Sign.HEARD) {
      return heard(Category.valueOf(about));
    }
    var words = about.split(" ", 3);
    var tunnel = new TunnelId(gateway, Instance.valueOf(words[0]), new IpAddress(words[1]));
    return sign == Presence.Sign.OFFERED
        ? offered(tunnel, Offer.parse(words[2]))
        : lived(sign, tunnel);
  }

  /** The tunnel, where the series is about one of that gateway. */
  Optional<TunnelId> tunnel(GatewayId gateway) {
    return tunnel.filter(end -> end.gateway().equals(gateway));
  }

  /** A series in one hour, counted since 1970. */
  record Row(PresenceSeries series, long hour) {}
}
