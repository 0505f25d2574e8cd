package dev.tunnelwatch.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What is left of a routine line: that a gateway was heard in a minute, and perhaps that a tunnel
 * lives, or what was offered for it (rule 9).
 *
 * @param at the line's time; only its minute is kept
 * @param tunnel present when {@code sign} says something of one
 * @param offer present when that is what {@code sign} says
 */
public record Presence(
    GatewayId gateway,
    Category category,
    Instant at,
    Optional<TunnelId> tunnel,
    Sign sign,
    Optional<Offer> offer) {

  public Presence {
    if (offer.isPresent() != (sign == Sign.OFFERED) || (offer.isPresent() && tunnel.isEmpty())) {
      throw new IllegalArgumentException("offer: expected one, of a tunnel, where one was made");
    }
  }

  /** Of a line that offers nothing. */
  public Presence(
      GatewayId gateway, Category category, Instant at, Optional<TunnelId> tunnel, Sign sign) {
    this(gateway, category, at, tunnel, sign, Optional.empty());
  }

  /** Of a line that tells what a side offers for a tunnel. */
  public static Presence offered(TunnelId tunnel, Category category, Instant at, Offer offer) {
    return new Presence(
        tunnel.gateway(), category, at, Optional.of(tunnel), Sign.OFFERED, Optional.of(offer));
  }

  /** What the line showed. */
  public enum Sign {
    /** A record of that category came. */
    HEARD,
    /** DPD was answered, a child SA completed. */
    ALIVE,
    /** An SA was renewed, which shows life too. */
    REKEYED,
    /** A negotiation is tried, which shows no life. */
    OFFERED;

    /** Whether the tunnel lives. */
    public boolean isLife() {
      return this == ALIVE || this == REKEYED;
    }
  }
}
