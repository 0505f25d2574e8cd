package dev.tunnelwatch.model;

import java.util.Optional;

/** As much of a tunnel as a line names; IKE and BGP lines often leave out an end. */
public record TunnelHint(
    GatewayId gateway, Optional<Instance> instance, Optional<IpAddress> remoteIp) {

  /** Whether the tunnel could be the one meant: every end that is named agrees. */
  public boolean fits(TunnelId tunnel) {
    return gateway.equals(tunnel.gateway())
        && (instance.isEmpty() || instance.get() == tunnel.instance())
        && (remoteIp.isEmpty() || remoteIp.get().equals(tunnel.remoteIp()));
  }
}
