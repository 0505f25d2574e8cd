package dev.tunnelwatch.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One tunnel's loss inside a gateway incident, in the form the fleet stage links by.
 *
 * @param condition the id of its {@code tunnel_down} condition
 * @param dpd how long the peer may be silent before the gateway gives it up
 */
public record Loss(
    String condition,
    TunnelId tunnel,
    String site,
    Instant from,
    Optional<Instant> to,
    Duration dpd) {}
