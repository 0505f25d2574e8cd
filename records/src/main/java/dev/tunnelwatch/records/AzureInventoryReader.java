package dev.tunnelwatch.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.AzureResources;
import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads what {@code az network vnet-gateway|local-gateway|vpn-connection list -o json} print.
 * Several subscriptions lie in several directories; only the last part of a path counts. What
 * cannot be read is left out and named.
 */
public final class AzureInventoryReader {

  private static final JsonMapper MAPPER = new JsonMapper(StrictJson.FACTORY);
  private static final Set<String> VIRTUAL_WAN = Set.of("vpn-gateways.json", "vpn-sites.json");

  private final List<String> findings = new ArrayList<>();
  private final List<VnetGateway> vnetGateways = new ArrayList<>();
  private final List<LocalGateway> localGateways = new ArrayList<>();
  private final List<VpnConnection> connections = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

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
        new AzureResources(reader.vnetGateways, reader.localGateways, reader.connections);
    return new InventoryReading(resources, reader.findings, InventoryHash.of(resources));
  }

  private void file(String path, byte[] content) {
    var name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    switch (name) {
      case "vnet-gateways.json" ->
          list(path, content, AzureShapes::vnetGateway)
              .forEach(found -> once(path, found.id().resourceId(), found, vnetGateways));
      case "local-gateways.json" ->
          list(path, content, AzureShapes::localGateway)
              .forEach(found -> once(path, found.id(), found, localGateways));
      case "vpn-connections.json" ->
          list(path, content, AzureShapes::connection)
              .forEach(
                  found ->
                      once(
                          path,
                          found.gateway() + "|" + found.name() + '|' + found.far(),
                          found,
                          connections));
      default -> {
        if (VIRTUAL_WAN.contains(name)) {
          findings.add(path + ": gateways of a Virtual WAN are not read yet; they are learned");
        }
      }
    }
  }

  private <T> void once(String path, String id, T found, List<T> all) {
    if (ids.add(id)) {
      all.add(found);
    } else {
      findings.add(path + ": " + id + " stands twice; its first mention counts");
    }
  }

  private <T> List<T> list(String path, byte[] content, Function<AzureNode, T> shape) {
    var found = new ArrayList<T>();
    int place = 0;
    for (var node : nodes(path, content)) {
      place++;
      try {
        found.add(shape.apply(new AzureNode(node)));
      } catch (AzureNode.MissingException e) {
        note(path, place, e.problem());
      } catch (IllegalArgumentException e) {
        note(path, place, "a value that is out of its bounds");
      }
    }
    return found;
  }

  private void note(String path, int place, String problem) {
    findings.add(path + ": entry " + place + ": " + problem);
  }

  private Iterable<JsonNode> nodes(String path, byte[] content) {
    int from = Bytes.afterByteOrderMark(content);
    return parsed(content, from)
        .filter(root -> root.isArray() || root.isObject())
        .<Iterable<JsonNode>>map(root -> root.isArray() ? root : List.of(root))
        .orElseGet(
            () -> {
              findings.add(path + ": expected a list as JSON, got something else");
              return List.of();
            });
  }

  private static Optional<JsonNode> parsed(byte[] content, int from) {
    if (!Utf8.isValid(content, from, content.length)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readTree(content, from, content.length - from));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
