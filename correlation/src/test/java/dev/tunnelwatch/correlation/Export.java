package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.AzureResources;
import dev.tunnelwatch.model.AzureResources.Front;
import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.Connection.Bgp;
import dev.tunnelwatch.model.Connection.Timers;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An export of Azure's resources, put together line by line. */
final class Export {
  private final List<VnetGateway> gateways = new ArrayList<>();
  private final List<LocalGateway> locals = new ArrayList<>();
  private final List<VpnConnection> connections = new ArrayList<>();

  /** Active-active with two addresses; each IP's BGP speaker is 10.1.0.4, 10.1.0.5. */
  Export activeActive(GatewayId gateway, String... ips) {
    return gateway(gateway, "VpnGw2AZ", true, false, ips);
  }

  Export activeStandby(GatewayId gateway, String... ips) {
    return gateway(gateway, "VpnGw2AZ", false, false, ips);
  }

  Export gateway(
      GatewayId id, String sku, boolean activeActive, boolean policyBased, String... ips) {
    var fronts = new ArrayList<Front>();
    for (var ip : ips) {
      var speaker = new IpAddress("10.1.0." + (4 + fronts.size()));
      fronts.add(new Front(new IpAddress(ip), Optional.of(new Bgp(speaker, 65_515))));
    }
    gateways.add(
        new VnetGateway(id, "westeurope", sku, activeActive, policyBased, fronts, ips.length));
    return this;
  }

  Export device(String name, IpAddress ip, String... prefixes) {
    return local(name, Optional.of(ip), Optional.empty(), Map.of(), prefixes);
  }

  /** The same in another resource group. */
  Export deviceIn(String group, String name, IpAddress ip, String... prefixes) {
    locals.add(
        new LocalGateway(
            localId(group, name),
            Optional.of(ip),
            Optional.empty(),
            Arrays.stream(prefixes).map(Prefix::parse).toList(),
            Map.of(),
            Optional.empty()));
    return this;
  }

  Export tagged(String name, IpAddress ip, String site) {
    return local(
        name, Optional.of(ip), Optional.empty(), Map.of("Tunnelwatch-Site", site), "10.60.0.0/16");
  }

  Export speaker(String name, IpAddress ip, String peer, long asn, String... prefixes) {
    var bgp = Optional.of(new Bgp(new IpAddress(peer), asn));
    return local(name, Optional.of(ip), bgp, Map.of(), prefixes);
  }

  /** By a name that we do not look up. */
  Export moving(String name) {
    return local(name, Optional.empty(), Optional.empty(), Map.of(), "10.60.0.0/16");
  }

  private Export local(
      String name,
      Optional<IpAddress> ip,
      Optional<Bgp> bgp,
      Map<String, String> tags,
      String... prefixes) {
    var ranges = Arrays.stream(prefixes).map(Prefix::parse).toList();
    locals.add(new LocalGateway(localId(name), ip, bgp, ranges, tags, Optional.empty()));
    return this;
  }

  /** A link of a Virtual WAN's site. */
  Export link(String site, String link, IpAddress ip) {
    locals.add(
        new LocalGateway(
            linkId(site, link),
            Optional.of(ip),
            Optional.empty(),
            List.of(Prefix.parse("10.60.0.0/16")),
            Map.of(),
            Optional.of(site)));
    return this;
  }

  Export connect(GatewayId from, String device) {
    return connection("to-" + device, from, localId(device), false, false);
  }

  Export connectByBgp(GatewayId from, String device) {
    return connection("to-" + device, from, localId(device), false, true);
  }

  Export connectLink(GatewayId from, String site, String link) {
    return connection("to-" + site, from, linkId(site, link), false, false);
  }

  Export connect(GatewayId from, GatewayId to) {
    return connection(from.name() + "-to-" + to.name(), from, to.resourceId(), true, false);
  }

  Export connectByBgp(GatewayId from, GatewayId to) {
    return connection(from.name() + "-to-" + to.name(), from, to.resourceId(), true, true);
  }

  Export connection(String name, GatewayId from, String far, boolean vnetToVnet, boolean bgp) {
    var id = "/subscriptions/s1/connections/" + connections.size();
    connections.add(new VpnConnection(id, name, from, far, vnetToVnet, bgp, Timers.DEFAULT));
    return this;
  }

  static String localId(String name) {
    return localId("net", name);
  }

  static String localId(String group, String name) {
    return "/subscriptions/s1/resourcegroups/%s/providers/microsoft.network/localnetworkgateways/%s"
        .formatted(group, name);
  }

  static String linkId(String site, String link) {
    return "/subscriptions/s1/resourcegroups/net/providers/microsoft.network/vpnsites/"
        + site
        + "/vpnsitelinks/"
        + link;
  }

  Topology topology() {
    return Topology.of(new AzureResources(gateways, locals, connections), "hash");
  }
}
