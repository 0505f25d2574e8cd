package dev.tunnelwatch.model;

import java.util.Locale;
import java.util.Optional;

/** One of the two machines behind a gateway, as logs name it: {@code GatewayTenantWorker_IN_0}. */
public enum Instance {
  IN_0,
  IN_1;

  /** The instance a text such as {@code GatewayTenantWorker_IN_1} names, case aside. */
  public static Optional<Instance> named(String text) {
    var upper = text.toUpperCase(Locale.ROOT);
    for (var instance : values()) {
      if (upper.endsWith(instance.name())) {
        return Optional.of(instance);
      }
    }
    return Optional.empty();
  }

  /** Its twin. */
  public Instance other() {
    return this == IN_0 ? IN_1 : IN_0;
  }
}
