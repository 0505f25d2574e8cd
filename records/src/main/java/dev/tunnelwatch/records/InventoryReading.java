package dev.tunnelwatch.records;

import dev.tunnelwatch.model.AzureResources;
import dev.tunnelwatch.model.InventoryFinding;
import java.util.List;

/**
 * An inventory as far as it could be read.
 *
 * @param findings what could not be read, in their order
 * @param hash 16 hex digits over the resources, however the files were laid out
 */
public record InventoryReading(
    AzureResources resources, List<InventoryFinding> findings, String hash) {
  public InventoryReading {
    findings = List.copyOf(findings);
  }
}
