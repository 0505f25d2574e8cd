package dev.tunnelwatch.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An Azure connection resource: how one gateway reaches one site.
 *
 * @param site by correlation rule 31
 * @param remoteIps one for a device, one per instance of the gateway at the far end
 * @param prefixes what the far end's address space says lies behind it; empty for BGP only
 */
public record Connection(
    String name,
    String site,
    FarEnd farEnd,
    List<IpAddress> remoteIps,
    Optional<Bgp> bgp,
    List<Prefix> prefixes,
    Timers timers) {

  public Connection {
    Require.text(name, "name");
    Require.text(site, "site");
    remoteIps = List.copyOf(remoteIps);
    prefixes = List.copyOf(prefixes);
  }

  /** The same with that address for its far end. */
  public Connection at(IpAddress remoteIp) {
    return new Connection(name, site, farEnd, List.of(remoteIp), bgp, prefixes, timers);
  }

  /** What stands at the other side. */
  public sealed interface FarEnd {
    /**
     * An on-premises device.
     *
     * @param name of the resource that stands for it in Azure: its local network gateway, in
     *     Virtual WAN the site; empty where the inventory is of a version that did not keep it
     */
    record Device(Optional<String> name) implements FarEnd {
      public Device() {
        this(Optional.empty());
      }
    }

    /** Another Azure gateway: VNet-to-VNet. */
    record Gateway(GatewayId gateway, boolean activeActive) implements FarEnd {}
  }

  /** The BGP speaker at the far end. */
  public record Bgp(IpAddress peer, long asn) {}

  /**
   * How long silence is borne, and how old SAs grow before they are renewed.
   *
   * @param saLifetime of the connection's own IPsec policy; empty where Azure's defaults hold,
   *     which depend on the gateway: {@link GatewayTopology#saLifetimes}
   */
  public record Timers(Duration dpd, Optional<Duration> saLifetime) {
    /** Azure's defaults: DPD 45 s, and no policy of its own. */
    public static final Timers DEFAULT = new Timers(Duration.ofSeconds(45), Optional.empty());
  }

  /** Whether that is the name of what stands at the other side in Azure. */
  boolean leadsTo(String device) {
    return switch (farEnd) {
      case FarEnd.Device(var name) -> name.filter(device::equalsIgnoreCase).isPresent();
      case FarEnd.Gateway _ -> false;
    };
  }

  /**
   * Whether routes to the far end come by BGP alone: a path that is up is unusable without its
   * session (rule 30). Of a gateway at the far end the network's own address space is not known
   * here, so that it never counts.
   */
  public boolean bgpOnly() {
    return switch (farEnd) {
      case FarEnd.Device _ -> bgp.isPresent() && prefixes.isEmpty();
      case FarEnd.Gateway _ -> false;
    };
  }
}
