package dev.tunnelwatch.app.inventory;

import dev.tunnelwatch.model.AzureResources;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Kinds of resources of which an export has none, though others of it call for some. */
final class MissingKinds {
  private final String subject;
  private final Set<String> files;
  private final AzureResources resources;
  private final List<InventoryFinding> findings = new ArrayList<>();

  private MissingKinds(String subject, Set<String> files, AzureResources resources) {
    this.subject = subject;
    this.files = files;
    this.resources = resources;
  }

  /**
   * What is missing below a directory.
   *
   * @param files names of what lies there, in lower case
   */
  static List<InventoryFinding> of(String subject, Set<String> files, AzureResources resources) {
    var missing = new MissingKinds(subject, files, resources);
    missing.gateways();
    missing.connections(false, "vpn-connections.json");
    missing.connections(true, "vpn-gateways.json");
    missing.devices(false, "local-gateways.json");
    missing.devices(true, "vpn-sites.json");
    return missing.findings;
  }

  private void gateways() {
    if (resources.vnetGateways().isEmpty()) {
      find(
          Kind.NO_GATEWAYS,
          "gateways in vnet-gateways.json or vpn-gateways.json",
          "all topology is learned from the logs");
    }
  }

  /** Whoever has no site-to-site connection exports an empty list of them. */
  private void connections(boolean virtualWan, String file) {
    boolean gateways =
        resources.vnetGateways().stream().anyMatch(it -> it.id().virtualWan() == virtualWan);
    if (gateways && resources.connections().stream().noneMatch(it -> isOf(it, virtualWan))) {
      find(
          files.contains(file) ? Kind.NO_CONNECTIONS : Kind.FILE_MISSING,
          "connections in " + file,
          "what its gateways reach is learned from the logs");
    }
  }

  private void devices(boolean virtualWan, String file) {
    boolean called =
        resources.connections().stream().anyMatch(it -> isOf(it, virtualWan) && !it.vnetToVnet());
    if (called && !files.contains(file)) {
      find(
          Kind.FILE_MISSING,
          "the devices of its connections in " + file,
          "their addresses are learned from the logs");
    }
  }

  private static boolean isOf(VpnConnection connection, boolean virtualWan) {
    return connection.gateway().virtualWan() == virtualWan;
  }

  private void find(Kind kind, String expected, String instead) {
    findings.add(
        new InventoryFinding(kind, subject, "expected " + expected + ", got none; " + instead));
  }
}
