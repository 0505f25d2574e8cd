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

  /** What stands at the other side. */
  public sealed interface FarEnd {
    /** An on-premises device. */
    record Device() implements FarEnd {}

    /** Another Azure gateway: VNet-to-VNet. */
    record Gateway(GatewayId gateway, boolean activeActive) implements FarEnd {}
  }

  /** The BGP speaker at the far end. */
  public record Bgp(IpAddress peer, long asn) {}

  /** How long silence is borne, and how old SAs grow before they are renewed. */
  public record Timers(Duration dpd, Duration saLifetime) {
    /** Azure's defaults on a route-based gateway: DPD 45 s, quick mode SA 27 000 s. */
    public static final Timers DEFAULT =
        new Timers(Duration.ofSeconds(45), Duration.ofSeconds(27_000));
  }
}
