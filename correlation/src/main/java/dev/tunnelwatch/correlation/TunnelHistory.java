package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When one tunnel was up and when it was lost.
 *
 * @param ups in order of time; the first begins at {@link Instant#MIN} where that is presumed
 * @param outages in order of time
 */
record TunnelHistory(TunnelId tunnel, List<Up> ups, List<Outage> outages) {

  TunnelHistory {
    ups = List.copyOf(ups);
    outages = List.copyOf(outages);
  }

  /** An interval up; {@code to} is {@link Instant#MAX} while it lasts. */
  record Up(Instant from, Instant to) {}

  /**
   * An interval lost.
   *
   * @param said the disconnects, the first of which began it
   * @param closedBy empty while it lasts and where the recovery is only inferred (rule 12)
   * @param ambiguous records of one second left the order open (rule 7)
   * @param repaired its end was inferred (rule 12)
   */
  record Outage(
      Instant from,
      Optional<Instant> to,
      List<TunnelDisconnected> said,
      Optional<TunnelConnected> closedBy,
      boolean ambiguous,
      boolean repaired) {

    Outage {
      said = List.copyOf(said);
    }
  }

  boolean everUp() {
    return !ups.isEmpty();
  }
}
