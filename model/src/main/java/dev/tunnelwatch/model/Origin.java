package dev.tunnelwatch.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a record was read.
 *
 * @param source {@code hub/partition/sequence#index}, or {@code file:line#index} for a replay
 * @param enqueuedAt when the event hub took it; empty for archives that do not know
 */
public record Origin(String source, Optional<Instant> enqueuedAt) {

  public Origin {
    Require.text(source, "source");
  }
}
