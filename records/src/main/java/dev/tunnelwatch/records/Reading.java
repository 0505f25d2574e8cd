package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.Presence;
import java.time.Instant;

/** What became of one record. Nothing is lost in silence. */
public sealed interface Reading {

  /**
   * It says something new.
   *
   * @param cut whether it says more, too, that was not read: it is too long
   */
  record Event(GatewayEvent event, boolean cut) implements Reading {
    /** One that was read to its end. */
    public Event(GatewayEvent event) {
      this(event, false);
    }
  }

  /** It was understood, and shows only that the gateway, perhaps a tunnel, lives. */
  record Routine(Presence presence) implements Reading {}

  /** It is our own, and says that the way is open. */
  record Canary(Instant at) implements Reading {}

  /** It is none of ours; {@code kind} as in {@link Element.Foreign}. */
  record Foreign(String kind) implements Reading {}

  /**
   * It should have been understood.
   *
   * @param detail for people; names fields and positions, never content
   */
  record Rejected(RejectReason reason, String detail) implements Reading {}
}
