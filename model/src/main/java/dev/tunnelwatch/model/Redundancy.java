package dev.tunnelwatch.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What an incident did to the paths from one gateway to one site (rules 29 to 32).
 *
 * @param expected paths there should be
 * @param up the fewest that were up while the incident was open
 * @param worst the worst state, however short
 * @param lostFrom when the last path went, if it did
 * @param lostTo when the first path came back, if it did
 */
public record Redundancy(
    GatewayId gateway,
    String site,
    int expected,
    int up,
    SiteState worst,
    Optional<Instant> lostFrom,
    Optional<Instant> lostTo) {

  public Redundancy {
    Require.text(site, "site");
    Require.atLeast(0, expected, "expected");
    Require.atLeast(0, up, "up");
  }
}
