package dev.tunnelwatch.model;

import java.util.Locale;

/**
 * A gateway: its Azure resource id in lower case, since Azure writes the same id in both cases.
 *
 * @param resourceId {@code /subscriptions/…/providers/microsoft.network/<type>/<name>}
 */
public record GatewayId(String resourceId) implements Comparable<GatewayId> {

  public GatewayId {
    resourceId = Require.text(resourceId, "resourceId").toLowerCase(Locale.ROOT);
    if (!resourceId.startsWith("/") || resourceId.endsWith("/")) {
      throw new IllegalArgumentException(
          "resourceId: expected /subscriptions/…/name, got \"" + resourceId + '"');
    }
  }

  /** The last segment: {@code gw-weu}. Unique only within a resource group. */
  public String name() {
    return resourceId.substring(resourceId.lastIndexOf('/') + 1);
  }

  /** Whether it stands in a hub of a Virtual WAN: two instances, always active-active. */
  public boolean virtualWan() {
    return resourceId.contains("/microsoft.network/vpngateways/");
  }

  @Override
  public int compareTo(GatewayId other) {
    return resourceId.compareTo(other.resourceId);
  }

  @Override
  public String toString() {
    return resourceId;
  }
}
