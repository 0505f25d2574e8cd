package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Presence;
import java.time.Instant;

/** A record on its way. */
sealed interface Arrival {

  /** When the event hub took it. */
  Instant enqueuedAt();

  /** The event hub it came by; partitions are one way. */
  String hub();

  GatewayId gateway();

  /** When the gateway says it happened. */
  Instant at();

  record Event(Instant enqueuedAt, String hub, GatewayEvent event) implements Arrival {
    @Override
    public GatewayId gateway() {
      return event.gateway();
    }

    @Override
    public Instant at() {
      return event.at();
    }
  }

  record Routine(Instant enqueuedAt, String hub, Presence sign) implements Arrival {
    @Override
    public GatewayId gateway() {
      return sign.gateway();
    }

    @Override
    public Instant at() {
      return sign.at();
    }
  }
}
