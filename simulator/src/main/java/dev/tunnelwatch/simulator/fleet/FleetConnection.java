package dev.tunnelwatch.simulator.fleet;

import java.util.Optional;

/**
 * How one gateway reaches one far end.
 *
 * @param number of it on its gateway, from 1; IKE lines speak of tunnel ids
 * @param dpdSeconds how long the far end may be silent
 */
record FleetConnection(String name, int number, Far far, int dpdSeconds) {

  String site() {
    return far.site();
  }

  /** The device, where there is one and it speaks BGP. */
  Optional<Far.Device> bgpDevice() {
    return far instanceof Far.Device device && device.asn().isPresent()
        ? Optional.of(device)
        : Optional.empty();
  }
}
