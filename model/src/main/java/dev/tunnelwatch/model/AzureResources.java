package dev.tunnelwatch.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resources of an inventory as Azure describes them, before sites are made out of them. */
public record AzureResources(
    List<VnetGateway> vnetGateways,
    List<LocalGateway> localGateways,
    List<VpnConnection> connections) {

  public AzureResources {
    vnetGateways = List.copyOf(vnetGateways);
    localGateways = List.copyOf(localGateways);
    connections = List.copyOf(connections);
  }

  /** A virtual network gateway; {@code publicIps} by instance as far as they are known. */
  public record VnetGateway(
      GatewayId id,
      String location,
      String sku,
      boolean activeActive,
      boolean policyBased,
      Optional<Connection.Bgp> bgp,
      List<IpAddress> publicIps) {
    public VnetGateway {
      publicIps = List.copyOf(publicIps);
    }
  }

  /** A local network gateway: what Azure was told about an on-premises device. */
  public record LocalGateway(
      String id,
      Optional<IpAddress> ip,
      Optional<Connection.Bgp> bgp,
      List<Prefix> prefixes,
      Map<String, String> tags) {
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
   * A connection. {@code far} is the id of a local network gateway or of the second virtual network
   * gateway, in lower case.
   */
  public record VpnConnection(
      String name,
      GatewayId gateway,
      String far,
      boolean vnetToVnet,
      boolean bgp,
      Connection.Timers timers) {}
}
