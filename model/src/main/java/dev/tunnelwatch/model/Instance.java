package dev.tunnelwatch.model;

import java.util.List;
import java.util.Optional;

/** One of the two machines behind a gateway, as logs name it: {@code GatewayTenantWorker_IN_0}. */
public enum Instance {
  IN_0,
  IN_1;

  private static final List<Instance> ALL = List.of(values());

  /** The instance a text such as {@code GatewayTenantWorker_IN_1} names, case aside. */
  public static Optional<Instance> named(String text) {
    for (var instance : ALL) {
      int from = text.length() - instance.name().length();
      if (from >= 0 && text.regionMatches(true, from, instance.name(), 0, text.length() - from)) {
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
