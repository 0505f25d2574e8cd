package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelId;
import java.util.Comparator;
import java.util.Optional;

/** What a row of presence bits is about: a category that was heard, or a tunnel that lived. */
record PresenceSeries(Presence.Sign sign, String about) implements Comparable<PresenceSeries> {

  private static final Comparator<PresenceSeries> ORDER =
      Comparator.comparing(PresenceSeries::sign).thenComparing(PresenceSeries::about);

  @Override
  public int compareTo(PresenceSeries other) {
    return ORDER.compare(this, other);
  }

  static PresenceSeries of(Presence presence) {
    boolean ofTunnel = presence.sign() != Presence.Sign.HEARD && presence.tunnel().isPresent();
    return ofTunnel
        ? new PresenceSeries(presence.sign(), about(presence.tunnel().get()))
        : new PresenceSeries(Presence.Sign.HEARD, presence.category().name());
  }

  String key(GatewayId gateway, long hour) {
    return gateway.resourceId() + '|' + sign + '|' + about + '|' + hour;
  }

  /** Reads a key back, from the right since a resource id may hold anything. */
  static Row read(String key) {
    int hour = key.lastIndexOf('|');
    int about = key.lastIndexOf('|', hour - 1);
    int sign = key.lastIndexOf('|', about - 1);
    var series =
        new PresenceSeries(
            Presence.Sign.valueOf(key.substring(sign + 1, about)), key.substring(about + 1, hour));
    return new Row(series, Long.parseLong(key.substring(hour + 1)));
  }

  /** The tunnel, where the series is about one. */
  Optional<TunnelId> tunnel(GatewayId gateway) {
    if (sign == Presence.Sign.HEARD) {
      return Optional.empty();
    }
    int blank = about.indexOf(' ');
    return Optional.of(
        new TunnelId(
            gateway,
            Instance.valueOf(about.substring(0, blank)),
            new IpAddress(about.substring(blank + 1))));
  }

  private static String about(TunnelId tunnel) {
    return tunnel.instance() + " " + tunnel.remoteIp();
  }

  /** A series in one hour, counted since 1970. */
  record Row(PresenceSeries series, long hour) {}
}
