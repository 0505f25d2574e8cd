package dev.tunnelwatch.records;

import dev.tunnelwatch.model.AzureResources;
import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads what {@code az network vnet-gateway|local-gateway|vpn-connection|vpn-gateway|vpn-site list
 * -o json} print. Several subscriptions lie in several directories; only the last part of a path
 * counts. What cannot be read is left out and named.
 */
public final class AzureInventoryReader {

  /** What is read, by name. */
  public static final List<String> FILES =
      List.of(
          "vnet-gateways.json",
          "local-gateways.json",
          "vpn-connections.json",
          "vpn-gateways.json",
          "vpn-sites.json");

  private final List<InventoryFinding> findings = new ArrayList<>();
  private final Map<String, VnetGateway> gateways = new TreeMap<>();
  private final Map<String, LocalGateway> locals = new TreeMap<>();
  private final Map<String, VpnConnection> connections = new TreeMap<>();

  private AzureInventoryReader() {}

  /**
   * Reads an inventory; never throws on content.
   *
   * @param filesByPath contents by path, with {@code /} between its parts
   */
  public static InventoryReading read(Map<String, byte[]> filesByPath) {
    var reader = new AzureInventoryReader();
    new TreeMap<>(filesByPath).forEach(reader::file);
    var resources =
        new AzureResources(
            List.copyOf(reader.gateways.values()),
            List.copyOf(reader.locals.values()),
            List.copyOf(reader.connections.values()));
    return new InventoryReading(
        resources, reader.findings.stream().sorted().toList(), InventoryHash.of(resources));
  }

  private void file(String path, byte[] content) {
    var name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    switch (name) {
      case "vnet-gateways.json" ->
          each(path, content, watched(AzureShapes::vnetGateway, found -> add(path, found)));
      case "local-gateways.json" ->
          each(path, content, watched(AzureShapes::localGateway, found -> add(path, found)));
      case "vpn-connections.json" ->
          each(path, content, watched(AzureShapes::connection, found -> add(path, found)));
      case "vpn-gateways.json" ->
          each(
              path,
              content,
              node -> {
                add(path, VirtualWanShapes.gateway(node));
                VirtualWanShapes.connections(node).forEach(found -> add(path, found));
              });
      case "vpn-sites.json" ->
          each(
              path,
              content,
              node -> VirtualWanShapes.links(node).forEach(found -> add(path, found)));
      default -> find(Kind.FILE_NOT_USED, path, "expected one of " + FILES + "; it is left alone");
    }
  }

  private void add(String path, VnetGateway found) {
    once(path, found.id().resourceId(), found, gateways);
  }

  private void add(String path, LocalGateway found) {
    once(path, found.id(), found, locals);
  }

  private void add(String path, VpnConnection found) {
    once(path, found.id(), found, connections);
  }

  private <T> void once(String path, String id, T found, Map<String, T> all) {
    var first = Optional.ofNullable(all.putIfAbsent(id, found));
    if (first.filter(other -> !other.equals(found)).isPresent()) {
      find(Kind.COPIES_DIFFER, id, "says something else in " + path + "; its first mention counts");
    }
  }

  /** A shape that may turn out to be of no interest. */
  private <T> Consumer<AzureNode> watched(
      Function<AzureNode, Optional<T>> shape, Consumer<T> found) {
    return node ->
        shape
            .apply(node)
            .ifPresentOrElse(
                found,
                () ->
                    find(
                        Kind.NOT_VPN,
                        node.text("name").or(() -> node.text("id")).orElse("a resource"),
                        "is of ExpressRoute, which is not watched"));
  }

  private void each(String path, byte[] content, Consumer<AzureNode> shape) {
    int place = 0;
    for (var entry : InventoryFile.entries(content, (kind, words) -> find(kind, path, words))) {
      place++;
      var subject = path + " entry " + place;
      if (!entry.isObject()) {
        find(Kind.ENTRY_UNUSABLE, subject, "expected an object, got something else");
        continue;
      }
      try {
        shape.accept(new AzureNode(entry, words -> find(Kind.VALUE_UNREADABLE, subject, words)));
      } catch (AzureNode.MissingException e) {
        find(Kind.ENTRY_UNUSABLE, subject, e.problem());
      }
    }
  }

  private void find(Kind kind, String subject, String words) {
    findings.add(new InventoryFinding(kind, subject, words));
  }
}
