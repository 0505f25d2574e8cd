package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.TunnelId;

/** One tunnel: an instance of a gateway, and the address its connection leads to. */
record Tunnel(
    FleetGateway gateway, FleetConnection connection, Instance instance, IpAddress remoteIp) {

  TunnelId id() {
    return new TunnelId(gateway.id(), instance, remoteIp);
  }

  Tunnel on(Instance other) {
    return new Tunnel(gateway, connection, other, remoteIp);
  }

  /** The number IKE lines give it: {@code 0x3}. */
  String ikeNumber() {
    return "0x" + Integer.toHexString(number());
  }

  int number() {
    return connection.number() * 2 + FleetGateway.number(instance);
  }
}
