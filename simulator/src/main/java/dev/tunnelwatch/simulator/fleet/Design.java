package dev.tunnelwatch.simulator.fleet;

/** How a gateway is built, which decides what it can have and what it says. */
enum Design {
  /** Each instance has its own address and its own tunnel to every peer. */
  ACTIVE_ACTIVE("VpnGw2AZ", "RouteBased"),
  /** One instance carries all tunnels, the other waits. */
  ACTIVE_STANDBY("VpnGw2AZ", "RouteBased"),
  /** The same in the cheapest kind: no BGP. */
  BASIC("Basic", "RouteBased"),
  /** Static, IKEv1, one tunnel; Azure writes its Gateway and Route logs only. */
  POLICY_BASED("Basic", "PolicyBased");

  private final String sku;
  private final String vpnType;

  Design(String sku, String vpnType) {
    this.sku = sku;
    this.vpnType = vpnType;
  }

  String sku() {
    return sku;
  }

  String vpnType() {
    return vpnType;
  }

  String generation() {
    return sku.equals("Basic") ? "Generation1" : "Generation2";
  }

  /** Whether its Tunnel, IKE and P2S logs exist. */
  boolean tellsOfTunnels() {
    return this != POLICY_BASED;
  }
}
