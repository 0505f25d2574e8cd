package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayId;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The gateways of resource ids, remembered: there are few, and telling costs a pattern. */
final class GatewayIds {

  /** More than any fleet has; foreign ids stand here, too, and must not pile up. */
  private static final int MOST = 1 << 16;

  /** No resource id is longer, and what pretends to be one must not stand here. */
  private static final int LONGEST = 512;

  private final ConcurrentHashMap<String, Optional<GatewayId>> known = new ConcurrentHashMap<>();

  /** As {@link Heading#gateway}. */
  Optional<GatewayId> of(String resourceId) {
    if (resourceId.length() > LONGEST) {
      return Optional.empty();
    }
    var gateway = known.get(resourceId);
    if (gateway == null) {
      gateway = Heading.gateway(resourceId);
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(resourceId, gateway);
    }
    return gateway;
  }
}
