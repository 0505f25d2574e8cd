package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When one tunnel was up and when it was lost.
 *
 * @param ups in order of time
 * @param outages in order of time
 */
record TunnelHistory(TunnelId tunnel, List<Up> ups, List<Outage> outages) {

  TunnelHistory {
    ups = List.copyOf(ups);
    outages = List.copyOf(outages);
  }

  /**
   * An interval up.
   *
   * @param to {@link Instant#MAX} while it lasts
   * @param seen whether its beginning was; else it is presumed, since what is lost was up
   */
  record Up(Instant from, Instant to, boolean seen) {
    /** Nothing is presumed of what was longer ago: it may long be told otherwise. */
    static final Duration PRESUMED = Duration.ofHours(1);

    boolean isPresumed() {
      return !seen && !to.isAfter(from.plus(PRESUMED));
    }
  }

  /**
   * An interval lost.
   *
   * @param said the disconnects, the first of which began it; where the tunnel had been removed,
   *     the line that tells that it exists again (rule 30)
   * @param closedBy empty while it lasts and where the recovery is only inferred (rule 12)
   * @param ambiguous records of one second left the order open (rule 7)
   * @param repaired its end was inferred (rule 12)
   */
  record Outage(
      Instant from,
      Optional<Instant> to,
      List<Line> said,
      Optional<TunnelConnected> closedBy,
      boolean ambiguous,
      boolean repaired) {

    Outage {
      said = List.copyOf(said);
    }

    /** One that lasts. */
    static Outage from(Instant from, List<Line> said, boolean ambiguous) {
      return new Outage(from, Optional.empty(), said, Optional.empty(), ambiguous, false);
    }

    /** Ended since the tunnel was taken out of the configuration (rule 33). */
    boolean isRemoved() {
      return to.isPresent() && closedBy.isEmpty() && !repaired;
    }
  }
}
