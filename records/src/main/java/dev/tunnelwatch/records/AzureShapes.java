package dev.tunnelwatch.records;

import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.Connection.Bgp;
import dev.tunnelwatch.model.Connection.Timers;
import dev.tunnelwatch.model.GatewayId;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The resources of a classic (not Virtual WAN) design as Azure's network provider shapes them. */
final class AzureShapes {

  private AzureShapes() {}

  static VnetGateway vnetGateway(AzureNode node) {
    return new VnetGateway(
        gatewayId(node.required("id")),
        node.text("location").orElse(""),
        node.text("sku.name").orElse(""),
        node.flag("activeActive") || node.flag("active"),
        node.text("vpnType").orElse("").equalsIgnoreCase("PolicyBased"),
        bgp(node),
        node.list("bgpSettings.bgpPeeringAddresses").stream()
            .flatMap(instance -> instance.addresses("tunnelIpAddresses").stream())
            .toList());
  }

  static LocalGateway localGateway(AzureNode node) {
    return new LocalGateway(
        lower(node.required("id")),
        node.address("gatewayIpAddress"),
        bgp(node),
        node.prefixes("localNetworkAddressSpace.addressPrefixes"),
        node.texts("tags"));
  }

  static VpnConnection connection(AzureNode node) {
    var far =
        node.text("localNetworkGateway2.id")
            .or(() -> node.text("virtualNetworkGateway2.id"))
            .orElseThrow(
                () ->
                    new AzureNode.MissingException(
                        "localNetworkGateway2.id or virtualNetworkGateway2.id"));
    return new VpnConnection(
        node.required("name"),
        gatewayId(node.required("virtualNetworkGateway1.id")),
        lower(far),
        node.text("localNetworkGateway2.id").isEmpty(),
        node.flag("enableBgp"),
        timers(node));
  }

  /** An autonomous system number alone is no BGP speaker: every gateway has one. */
  private static Optional<Bgp> bgp(AzureNode node) {
    // An active-active gateway has two peering addresses in one text.
    var peer =
        node.text("bgpSettings.bgpPeeringAddress")
            .map(text -> text.split(",", 2)[0])
            .flatMap(Addresses::literal);
    return node.number("bgpSettings.asn")
        .filter(asn -> asn > 0)
        .flatMap(asn -> peer.map(address -> new Bgp(address, asn)));
  }

  private static Timers timers(AzureNode node) {
    var dpd = node.number("dpdTimeoutSeconds").filter(seconds -> seconds > 0);
    var lifetime =
        node.list("ipsecPolicies").stream()
            .flatMap(policy -> policy.number("saLifeTimeSeconds").stream())
            .filter(seconds -> seconds > 0)
            .findFirst();
    return new Timers(
        dpd.map(Duration::ofSeconds).orElse(Timers.DEFAULT.dpd()),
        lifetime.map(Duration::ofSeconds));
  }

  private static GatewayId gatewayId(String id) {
    return new GatewayId(lower(id));
  }

  private static String lower(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
