package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Inventory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Policy-based gateways of an inventory: whether their sites are reachable no log tells, whatever
 * is switched on.
 *
 * @param gateways those of which no line of a tunnel was read either
 * @param all whether nothing was heard but of them, and there should be nothing else
 */
record Unwatched(List<GatewayTopology> gateways, boolean all) {

  /** What they do not write (docs/sources.md). */
  static final Set<Category> UNWRITTEN = Set.of(Category.TUNNEL, Category.IKE);

  static Unwatched of(Inventory inventory, Heard heard) {
    var unwatched =
        inventory.gateways().values().stream()
            .filter(GatewayTopology::policyBased)
            .filter(of -> !heard.isHeard(of.gateway(), Category.TUNNEL))
            .toList();
    var ids = unwatched.stream().map(GatewayTopology::gateway).collect(Collectors.toSet());
    boolean all =
        !ids.isEmpty()
            && ids.containsAll(heard.gateways())
            && ids.containsAll(inventory.gateways().keySet());
    return new Unwatched(unwatched, all);
  }

  /** Which gateways and sites that concerns; empty where there are none. */
  Optional<String> told() {
    return gateways.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "policy-based gateways write neither TunnelDiagnosticLog nor IKEDiagnosticLog, so"
                + " whether their sites are reachable by them is unknown: "
                + Named.of(gateways.stream().map(Unwatched::named).toList()));
  }

  private static String named(GatewayTopology gateway) {
    var sites = gateway.connections().stream().map(Connection::site).distinct().sorted().toList();
    var name = gateway.gateway().name();
    return sites.isEmpty() ? name : name + " (" + Named.of(sites) + ')';
  }
}
