package dev.tunnelwatch.records;

import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.GatewayId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The resources of a Virtual WAN: gateways of hubs with the connections in them, and sites with
 * their links. Each link is a device of its own; sites without links are of Azure's interface
 * before 2019 and count as their one link.
 */
final class VirtualWanShapes {

  private VirtualWanShapes() {}

  /** Two instances, always active-active. */
  static VnetGateway gateway(AzureNode node) {
    return new VnetGateway(
        AzureShapes.gatewayId(node.required("id")),
        node.text("location").orElse(""),
        "",
        true,
        false,
        AzureShapes.fronts(node),
        0);
  }

  static List<VpnConnection> connections(AzureNode gateway) {
    var id = AzureShapes.gatewayId(gateway.required("id"));
    var found = new ArrayList<VpnConnection>();
    for (var connection : gateway.list("connections")) {
      var links = connection.list("vpnLinkConnections");
      if (links.isEmpty()) {
        of(id, connection, connection, "remoteVpnSite.id").ifPresent(found::add);
      }
      links.forEach(link -> of(id, connection, link, "vpnSiteLink.id").ifPresent(found::add));
    }
    return found;
  }

  /** A connection that lacks something is said and left out; the gateway stands. */
  private static Optional<VpnConnection> of(
      GatewayId gateway, AzureNode connection, AzureNode link, String farField) {
    var far = link.text(farField);
    var name = connection.text("name");
    if (far.isEmpty() || name.isEmpty()) {
      connection.remark().accept("connections: expected name and " + farField + ", got none");
      return Optional.empty();
    }
    var farId = AzureShapes.id(far.get());
    return Optional.of(
        new VpnConnection(
            gateway + "/" + name.get() + '|' + farId,
            name.get(),
            gateway,
            farId,
            false,
            link.flag("enableBgp"),
            AzureShapes.timers(link)));
  }

  static List<LocalGateway> links(AzureNode site) {
    var id = AzureShapes.id(site.required("id"));
    var name = site.text("name").orElse(id.substring(id.lastIndexOf('/') + 1));
    var prefixes = site.prefixes("addressSpace.addressPrefixes");
    var tags = site.texts("tags");
    var byId = new LinkedHashMap<String, AzureNode>();
    for (var link : site.list("vpnSiteLinks")) {
      link.text("id")
          .ifPresentOrElse(
              linkId -> byId.put(AzureShapes.id(linkId), link),
              () -> site.remark().accept("vpnSiteLinks: expected id, got none"));
    }
    if (byId.isEmpty()) {
      byId.put(id, site);
    }
    var links = new ArrayList<LocalGateway>();
    byId.forEach(
        (linkId, link) ->
            links.add(
                new LocalGateway(
                    linkId,
                    link.address("ipAddress"),
                    AzureShapes.bgp(link, "bgpProperties"),
                    prefixes,
                    tags,
                    Optional.of(name))));
    return links;
  }
}
