package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One gateway of the fleet.
 *
 * @param number of it in the fleet, from 0
 * @param ips its public addresses, by instance; an active-standby gateway has one
 */
record FleetGateway(
    int number,
    String name,
    String location,
    List<IpAddress> ips,
    Make make,
    List<FleetConnection> connections) {

  /** What kind of gateway it is, and how its IKE service writes. */
  record Make(Design design, boolean bgp, IkeForm form) {}

  static final String SUBSCRIPTION = "7a1c0000-5eed-4000-8000-0000000f1ee7";

  FleetGateway {
    ips = List.copyOf(ips);
    connections = List.copyOf(connections);
  }

  boolean activeActive() {
    return make.design() == Design.ACTIVE_ACTIVE;
  }

  Design design() {
    return make.design();
  }

  /** Whether people dial in. */
  boolean hasClients() {
    return make.design() != Design.POLICY_BASED && number % 4 == 0;
  }

  boolean bgp() {
    return make.bgp();
  }

  /** Whether it is joined to another gateway of the fleet. */
  boolean joined() {
    return connections.stream().anyMatch(c -> c.far() instanceof Far.Twin);
  }

  String resourceGroup() {
    return "rg-net-" + location;
  }

  /** Where its resources are, as Azure's command line writes ids. */
  String provider() {
    return "/subscriptions/"
        + SUBSCRIPTION
        + "/resourceGroups/"
        + resourceGroup()
        + "/providers/Microsoft.Network/";
  }

  String resourceId() {
    return provider() + "virtualNetworkGateways/" + name;
  }

  /** The id as records write it. */
  String loggedId() {
    return resourceId().toUpperCase(Locale.ROOT);
  }

  GatewayId id() {
    return new GatewayId(resourceId());
  }

  Block vnet() {
    return Block.ofVnet(number % 240);
  }

  /** The local address of an instance; the standby takes the only one over. */
  IpAddress localIp(Instance instance) {
    return ips.get(activeActive() ? number(instance) : 0);
  }

  /** An instance as a number: 0 or 1. */
  static int number(Instance instance) {
    return switch (instance) {
      case IN_0 -> 0;
      case IN_1 -> 1;
    };
  }

  /** The tunnels of a connection, on an active-standby gateway those of its active instance. */
  List<Tunnel> tunnels(FleetConnection connection, Instance active) {
    var tunnels = new ArrayList<Tunnel>();
    for (var instance : Instance.values()) {
      if (activeActive() || instance == active) {
        for (var ip : connection.far().ips()) {
          tunnels.add(new Tunnel(this, connection, instance, ip));
        }
      }
    }
    return tunnels;
  }

  /** How many paths lead to a site while all is well. */
  int paths(String site) {
    return connections.stream()
        .filter(c -> c.site().equals(site))
        .mapToInt(c -> tunnels(c, Instance.IN_0).size())
        .sum();
  }
}
