package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fleet for size alone: every gateway is active-active and has two sites, hence four tunnels. Its
 * public addresses are from the ranges for shared address space (gateways) and for benchmarks
 * (devices); private blocks come round again after some thousand sites, as in life.
 */
final class LargeEstate {

  private static final int SITES = 2;
  private static final int BLOCKS = 3_000;
  private static final List<String> LOCATIONS =
      List.of("westeurope", "northeurope", "eastus", "japaneast", "southeastasia", "uksouth");

  private LargeEstate() {}

  static Estate of(int size) {
    var gateways = new ArrayList<FleetGateway>();
    for (int i = 0; i < size; i++) {
      gateways.add(gateway(i));
    }
    return new Estate(gateways);
  }

  private static FleetGateway gateway(int i) {
    var ips = List.of(address(100, 64, 2 * i), address(100, 64, 2 * i + 1));
    var connections = new ArrayList<FleetConnection>();
    for (int k = 0; k < SITES; k++) {
      connections.add(connection(i * SITES + k, k + 1));
    }
    var location = LOCATIONS.get(i % LOCATIONS.size());
    var form = IkeForm.of(i);
    var make = new FleetGateway.Make(Design.ACTIVE_ACTIVE, false, form);
    return new FleetGateway(i, "gw-" + location + "-" + i, location, ips, make, connections);
  }

  private static FleetConnection connection(int n, int number) {
    var site = "branch-" + n + "-office";
    var device =
        new Far.Device(
            "lng-" + site,
            site,
            true,
            address(198, 18, n),
            Block.ofSite(n % BLOCKS),
            Optional.empty());
    return new FleetConnection("cn-" + site, number, device, FleetConnection.Timers.DEFAULT);
  }

  /** The n-th usable address from first.second.0.1 on. */
  private static IpAddress address(int first, int second, int n) {
    int host = n / 254 * 256 + n % 254 + 1;
    return new IpAddress(
        first + "." + (second + host / 65_536) + '.' + host / 256 % 256 + '.' + host % 256);
  }
}
