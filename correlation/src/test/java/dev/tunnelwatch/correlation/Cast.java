package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.util.List;
import java.util.Optional;

/** Who plays in the stories. Oslo has two devices. */
public final class Cast {
  public static final GatewayId WEU = gateway("gw-weu");
  public static final GatewayId NEU = gateway("gw-neu");
  public static final IpAddress PARIS = new IpAddress("203.0.113.7");
  public static final IpAddress TOKYO = new IpAddress("203.0.113.8");
  public static final IpAddress LIMA = new IpAddress("203.0.113.9");
  public static final IpAddress OSLO_1 = new IpAddress("198.51.100.1");
  public static final IpAddress OSLO_2 = new IpAddress("198.51.100.2");
  public static final IpAddress SEA_0 = new IpAddress("192.0.2.40");
  public static final IpAddress SEA_1 = new IpAddress("192.0.2.41");
  public static final IpAddress PARIS_BGP = new IpAddress("10.52.0.1");

  private Cast() {}

  public static GatewayId gateway(String name) {
    return new GatewayId(
        "/subscriptions/s1/resourcegroups/net/providers/microsoft.network/virtualnetworkgateways/"
            + name);
  }

  /** To paris, tokyo and lima, two tunnels each. */
  public static GatewayTopology activeActive(GatewayId gateway) {
    return topology(gateway, true, toParis(), to("tokyo", TOKYO), to("lima", LIMA));
  }

  public static GatewayTopology activeStandby(GatewayId gateway) {
    return topology(gateway, false, toParis(), to("tokyo", TOKYO), to("lima", LIMA));
  }

  public static GatewayTopology topology(
      GatewayId gateway, boolean activeActive, Connection... connections) {
    return new GatewayTopology(
        gateway, activeActive, false, "westeurope", "VpnGw2AZ", List.of(connections));
  }

  public static Connection toParis() {
    return new Connection(
        "to-paris",
        "paris",
        new Connection.FarEnd.Device(Optional.of("lng-paris")),
        List.of(PARIS),
        Optional.of(new Connection.Bgp(PARIS_BGP, 65_010)),
        List.of(Prefix.parse("10.52.0.0/16")),
        Connection.Timers.DEFAULT);
  }

  /** No address space but the peer's own: what lies behind it is learned over BGP alone. */
  public static Connection toParisByBgpOnly() {
    return new Connection(
        "to-paris",
        "paris",
        new Connection.FarEnd.Device(Optional.of("lng-paris")),
        List.of(PARIS),
        Optional.of(new Connection.Bgp(PARIS_BGP, 65_010)),
        List.of(),
        Connection.Timers.DEFAULT);
  }

  /** To an active-active gateway in another region. */
  public static Connection toSea() {
    return new Connection(
        "to-gw-sea",
        "gw-sea",
        new Connection.FarEnd.Gateway(gateway("gw-sea"), true),
        List.of(SEA_0, SEA_1),
        Optional.empty(),
        List.of(),
        Connection.Timers.DEFAULT);
  }

  public static Connection to(String site, IpAddress remote) {
    return new Connection(
        "to-" + site + '-' + remote,
        site,
        new Connection.FarEnd.Device(Optional.of("lng-" + site)),
        List.of(remote),
        Optional.empty(),
        List.of(Prefix.parse("10.60.0.0/16")),
        Connection.Timers.DEFAULT);
  }
}
