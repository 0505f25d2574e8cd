package dev.tunnelwatch.records;

import dev.tunnelwatch.model.AzureResources;
import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads what {@code az network vnet-gateway|local-gateway|vpn-connection|vpn-gateway|vpn-site list
 * -o json} print. Several subscriptions lie in several directories; only the last part of a path
 * counts. What cannot be read is left out and named.
 */
public final class AzureInventoryReader {

  /** What is read, by name. */
  public static final List<String> FILES =
      Arrays.stream(AzureKind.values()).map(AzureKind::file).toList();

  private final List<InventoryFinding> findings = new ArrayList<>();
  private final Map<String, VnetGateway> gateways = new TreeMap<>();
  private final Map<String, LocalGateway> locals = new TreeMap<>();
  private final Map<String, VpnConnection> connections = new TreeMap<>();

  /** Where each resource is mentioned first. */
  private final Map<String, String> mentioned = new HashMap<>();

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
    AzureKind.ofFile(name)
        .ifPresentOrElse(
            kind -> each(path, content, kind),
            () -> find(Kind.FILE_NOT_USED, path, "expected one of " + FILES + "; left alone"));
  }

  private void read(String path, AzureKind kind, AzureNode node) {
    switch (kind) {
      case VNET_GATEWAY -> watched(AzureShapes.vnetGateway(node), node, it -> add(path, it));
      case LOCAL_GATEWAY -> add(path, AzureShapes.localGateway(node));
      case CONNECTION -> watched(AzureShapes.connection(node), node, it -> add(path, it));
      case VPN_GATEWAY -> {
        add(path, VirtualWanShapes.gateway(node));
        VirtualWanShapes.connections(node).forEach(found -> add(path, found));
      }
      case VPN_SITE -> VirtualWanShapes.links(node).forEach(found -> add(path, found));
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
    } else if (path.equals(mentioned.putIfAbsent(id, path))) {
      find(Kind.LISTED_TWICE, id, "stands in " + path + " more than once; it counts once");
    }
  }

  /** A shape that may turn out to be of no interest. */
  private <T> void watched(Optional<T> shape, AzureNode node, Consumer<T> found) {
    shape.ifPresentOrElse(
        found,
        () ->
            find(
                Kind.NOT_VPN,
                node.text("name").or(() -> node.text("id")).orElse("a resource"),
                "is of ExpressRoute, which is not watched"));
  }

  /** What a file holds that belongs into another is read as what its id says it is. */
  private void each(String path, byte[] content, AzureKind expected) {
    int place = 0;
    var strange = new TreeMap<String, Integer>();
    for (var entry : InventoryFile.entries(content, (kind, words) -> find(kind, path, words))) {
      place++;
      var subject = path + " entry " + place;
      if (!entry.isObject()) {
        find(Kind.ENTRY_UNUSABLE, subject, "expected an object, got something else");
        continue;
      }
      var type = new AzureNode(entry, _ -> {}).text("id").flatMap(AzureKind::type);
      var kind = type.isEmpty() ? Optional.of(expected) : type.flatMap(AzureKind::ofType);
      if (!kind.equals(Optional.of(expected))) {
        strange.merge(type.orElseThrow(), 1, Integer::sum);
      }
      try {
        var node = new AzureNode(entry, words -> find(Kind.VALUE_UNREADABLE, subject, words));
        kind.ifPresent(of -> read(path, of, node));
      } catch (AzureNode.MissingException e) {
        find(Kind.ENTRY_UNUSABLE, subject, e.problem());
      }
    }
    strange.forEach((type, count) -> mixedUp(path, expected, type, count));
  }

  private void mixedUp(String path, AzureKind expected, String type, int count) {
    find(
        Kind.FILE_MIXED_UP,
        path,
        "expected %s, got %s; %s"
            .formatted(
                expected.many(),
                AzureKind.counted(count, type),
                AzureKind.ofType(type).isPresent() ? "read as what they are" : "left out"));
  }

  private void find(Kind kind, String subject, String words) {
    findings.add(new InventoryFinding(kind, subject, words));
  }
}
