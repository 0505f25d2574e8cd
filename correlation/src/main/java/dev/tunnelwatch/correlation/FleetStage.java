package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;

/**
 * Links gateway incidents across gateways (rule 4): a pure function of the gateway stage's results.
 */
public final class FleetStage {

  private FleetStage() {}

  /**
   * The incidents of the whole fleet.
   *
   * @param incidents the gateway stage's, of all gateways, in any order
   */
  public static FleetResult incidents(
      Collection<GatewayIncident> incidents, Inventory inventory, Instant asOf) {
    var late = new AsOf(asOf);
    var folded = SiteOutages.fold(incidents, inventory, late);
    return new FleetResult(
        folded.stream().sorted(Comparator.comparing(Incident::id)).toList(), late.next());
  }
}
