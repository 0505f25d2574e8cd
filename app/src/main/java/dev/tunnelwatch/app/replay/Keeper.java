package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import java.util.function.Supplier;

/** Takes what was read. */
interface Keeper {

  /**
   * Counts a record that says something new.
   *
   * @return false when an equal one had been there before
   */
  boolean isNew(GatewayEvent event);

  void add(GatewayEvent event, Supplier<Origin> origin);

  void add(Presence presence, Supplier<Origin> origin);
}
