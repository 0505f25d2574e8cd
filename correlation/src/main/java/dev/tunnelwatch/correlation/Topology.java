package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.AzureResources;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.InventoryFinding;
import java.util.ArrayList;
import java.util.List;

/**
 * The inventory that Azure's resources make: far ends written in, sites by rule 31, and what
 * contradicts itself or is missing said in order of {@link InventoryFinding}.
 */
public record Topology(Inventory inventory, List<InventoryFinding> findings) {

  public Topology {
    findings = List.copyOf(findings);
  }

  /**
   * The best that can be made of these resources; there is no combination of them it refuses.
   *
   * @param hash of what it was read from; stands in every incident concluded with it
   */
  public static Topology of(AzureResources resources, String hash) {
    var findings = new ArrayList<InventoryFinding>();
    var estate = new Estate(resources, findings::add);
    var inventory = Inventory.of(new Assembly(estate).gateways(), hash);
    new InventoryReview(estate, findings::add).review();
    return new Topology(inventory, findings.stream().sorted().distinct().toList());
  }
}
