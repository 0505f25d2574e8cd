package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Instance;
import java.util.List;

/** A BGP session of one instance of a gateway with the device behind a connection. */
record BgpSession(
    FleetGateway gateway, FleetConnection connection, Far.Device device, Instance instance) {

  /** The sessions over a connection: one per instance that has a tunnel; none without BGP. */
  static List<BgpSession> over(FleetGateway gateway, FleetConnection connection, Instance active) {
    return connection
        .bgpDevice()
        .map(
            device ->
                gateway.tunnels(connection, active).stream()
                    .map(t -> new BgpSession(gateway, connection, device, t.instance()))
                    .toList())
        .orElse(List.of());
  }

  BgpSession on(Instance other) {
    return new BgpSession(gateway, connection, device, other);
  }
}
