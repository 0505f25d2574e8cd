package dev.tunnelwatch.records;

import dev.tunnelwatch.model.AzureResources.Front;
import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.Connection.Bgp;
import dev.tunnelwatch.model.Connection.Timers;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The resources of a classic (not Virtual WAN) design as Azure's network provider shapes them. */
final class AzureShapes {

  private static final long MOST_ASN = 0xFFFF_FFFFL;

  /** What Azure takes, in seconds. */
  private static final long LEAST_DPD = 9;

  private static final long MOST_DPD = 3_600;
  private static final long LEAST_LIFETIME = 300;
  private static final long MOST_LIFETIME = 172_799;

  private AzureShapes() {}

  /** Empty where it is no VPN gateway: ExpressRoute has gateways of the same type. */
  static Optional<VnetGateway> vnetGateway(AzureNode node) {
    if (!node.text("gatewayType").orElse("Vpn").equalsIgnoreCase("Vpn")) {
      return Optional.empty();
    }
    return Optional.of(
        new VnetGateway(
            gatewayId(node.required("id")),
            node.text("location").orElse(""),
            node.text("sku.name").orElse(""),
            activeActive(node),
            node.text("vpnType").orElse("").equalsIgnoreCase("PolicyBased"),
            fronts(node),
            node.list("ipConfigurations").size()));
  }

  /** Some versions of the CLI call it by another name; what says neither is said to. */
  private static boolean activeActive(AzureNode node) {
    if (!node.has("activeActive") && !node.has("active")) {
      node.remark().accept("activeActive: expected true or false, got none: taken for false");
    }
    return node.flag("activeActive") || node.flag("active");
  }

  static LocalGateway localGateway(AzureNode node) {
    return new LocalGateway(
        id(node.required("id")),
        node.address("gatewayIpAddress"),
        bgp(node, "bgpSettings"),
        node.prefixes("localNetworkAddressSpace.addressPrefixes"),
        node.texts("tags"),
        Optional.empty());
  }

  /** Empty where it is of ExpressRoute. */
  static Optional<VpnConnection> connection(AzureNode node) {
    if (node.text("connectionType").orElse("").equalsIgnoreCase("ExpressRoute")) {
      return Optional.empty();
    }
    var device = node.text("localNetworkGateway2.id");
    var far =
        device
            .or(() -> node.text("virtualNetworkGateway2.id"))
            .orElseThrow(
                () ->
                    new AzureNode.MissingException(
                        "localNetworkGateway2.id or virtualNetworkGateway2.id"));
    var name = node.required("name");
    var gateway = gatewayId(node.required("virtualNetworkGateway1.id"));
    return Optional.of(
        new VpnConnection(
            node.text("id").map(AzureShapes::id).orElse(gateway + "|" + name + '|' + id(far)),
            name,
            gateway,
            id(far),
            device.isEmpty(),
            node.flag("enableBgp"),
            timers(node)));
  }

  /** The public address and the BGP speaker of each instance, as far as they are told. */
  static List<Front> fronts(AzureNode node) {
    var asn = asn(node, "bgpSettings");
    // An active-active gateway has two peering addresses in one text.
    var speakers = node.addressesIn("bgpSettings.bgpPeeringAddress");
    var fronts = new ArrayList<Front>();
    for (var instance : node.list("bgpSettings.bgpPeeringAddresses")) {
      int place = fronts.size();
      var own = instance.addresses("defaultBgpIpAddresses").stream().findFirst();
      var speaker = own.or(() -> speakers.stream().skip(place).findFirst());
      // On Virtual WAN the private address follows.
      instance.addresses("tunnelIpAddresses").stream()
          .findFirst()
          .map(ip -> new Front(ip, bgp(asn, speaker)))
          .ifPresent(fronts::add);
    }
    return fronts;
  }

  /** An autonomous system number alone is no BGP speaker: every gateway has one. */
  static Optional<Bgp> bgp(AzureNode node, String settings) {
    return bgp(
        asn(node, settings),
        node.addressesIn(settings + ".bgpPeeringAddress").stream().findFirst());
  }

  private static Optional<Bgp> bgp(Optional<Long> asn, Optional<IpAddress> speaker) {
    return asn.flatMap(number -> speaker.map(address -> new Bgp(address, number)));
  }

  private static Optional<Long> asn(AzureNode node, String settings) {
    return node.number(settings + ".asn", 1, MOST_ASN);
  }

  static Timers timers(AzureNode node) {
    var dpd = node.number("dpdTimeoutSeconds", LEAST_DPD, MOST_DPD);
    var lifetime =
        node.list("ipsecPolicies").stream()
            .flatMap(
                policy ->
                    policy.number("saLifeTimeSeconds", LEAST_LIFETIME, MOST_LIFETIME).stream())
            .findFirst();
    return new Timers(
        dpd.map(Duration::ofSeconds).orElse(Timers.DEFAULT.dpd()),
        lifetime.map(Duration::ofSeconds));
  }

  /** An id that no record can have is none. */
  static GatewayId gatewayId(String written) {
    var id = id(written);
    if (!Heading.isGateway(id)) {
      throw new AzureNode.MissingException("the id of a gateway");
    }
    return new GatewayId(id);
  }

  /** In the form in which records name resources: lower case, one slash before, none behind. */
  static String id(String written) {
    var lower = written.strip().toLowerCase(Locale.ROOT);
    int from = 0;
    int to = lower.length();
    while (from < to && lower.charAt(from) == '/') {
      from++;
    }
    while (to > from && lower.charAt(to - 1) == '/') {
      to--;
    }
    if (from == to) {
      throw new AzureNode.MissingException("a resource id");
    }
    return '/' + lower.substring(from, to);
  }
}
