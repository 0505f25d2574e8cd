package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import dev.tunnelwatch.model.IpAddress;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of an export that contradicts itself or lacks something, and made of it. */
class InventoryFlawsTest {
  private static final GatewayId HUB =
      new GatewayId(
          "/subscriptions/s1/resourceGroups/net/providers/Microsoft.Network/vpnGateways/hub");

  private static Export weu() {
    return new Export().activeActive(WEU, "198.51.100.4", "198.51.100.5");
  }

  private static Export both() {
    return weu().activeActive(NEU, "198.51.100.6", "198.51.100.7");
  }

  /** A flaw, its finding, and what gw-weu reaches: {@code site=paths}, each path an IP. */
  static Stream<Arguments> flaws() {
    return Stream.of(
        arguments(
            "a device that is not in the export",
            weu().device("lng-paris", PARIS).connect(WEU, "lng-paris").connect(WEU, "lng-tokyo"),
            Kind.FAR_END_MISSING,
            "paris=203.0.113.7 tokyo="),
        arguments(
            "a device known by name only",
            weu().moving("lng-paris").connect(WEU, "lng-paris"),
            Kind.ADDRESS_MISSING,
            "paris="),
        arguments(
            "two devices of one address",
            weu()
                .device("lng-paris-1", PARIS)
                .device("lng-paris-2", PARIS)
                .connect(WEU, "lng-paris-1")
                .connect(WEU, "lng-paris-2"),
            Kind.ADDRESS_SHARED,
            "paris=203.0.113.7"),
        arguments(
            "one device by two names at two gateways",
            both()
                .device("lng-paris-weu", PARIS)
                .device("lng-paris-neu", PARIS)
                .connect(WEU, "lng-paris-weu")
                .connect(NEU, "lng-paris-neu"),
            Kind.SITE_UNCLEAR,
            "paris-weu=203.0.113.7"),
        arguments(
            "two connections of one name",
            weu()
                .device("lng-paris", PARIS)
                .device("lng-tokyo", TOKYO)
                .connection("c", WEU, Export.localId("lng-paris"), false, false)
                .connection("c", WEU, Export.localId("lng-tokyo"), false, false),
            Kind.CONNECTION_NAME_TWICE,
            "paris=203.0.113.7 tokyo=203.0.113.8"),
        arguments(
            "a connection of a gateway that is not in the export",
            weu().device("lng-paris", PARIS).connect(NEU, "lng-paris"),
            Kind.GATEWAY_MISSING,
            ""),
        arguments(
            "active-active with one IP configuration",
            new Export()
                .activeActive(WEU, "198.51.100.4")
                .device("lng-paris", PARIS)
                .connect(WEU, "lng-paris"),
            Kind.DESIGN_CONTRADICTS,
            "paris=203.0.113.7"),
        arguments(
            "active-standby with two",
            new Export().activeStandby(WEU, "198.51.100.4", "198.51.100.5"),
            Kind.DESIGN_CONTRADICTS,
            ""),
        arguments(
            "active-active on Basic",
            new Export().gateway(WEU, "Basic", true, false, "198.51.100.4", "198.51.100.5"),
            Kind.DESIGN_CONTRADICTS,
            ""),
        arguments(
            "active-active and policy-based",
            new Export().gateway(WEU, "VpnGw1", true, true, "198.51.100.4", "198.51.100.5"),
            Kind.DESIGN_CONTRADICTS,
            ""),
        arguments(
            "VNet-to-VNet told by one side",
            both().connect(WEU, NEU),
            Kind.ONE_SIDED,
            "gw-neu=198.51.100.6 gw-neu=198.51.100.7"),
        arguments(
            "VNet-to-VNet told by the other side",
            both().connect(NEU, WEU),
            Kind.ONE_SIDED,
            "gw-neu=198.51.100.6 gw-neu=198.51.100.7"),
        arguments(
            "VNet-to-VNet into another subscription",
            weu().connect(WEU, NEU),
            Kind.FAR_GATEWAY_MISSING,
            "gw-neu="),
        arguments(
            "VNet-to-VNet to a gateway with one address of two",
            weu().gateway(NEU, "VpnGw2AZ", true, false).connect(WEU, NEU).connect(NEU, WEU),
            Kind.ADDRESS_MISSING,
            "gw-neu="),
        arguments(
            "BGP towards a device without settings",
            weu().device("lng-paris", PARIS, "10.52.0.0/16").connectByBgp(WEU, "lng-paris"),
            Kind.BGP_SETTINGS_MISSING,
            "paris=203.0.113.7"),
        arguments(
            "one BGP peer behind two connections",
            weu()
                .speaker("lng-paris", PARIS, "10.52.0.1", 65_010, "10.52.0.0/16")
                .speaker("lng-tokyo", TOKYO, "10.52.0.1", 65_011, "10.53.0.0/16")
                .connectByBgp(WEU, "lng-paris")
                .connectByBgp(WEU, "lng-tokyo"),
            Kind.BGP_PEER_SHARED,
            "paris=203.0.113.7 tokyo=203.0.113.8"),
        arguments(
            "one system whose routes do not overlap",
            weu()
                .speaker("lng-paris", PARIS, "10.52.0.1", 65_010, "10.52.0.1/32")
                .speaker("lng-tokyo", TOKYO, "10.53.0.1", 65_010, "10.53.0.1/32")
                .connectByBgp(WEU, "lng-paris")
                .connectByBgp(WEU, "lng-tokyo"),
            Kind.SAME_ASN_APART,
            "paris=203.0.113.7 tokyo=203.0.113.8"),
        arguments(
            "one name, two tags",
            weu()
                .tagged("lng-oslo-1", OSLO_1, "Oslo East")
                .tagged("lng-oslo-2", OSLO_2, "Oslo West")
                .connect(WEU, "lng-oslo-1")
                .connect(WEU, "lng-oslo-2"),
            Kind.TAGS_DISAGREE,
            "Oslo East=198.51.100.1 Oslo West=198.51.100.2"),
        arguments(
            "one name, one tag",
            weu()
                .tagged("lng-oslo-1", OSLO_1, "Oslo HQ")
                .device("lng-oslo-2", OSLO_2)
                .connect(WEU, "lng-oslo-1")
                .connect(WEU, "lng-oslo-2"),
            Kind.TAGS_DISAGREE,
            "Oslo HQ=198.51.100.1 Oslo HQ=198.51.100.2"),
        arguments(
            "two devices that have but a name in common",
            weu()
                .speaker("lng-oslo-1", OSLO_1, "10.52.0.1", 65_010, "10.52.0.1/32")
                .speaker("lng-oslo-2", OSLO_2, "10.52.0.2", 65_010, "10.52.0.2/32")
                .connectByBgp(WEU, "lng-oslo-1")
                .connectByBgp(WEU, "lng-oslo-2"),
            Kind.SITE_BY_NAME,
            "oslo=198.51.100.1 oslo=198.51.100.2"),
        arguments(
            "a SKU of tomorrow",
            new Export()
                .gateway(WEU, "VpnGw9X", true, false, "198.51.100.4", "198.51.100.5")
                .device("lng-paris", PARIS)
                .connect(WEU, "lng-paris"),
            Kind.SKU_UNKNOWN,
            "paris=203.0.113.7"),
        arguments(
            "a link of a Virtual WAN's site that is not in the export",
            new Export().activeActive(WEU).activeActive(HUB).connectLink(HUB, "lima", "isp"),
            Kind.FAR_END_MISSING,
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flaws")
  void flawIsNamedAndTheBestIsMadeOfIt(String flaw, Export export, Kind kind, String reached) {
    var topology = export.topology();

    assertThat(topology.findings()).extracting(InventoryFinding::kind).containsOnly(kind);
    assertThat(reached(topology.inventory().of(WEU).orElseThrow())).isEqualTo(reached);
  }

  @Test
  void eachKindThatIsNotOfAFileIsToldByAFlaw() {
    var told = flaws().map(row -> (Kind) row.get()[2]).collect(Collectors.toSet());

    assertThat(told)
        .containsExactlyInAnyOrder(
            Stream.of(Kind.values()).filter(InventoryFlawsTest::isOfTopology).toArray(Kind[]::new));
  }

  private static boolean isOfTopology(Kind kind) {
    return switch (kind) {
      case GATEWAY_MISSING,
          FAR_END_MISSING,
          FAR_GATEWAY_MISSING,
          ADDRESS_MISSING,
          ADDRESS_SHARED,
          DESIGN_CONTRADICTS,
          ONE_SIDED,
          BGP_SETTINGS_MISSING,
          BGP_PEER_SHARED,
          CONNECTION_NAME_TWICE,
          TAGS_DISAGREE,
          SITE_UNCLEAR,
          SITE_BY_NAME,
          SAME_ASN_APART,
          SKU_UNKNOWN ->
          true;
      case NO_GATEWAYS,
          FILE_MISSING,
          FILE_UNREADABLE,
          NOT_JSON,
          CUT_SHORT,
          NOT_A_LIST,
          FILE_MIXED_UP,
          ENTRY_UNUSABLE,
          NO_CONNECTIONS,
          COPIES_DIFFER,
          LISTED_TWICE,
          VALUE_UNREADABLE,
          FILE_NOT_USED,
          NOT_VPN ->
          false;
    };
  }

  /** A tag was set already where the finding says so, and one more would change nothing. */
  @Test
  void whatMakesItOneSiteDependsOnTheTagsThereAre() {
    var bothTagged =
        both().tagged("lng-paris-weu", PARIS, "Paris W").tagged("lng-paris-neu", PARIS, "Paris N");
    var oneTagged = both().tagged("lng-paris-weu", PARIS, "Paris W").device("lng-paris-neu", PARIS);
    var untagged = both().device("lng-paris-weu", PARIS).device("lng-paris-neu", PARIS);

    assertThat(unclear(bothTagged))
        .isEqualTo(
            "is tagged Paris N and Paris W, which counts: the same tag on all makes it one site");
    assertThat(unclear(oneTagged))
        .isEqualTo(
            "is called Paris W and paris-neu, and only Paris W is a tag: the same tag on all makes"
                + " it one site");
    assertThat(unclear(untagged))
        .isEqualTo("is called paris-neu and paris-weu; the same tag on all makes it one site");
  }

  private static String unclear(Export export) {
    var findings =
        export.connect(WEU, "lng-paris-weu").connect(NEU, "lng-paris-neu").topology().findings();
    return findings.stream()
        .filter(finding -> finding.kind() == Kind.SITE_UNCLEAR)
        .map(InventoryFinding::words)
        .reduce("", String::concat);
  }

  private static String reached(GatewayTopology topology) {
    var reached = new TreeSet<String>();
    for (var connection : topology.connections()) {
      var ips = connection.remoteIps().stream().map(IpAddress::text).toList();
      reached.add(connection.site() + '=' + String.join(",", ips));
    }
    return String.join(" ", reached);
  }
}
