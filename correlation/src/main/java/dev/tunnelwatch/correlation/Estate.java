package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.AzureResources;
import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Azure's resources by their ids; for a device that connections name and the export lacks, a
 * stand-in.
 */
final class Estate {
  final SortedMap<GatewayId, VnetGateway> gateways = new TreeMap<>();
  final SortedMap<String, LocalGateway> locals = new TreeMap<>();

  /** Those of the gateways that are there, each list by name. */
  final SortedMap<GatewayId, List<VpnConnection>> connections = new TreeMap<>();

  /** By the id of the local network gateway. */
  final Map<String, String> sites;

  private final Set<String> standIns = new HashSet<>();
  private final Consumer<InventoryFinding> findings;

  Estate(AzureResources resources, Consumer<InventoryFinding> findings) {
    this.findings = findings;
    resources.vnetGateways().forEach(gateway -> gateways.putIfAbsent(gateway.id(), gateway));
    resources.localGateways().forEach(local -> locals.putIfAbsent(local.id(), local));
    var byName = Comparator.comparing(VpnConnection::name).thenComparing(VpnConnection::id);
    resources.connections().stream().sorted(byName).forEach(this::add);
    sites = Sites.of(locals.values(), new Routing(connections.values(), standIns), findings);
  }

  private void add(VpnConnection connection) {
    if (!gateways.containsKey(connection.gateway())) {
      findings.accept(
          new InventoryFinding(
              Kind.GATEWAY_MISSING,
              connection.gateway() + "/" + connection.name(),
              "its gateway is not in the export; the connection is left out"));
      return;
    }
    connections.computeIfAbsent(connection.gateway(), _ -> new ArrayList<>()).add(connection);
    if (!connection.vnetToVnet() && given(connection).isEmpty()) {
      var far = connection.far();
      standIns.add(far);
      locals.putIfAbsent(far, standIn(far));
      findings.accept(
          new InventoryFinding(
              Kind.FAR_END_MISSING,
              label(connection),
              far
                  + " is not in the export, so that its address is not known: what the logs tell of"
                  + " it may be told by the bare address"));
    }
  }

  private static LocalGateway standIn(String id) {
    return new LocalGateway(
        id, Optional.empty(), Optional.empty(), List.of(), Map.of(), siteOfLink(id));
  }

  // …/vpnsites/paris/vpnsitelinks/isp1
  private static Optional<String> siteOfLink(String far) {
    var parts = far.split("/", -1);
    for (int i = 1; i < parts.length; i++) {
      if (parts[i - 1].equals("vpnsites")) {
        return Optional.of(parts[i]).filter(name -> !name.isEmpty());
      }
    }
    return Optional.empty();
  }

  List<VpnConnection> of(GatewayId gateway) {
    return connections.getOrDefault(gateway, List.of());
  }

  Optional<VnetGateway> gateway(String id) {
    return Optional.ofNullable(gateways.get(new GatewayId(id)));
  }

  Optional<LocalGateway> device(VpnConnection connection) {
    return connection.vnetToVnet()
        ? Optional.empty()
        : Optional.ofNullable(locals.get(connection.far()));
  }

  /** Empty where the export lacks the device. */
  Optional<LocalGateway> given(VpnConnection connection) {
    return device(connection).filter(local -> !standIns.contains(local.id()));
  }

  /**
   * Rule 29 needs to know; a gateway of a kind that cannot be active-active is none, whatever it
   * says. How many IP configurations an export lists proves nothing: many list the first only.
   */
  static boolean activeActive(VnetGateway gateway) {
    return gateway.activeActive() && !gateway.policyBased() && !gateway.basic();
  }

  /** How findings name a connection: {@code gw-weu/to-paris}. */
  static String label(VpnConnection connection) {
    return connection.gateway().name() + '/' + connection.name();
  }
}
