package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the layout of a gateway answers (rules 27 and 30). */
class LayoutTest {
  private static final GatewayId HUB =
      new GatewayId(
          "/subscriptions/s1/resourceGroups/net/providers/Microsoft.Network/vpnGateways/hub");

  @Test
  void ownLifetimeOfAConnectionStandsForAzuresDefaults() {
    var own = new Connection.Timers(Duration.ofSeconds(45), Optional.of(Duration.ofHours(4)));
    var paris = Cast.toParis();
    var layout =
        layout(
            Cast.topology(
                WEU,
                true,
                new Connection(
                    paris.name(),
                    paris.site(),
                    paris.farEnd(),
                    paris.remoteIps(),
                    paris.bgp(),
                    paris.prefixes(),
                    own)));

    assertThat(layout.saLifetimes(PARIS)).containsExactly(Duration.ofHours(4));
    assertThat(layout.saLifetimes(TOKYO))
        .containsExactly(Duration.ofHours(8), Duration.ofMinutes(450));
  }

  @Test
  void policyBasedAndVirtualWanGatewaysRenewEveryHour() {
    var policyBased = new GatewayTopology(WEU, false, true, "westeurope", "Basic", List.of());

    assertThat(layout(policyBased).saLifetimes(PARIS)).containsExactly(Duration.ofHours(1));
    assertThat(Layout.of(HUB, Optional.empty(), new TreeMap<>(), Carry.NONE).saLifetimes(PARIS))
        .containsExactly(Duration.ofHours(1));
  }

  @Test
  void connectionWithoutAddressSpaceLivesByBgpAlone() {
    var paris = Cast.toParis();
    var bgpOnly =
        new Connection(
            paris.name(),
            paris.site(),
            paris.farEnd(),
            paris.remoteIps(),
            paris.bgp(),
            List.of(),
            paris.timers());

    assertThat(bgpOnly.bgpOnly()).isTrue();
    assertThat(paris.bgpOnly()).isFalse();
    assertThat(Cast.to("tokyo", TOKYO).bgpOnly()).isFalse();
  }

  /** Of an export without connections: a name for what is heard, and nothing expected beside it. */
  @Test
  void deviceWithoutAConnectionIsConnectedOnceItIsHeard() {
    var topology =
        new GatewayTopology(
            WEU,
            true,
            false,
            "westeurope",
            "VpnGw2AZ",
            List.of(),
            List.of(Cast.toParis(), Cast.to("tokyo", TOKYO)));
    var tunnel = new TunnelId(WEU, Instance.IN_0, PARIS);
    var histories = new TreeMap<TunnelId, TunnelHistory>();
    histories.put(tunnel, new TunnelHistory(tunnel, List.of(), List.of()));

    var layout = Layout.of(WEU, Optional.of(topology), histories, Carry.NONE);

    assertThat(layout.site(PARIS)).isEqualTo("paris");
    assertThat(layout.remotes()).containsExactly(PARIS);
    assertThat(layout.connections()).containsExactly(Cast.toParis());
    assertThat(layout.isStranger(TOKYO)).isFalse();
    assertThat(layout.isStranger(LIMA)).isTrue();
  }

  private static Layout layout(GatewayTopology topology) {
    return Layout.of(topology.gateway(), Optional.of(topology), new TreeMap<>(), Carry.NONE);
  }
}
