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
   * An on-premises device.
   *
   * @param name of its local network gateway
   * @param tagged whether the tag {@code tunnelwatch-site} names the site; else the name does
   * @param asn its number when it speaks BGP
   */
  record Device(
      String name, String site, boolean tagged, IpAddress ip, Block block, Optional<Long> asn)
      implements Far {

    @Override
    public List<IpAddress> ips() {
      return List.of(ip);
    }

    /** The address its BGP speaker has. */
    IpAddress bgpPeer() {
      return block.host(0, 1);
    }
  }

  /** Another gateway of the fleet: VNet-to-VNet. */
  record Twin(String site, List<IpAddress> ips) implements Far {
    public Twin {
      ips = List.copyOf(ips);
    }
  }
}
