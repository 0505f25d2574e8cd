package dev.tunnelwatch.records;

import dev.tunnelwatch.model.AzureResources;
import java.util.List;

/**
 * An inventory as far as it could be read.
 *
 * @param findings what could not be read or is missing, one sentence each, with its file
 * @param hash 16 hex digits over the resources, however the files were laid out
 */
public record InventoryReading(AzureResources resources, List<String> findings, String hash) {
  public InventoryReading {
    findings = List.copyOf(findings);
  }
}
