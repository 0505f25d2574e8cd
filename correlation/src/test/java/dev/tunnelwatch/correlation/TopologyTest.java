package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What sites and connections are made of an export (rules 29 to 31). */
class TopologyTest {
  private static Export weu() {
    return new Export().activeActive(WEU, "198.51.100.4", "198.51.100.5");
  }

  private static Export both() {
    return weu().activeActive(NEU, "198.51.100.6", "198.51.100.7");
  }

  /** Devices of one site by rule 31, and not. */
  static Stream<Arguments> sites() {
    return Stream.of(
        arguments(
            "names but for a number",
            weu().device("lng-paris-1", OSLO_1).device("lgw-paris2", OSLO_2),
            "paris"),
        arguments(
            "equal ASN, overlapping prefixes, names with a common begin",
            weu()
                .speaker("lng-paris-a", OSLO_1, "10.52.0.1", 65_010, "10.52.0.0/16")
                .speaker("lng-paris-b", OSLO_2, "10.52.0.2", 65_010, "10.52.7.0/24"),
            "paris"),
        arguments(
            "equal ASN, overlapping prefixes, names with nothing in common",
            weu()
                .speaker("lng-tokyo", OSLO_1, "10.52.0.1", 65_010, "10.52.0.0/16")
                .speaker("lng-paris", OSLO_2, "10.52.0.2", 65_010, "0.0.0.0/0"),
            "paris"),
        arguments(
            "one tag, whatever its case",
            weu().tagged("a", OSLO_1, "Paris").tagged("b", OSLO_2, "paris"),
            "Paris"),
        arguments(
            "links of one site",
            weu().link("lng-Paris", "x", OSLO_1).link("lng-Paris", "y", OSLO_2),
            "paris"),
        arguments(
            "links of one name at two sites",
            weu().link("paris", "isp1", OSLO_1).link("tokyo", "isp2", OSLO_2),
            "paris tokyo"),
        arguments(
            "equal ASN, prefixes apart",
            weu()
                .speaker("paris", OSLO_1, "10.52.0.1", 65_010, "10.52.0.0/16")
                .speaker("tokyo", OSLO_2, "10.52.0.2", 65_010, "10.53.0.0/16"),
            "paris tokyo"),
        arguments(
            "ASN 0",
            weu()
                .speaker("paris", OSLO_1, "10.52.0.1", 0, "10.52.0.0/16")
                .speaker("tokyo", OSLO_2, "10.52.0.2", 0, "10.52.0.0/16"),
            "paris tokyo"),
        arguments(
            "prefixes of both families",
            weu()
                .speaker("paris", OSLO_1, "10.52.0.1", 65_010, "::/0", "2001:db8::/32")
                .speaker("tokyo", OSLO_2, "10.52.0.2", 65_010, "0.0.0.0/0", "10.0.0.0/8"),
            "paris tokyo"),
        arguments(
            "a host inside a range whose base has host bits",
            weu()
                .speaker("paris", OSLO_1, "10.52.0.1", 65_010, "10.52.128.0/16", "10.52.2.0/24")
                .speaker("tokyo", OSLO_2, "10.52.0.2", 65_010, "10.52.1.0/24", "10.99.0.0/16"),
            "paris"),
        arguments(
            "overlapping prefixes, another ASN",
            weu()
                .speaker("paris", OSLO_1, "10.52.0.1", 65_010, "10.52.0.0/16")
                .speaker("tokyo", OSLO_2, "10.52.0.2", 65_011, "10.52.0.0/16"),
            "paris tokyo"),
        arguments(
            "nothing but a number each",
            weu().device("lng-1", OSLO_1).device("lng-2", OSLO_2),
            "lng-1 lng-2"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sites")
  void devicesOfOneSite(String why, Export export, String expected) {
    for (var device : List.of("lng-paris-1", "lgw-paris2", "lng-paris-a", "lng-paris-b")) {
      export.connectByBgp(WEU, device);
    }
    for (var device : List.of("lng-tokyo", "lng-paris", "a", "b", "paris", "tokyo")) {
      export.connectByBgp(WEU, device);
    }
    export.connectByBgp(WEU, "lng-1").connectByBgp(WEU, "lng-2");
    export.connectLink(WEU, "lng-Paris", "x").connectLink(WEU, "lng-Paris", "y");
    export.connectLink(WEU, "paris", "isp1").connectLink(WEU, "tokyo", "isp2");

    var sites = new TreeSet<String>();
    export.topology().inventory().of(WEU).orElseThrow().connections().stream()
        .filter(connection -> !connection.remoteIps().isEmpty())
        .forEach(connection -> sites.add(connection.site()));

    assertThat(String.join(" ", sites)).isEqualTo(expected);
  }

  /** Numbered devices, whether each has BGP on, and their sites. */
  static Stream<Arguments> numbered() {
    return Stream.of(
        arguments(
            "address spaces apart",
            weu().device("lng-b-1", OSLO_1, "10.1.0.0/16").device("lng-b-2", OSLO_2, "10.2.0.0/16"),
            "",
            "b-1 b-2"),
        arguments(
            "address spaces that overlap",
            weu().device("lng-b-1", OSLO_1, "10.1.0.0/16").device("lng-b-2", OSLO_2, "10.1.7.0/24"),
            "",
            "b"),
        arguments(
            "address spaces of two families, which nothing can share",
            weu()
                .device("lng-b-1", OSLO_1, "10.1.0.0/16")
                .device("lng-b-2", OSLO_2, "2001:db8::/32"),
            "",
            "b-1 b-2"),
        arguments(
            "the same of one name in two subscriptions is one device",
            weu().device("lng-b-1", OSLO_1, "10.1.0.0/16").device("lng-b-2", OSLO_1, "10.2.0.0/16"),
            "",
            "b"),
        arguments(
            "one without address space",
            weu().device("lng-b-1", OSLO_1, "10.1.0.0/16").device("lng-b-2", OSLO_2),
            "",
            "b"),
        arguments(
            "one without address space beside two that are apart",
            weu()
                .device("lng-b-1", OSLO_1, "10.1.0.0/16")
                .device("lng-b-2", OSLO_2, "10.2.0.0/16")
                .device("lng-b-3", TOKYO),
            "",
            "b-1 b-2 b-3"),
        arguments(
            "one that the export lacks",
            weu().device("lng-b-1", OSLO_1, "10.1.0.0/16"),
            "",
            "b b-2"),
        arguments(
            "two systems",
            weu()
                .speaker("lng-b-1", OSLO_1, "10.1.0.1", 65_001, "10.1.0.1/32")
                .speaker("lng-b-2", OSLO_2, "10.2.0.1", 65_002, "10.2.0.1/32"),
            "lng-b-1 lng-b-2",
            "b-1 b-2"),
        arguments(
            "one system, whatever the address spaces",
            weu()
                .speaker("lng-b-1", OSLO_1, "10.1.0.1", 65_001, "10.1.0.0/16")
                .speaker("lng-b-2", OSLO_2, "10.2.0.1", 65_001, "10.2.0.0/16"),
            "lng-b-1 lng-b-2",
            "b"),
        arguments(
            "one system of which BGP is not on",
            weu()
                .speaker("lng-b-1", OSLO_1, "10.1.0.1", 65_001, "10.1.0.0/16")
                .speaker("lng-b-2", OSLO_2, "10.2.0.1", 65_001, "10.2.0.0/16"),
            "",
            "b-1 b-2"),
        arguments(
            "two systems of which BGP is not on, with no address but the peers'",
            weu()
                .speaker("lng-b-1", OSLO_1, "10.1.0.1", 65_001, "10.1.0.1/32")
                .speaker("lng-b-2", OSLO_2, "10.2.0.1", 65_002, "10.2.0.1/32"),
            "",
            "b"),
        arguments(
            "two of one system beside one of another",
            weu()
                .speaker("lng-b-1", OSLO_1, "10.1.0.1", 65_001, "10.1.0.1/32")
                .speaker("lng-b-2", OSLO_2, "10.2.0.1", 65_002, "10.2.0.1/32")
                .speaker("lng-b-3", TOKYO, "10.1.0.2", 65_001, "10.1.0.2/32"),
            "lng-b-1 lng-b-2 lng-b-3",
            "b-1 b-2"),
        arguments(
            "BGP here, an address space there",
            weu()
                .speaker("lng-b-1", OSLO_1, "10.1.0.1", 65_001, "10.1.0.1/32")
                .device("lng-b-2", OSLO_2, "10.2.0.0/16"),
            "lng-b-1",
            "b-1 b-2"));
  }

  /** Two sites that are taken for one: an outage would be told as lost redundancy. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void numbered(String why, Export export, String byBgp, String expected) {
    for (var device : List.of("lng-b-1", "lng-b-2")) {
      export.connection("to-" + device, WEU, Export.localId(device), false, byBgp.contains(device));
    }
    if (byBgp.contains("b-3") || expected.contains("b-3")) {
      export.connection("c", WEU, Export.localId("lng-b-3"), false, byBgp.contains("b-3"));
    }
    var sites = new TreeSet<String>();
    export.topology().inventory().of(WEU).orElseThrow().connections().stream()
        .forEach(of -> sites.add(of.site()));

    assertThat(String.join(" ", sites)).isEqualTo(expected);
  }

  @Test
  void devicesWithoutAConnectionStandBesideTheGatewaysOfTheirGroup() {
    var topology =
        weu()
            .device("lng-paris", PARIS)
            .device("lng-tokyo", TOKYO)
            .deviceIn("other", "lng-lima", LIMA)
            .moving("lng-oslo")
            .connect(WEU, "lng-paris")
            .topology();

    assertThat(topology.inventory().of(WEU).orElseThrow().unconnected())
        .extracting(Connection::site)
        .containsExactly("tokyo");
  }

  @Test
  void sitesOfOneNameAreToldApartByTheirGroups() {
    var export =
        weu()
            .device("lng-b", OSLO_1, "10.1.0.0/16")
            .deviceIn("other", "lng-b", OSLO_2, "10.2.0.0/16")
            .connect(WEU, "lng-b")
            .connection("c", WEU, Export.localId("other", "lng-b"), false, false);

    assertThat(export.topology().inventory().of(WEU).orElseThrow().connections())
        .extracting(Connection::site)
        .containsExactlyInAnyOrder("b (net)", "b (other)");
  }

  @Test
  void aBranchAmongManyIsOneSiteAndQuicklyFound() {
    var export = weu();
    for (int i = 0; i < 20_000; i++) {
      var ip = new IpAddress("198.18." + i / 250 + '.' + i % 250);
      export.device("lng-b-" + i, ip, "10." + i / 250 + '.' + i % 250 + ".0/24");
      export.connect(WEU, "lng-b-" + i);
    }

    var topology = export.topology();

    assertThat(topology.findings()).isEmpty();
    assertThat(topology.inventory().of(WEU).orElseThrow().connections())
        .extracting(Connection::site)
        .doesNotHaveDuplicates()
        .contains("b-0", "b-19999");
  }

  @Test
  void bgpSpeakersOfAnActiveActiveFarEndStandAtTheirAddresses() {
    var neu = both().connectByBgp(WEU, NEU).connectByBgp(NEU, WEU).topology();

    assertThat(neu.findings()).isEmpty();
    assertThat(neu.inventory().of(WEU).orElseThrow().connections())
        .extracting(
            Connection::remoteIps,
            connection -> connection.bgp().map(bgp -> bgp.peer().text()),
            Connection::farEnd)
        .containsExactly(
            tuple(
                List.of(new IpAddress("198.51.100.6")),
                Optional.of("10.1.0.4"),
                new Connection.FarEnd.Gateway(NEU, true)),
            tuple(
                List.of(new IpAddress("198.51.100.7")),
                Optional.of("10.1.0.5"),
                new Connection.FarEnd.Gateway(NEU, true)));
  }

  @Test
  void deviceWhoseOnlyPrefixIsItsSpeakerLivesByBgpAlone() {
    var connections =
        weu()
            .speaker("lng-lima", LIMA, "10.52.0.1", 65_010, "10.52.0.1/32")
            .connectByBgp(WEU, "lng-lima")
            .topology()
            .inventory()
            .of(WEU)
            .orElseThrow()
            .connections();

    assertThat(connections).singleElement().satisfies(it -> assertThat(it.bgpOnly()).isTrue());
  }
}
