package dev.tunnelwatch.app.inventory;

import dev.tunnelwatch.correlation.Topology;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.records.AzureInventoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An inventory as read from a directory (design 7).
 *
 * @param findings what could not be read or is missing, one sentence each
 */
public record InventoryDirectory(Inventory inventory, List<String> findings) {

  /** What is read; of these the first alone tells gateways. */
  private static final List<String> FILES =
      List.of("vnet-gateways.json", "local-gateways.json", "vpn-connections.json");

  public InventoryDirectory {
    findings = List.copyOf(findings);
  }

  /**
   * Reads every JSON file below a directory; subdirectories are subscriptions.
   *
   * @throws IOException when a file cannot be read; one that does not make sense is a finding
   */
  public static InventoryDirectory read(Path directory) throws IOException {
    var reading = AzureInventoryReader.read(files(directory));
    var inventory = Topology.of(reading.resources(), reading.hash());
    var findings = new ArrayList<>(reading.findings());
    if (inventory.gateways().isEmpty()) {
      findings.add(
          "%s: expected virtual network gateways in %s, got none; topology is learned from the logs"
              .formatted(directory, String.join(", ", FILES)));
    }
    return new InventoryDirectory(inventory, findings);
  }

  private static SortedMap<String, byte[]> files(Path directory) throws IOException {
    var contents = new TreeMap<String, byte[]>();
    try (var found = Files.walk(directory)) {
      for (var file : found.filter(Files::isRegularFile).toList()) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
          contents.put(directory.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return contents;
  }
}
