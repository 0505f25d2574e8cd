package dev.tunnelwatch.simulator.fleet;

import java.util.Optional;

/**
 * How one gateway reaches one far end.
 *
 * @param number of it on its gateway, from 1; IKE lines speak of tunnel ids
 * @param timers how long the far end may be silent, and an SA may live
 */
record FleetConnection(String name, int number, Far far, Timers timers) {

  /** Seconds, as a connection can have its own. */
  record Timers(int dpd, int saLifetime) {
    static final Timers DEFAULT = new Timers(45, 27_000);
  }

  String site() {
    return far.site();
  }

  /** Whether nothing but BGP leads traffic into it: no address space but the peer's own. */
  boolean bgpOnly() {
    return bgpDevice().flatMap(Far.Device::bgp).filter(Far.Bgp::only).isPresent();
  }

  /** The device, where there is one and it speaks BGP. */
  Optional<Far.Device> bgpDevice() {
    return far instanceof Far.Device device && device.bgp().isPresent()
        ? Optional.of(device)
        : Optional.empty();
  }
}
