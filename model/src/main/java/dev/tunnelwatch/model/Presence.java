package dev.tunnelwatch.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What is left of a routine line: that a gateway was heard in a minute, and perhaps that a tunnel
 * lives (rule 9).
 *
 * @param at the line's time; only its minute is kept
 * @param tunnel present when {@code sign} says something of one
 */
public record Presence(
    GatewayId gateway, Category category, Instant at, Optional<TunnelId> tunnel, Sign sign) {

  /** What the line showed. */
  public enum Sign {
    /** A record of that category came. */
    HEARD,
    /** DPD was answered, a child SA completed. */
    ALIVE,
    /** An SA was renewed, which shows life too. */
    REKEYED
  }
}
