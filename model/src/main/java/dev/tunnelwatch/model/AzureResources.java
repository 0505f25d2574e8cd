package dev.tunnelwatch.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The resources of an inventory as Azure describes them, before sites are made out of them. A
 * gateway of a Virtual WAN stands among the gateways, each link of its sites among the local
 * gateways, and each link of its connections among the connections.
 */
public record AzureResources(
    List<VnetGateway> vnetGateways,
    List<LocalGateway> localGateways,
    List<VpnConnection> connections) {

  public AzureResources {
    vnetGateways = List.copyOf(vnetGateways);
    localGateways = List.copyOf(localGateways);
    connections = List.copyOf(connections);
  }

  /**
   * A gateway.
   *
   * @param fronts one per instance that has a public address, as far as they are known
   * @param ipConfigurations how many are listed; 0 where the export does not tell
   */
  public record VnetGateway(
      GatewayId id,
      String location,
      String sku,
      boolean activeActive,
      boolean policyBased,
      List<Front> fronts,
      int ipConfigurations) {
    public VnetGateway {
      fronts = List.copyOf(fronts);
    }

    /** Azure's smallest: never active-active, and without BGP. */
    public boolean basic() {
      return sku.equalsIgnoreCase("Basic");
    }
  }

  /** How one instance of a gateway is reached from outside, and its BGP speaker. */
  public record Front(IpAddress ip, Optional<Connection.Bgp> bgp) {}

  /**
   * A local network gateway: what Azure was told about an on-premises device.
   *
   * @param id in lower case
   * @param vpnSite the site of a Virtual WAN it is a link of
   */
  public record LocalGateway(
      String id,
      Optional<IpAddress> ip,
      Optional<Connection.Bgp> bgp,
      List<Prefix> prefixes,
      Map<String, String> tags,
      Optional<String> vpnSite) {
    public LocalGateway {
      prefixes = List.copyOf(prefixes);
      tags = Map.copyOf(tags);
    }

    /** The last segment of its resource id. */
    public String name() {
      return id.substring(id.lastIndexOf('/') + 1);
    }
  }

  /**
   * A connection.
   *
   * @param id its resource id in lower case
   * @param far the id of a local network gateway or of the second virtual network gateway, in lower
   *     case
   */
  public record VpnConnection(
      String id,
      String name,
      GatewayId gateway,
      String far,
      boolean vnetToVnet,
      boolean bgp,
      Connection.Timers timers) {}
}
