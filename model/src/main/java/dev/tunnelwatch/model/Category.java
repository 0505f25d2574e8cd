package dev.tunnelwatch.model;

import java.util.List;
import java.util.Optional;

/** The five diagnostic log categories of an Azure VPN gateway. */
public enum Category {
  GATEWAY("GatewayDiagnosticLog"),
  TUNNEL("TunnelDiagnosticLog"),
  ROUTE("RouteDiagnosticLog"),
  IKE("IKEDiagnosticLog"),
  P2S("P2SDiagnosticLog");

  private static final List<Category> ALL = List.of(values());

  private final String azureName;

  Category(String azureName) {
    this.azureName = azureName;
  }

  /** The name records carry; compare without case. */
  public String azureName() {
    return azureName;
  }

  /** The category of that name, case aside; empty for every other Azure category. */
  public static Optional<Category> named(String name) {
    for (var category : ALL) {
      if (category.azureName.equalsIgnoreCase(name)) {
        return Optional.of(category);
      }
    }
    return Optional.empty();
  }
}
