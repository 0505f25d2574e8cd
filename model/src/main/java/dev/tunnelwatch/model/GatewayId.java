package dev.tunnelwatch.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A gateway: its Azure resource id in lower case, since Azure writes the same id in both cases.
 *
 * @param resourceId {@code /subscriptions/…/providers/microsoft.network/<type>/<name>}
 */
public record GatewayId(String resourceId) implements Comparable<GatewayId> {

  private static final Pattern RESOURCE_GROUP = Pattern.compile("/resourcegroups/([^/]+)/");

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

  /** Where it is found in the portal; empty for an id that is none of Azure's. */
  public Optional<String> resourceGroup() {
    var group = RESOURCE_GROUP.matcher(resourceId);
    return group.find() ? Optional.of(group.group(1)) : Optional.empty();
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
