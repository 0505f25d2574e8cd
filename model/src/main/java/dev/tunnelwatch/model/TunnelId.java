package dev.tunnelwatch.model;

import java.util.Comparator;

/** One tunnel: the IPsec path from one gateway instance to one remote device. */
public record TunnelId(GatewayId gateway, Instance instance, IpAddress remoteIp)
    implements Comparable<TunnelId> {

  private static final Comparator<TunnelId> ORDER =
      Comparator.comparing(TunnelId::gateway)
          .thenComparing(TunnelId::instance)
          .thenComparing(TunnelId::remoteIp);

  /** A short form for people, and the entity of its conditions: {@code gw-weu IN_0 203.0.113.7}. */
  public String label() {
    return gateway.name() + ' ' + instance + ' ' + remoteIp;
  }

  @Override
  public int compareTo(TunnelId other) {
    return ORDER.compare(this, other);
  }
}
