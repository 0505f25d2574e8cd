package dev.tunnelwatch.records;

import dev.tunnelwatch.model.AzureResources;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The name of an inventory: the same resources, however listed, have the same. */
final class InventoryHash {

  private static final int DIGITS = 16;

  private InventoryHash() {}

  static String of(AzureResources resources) {
    var lines =
        Stream.of(
                resources.vnetGateways().stream().map(Object::toString),
                resources.localGateways().stream()
                    .map(
                        local ->
                            String.join(
                                "|",
                                local.id(),
                                local.ip().toString(),
                                local.bgp().toString(),
                                local.prefixes().toString(),
                                new TreeMap<>(local.tags()).toString(),
                                local.vpnSite().toString())),
                resources.connections().stream().map(Object::toString))
            .flatMap(kind -> kind)
            .sorted()
            .toList();
    return Digest.of(String.join("\n", lines)).substring(0, DIGITS);
  }
}
