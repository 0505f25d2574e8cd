package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.IpAddress;
import java.util.List;
import java.util.Optional;

/** What stands at the other side of a connection. */
sealed interface Far {

  /** The public addresses tunnels go to. */
  List<IpAddress> ips();

  /** What people call the place. */
  String site();

  /**
   * How a device speaks BGP.
   *
   * @param only whether its local network gateway has no address space but the peer's own
   */
  record Bgp(long asn, IpAddress peer, boolean only) {}

  /**
   * An on-premises device.
   *
   * @param name of its local network gateway
   * @param tagged whether the tag {@code tunnelwatch-site} names the site; else the name does
   * @param block the networks behind it; devices of one site have the same
   */
  record Device(
      String name, String site, boolean tagged, IpAddress ip, Block block, Optional<Bgp> bgp)
      implements Far {

    @Override
    public List<IpAddress> ips() {
      return List.of(ip);
    }
  }

  /** Another gateway of the fleet: VNet-to-VNet. */
  record Twin(String site, List<IpAddress> ips) implements Far {
    public Twin {
      ips = List.copyOf(ips);
    }
  }
}
