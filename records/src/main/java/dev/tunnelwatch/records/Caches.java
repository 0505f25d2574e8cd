package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.IpAddress;
import java.util.Optional;

/** What records have in common, made once. Safe for many threads. */
final class Caches {

  private static final int FEW = 1 << 14;
  private static final int MANY = 1 << 16;

  private final Recent<String> texts = new Recent<>(FEW, text -> text);
  private final GatewayIds gateways = new GatewayIds();
  private final Recent<Optional<GatewayId>> ofTunnels = new Recent<>(MANY, this::ofTunnels);
  private final Recent<Optional<IpAddress>> ends = new Recent<>(FEW, Addresses::ofEndpoint);

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
