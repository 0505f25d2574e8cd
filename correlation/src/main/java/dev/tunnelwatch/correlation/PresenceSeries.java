package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelId;
import java.util.Optional;

/**
 * What a row of presence bits is about.
 *
 * @param category that was heard
 * @param tunnel that lived
 */
record PresenceSeries(Presence.Sign sign, Optional<Category> category, Optional<TunnelId> tunnel) {

  static PresenceSeries of(Presence presence) {
    boolean ofTunnel = presence.sign() != Presence.Sign.HEARD && presence.tunnel().isPresent();
    return ofTunnel ? lived(presence.sign(), presence.tunnel().get()) : heard(presence.category());
  }

  static PresenceSeries heard(Category category) {
    return new PresenceSeries(Presence.Sign.HEARD, Optional.of(category), Optional.empty());
  }

  static PresenceSeries lived(Presence.Sign sign, TunnelId tunnel) {
    return new PresenceSeries(sign, Optional.empty(), Optional.of(tunnel));
  }

  String key(GatewayId gateway, long hour) {
    return gateway.resourceId() + '|' + sign + '|' + about() + '|' + hour;
  }

  private String about() {
    return category
        .map(Category::name)
        .or(() -> tunnel.map(end -> end.instance() + " " + end.remoteIp()))
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

  private static PresenceSeries of(GatewayId gateway, Presence.Sign sign, String about) {
    if (sign == Presence.Sign.HEARD) {
      return heard(Category.valueOf(about));
    }
    int blank = about.indexOf(' ');
    var tunnel =
        new TunnelId(
            gateway,
            Instance.valueOf(about.substring(0, blank)),
            new IpAddress(about.substring(blank + 1)));
    return lived(sign, tunnel);
  }

  /** The tunnel, where the series is about one of that gateway. */
  Optional<TunnelId> tunnel(GatewayId gateway) {
    return tunnel.filter(end -> end.gateway().equals(gateway));
  }

  /** A series in one hour, counted since 1970. */
  record Row(PresenceSeries series, long hour) {}
}
