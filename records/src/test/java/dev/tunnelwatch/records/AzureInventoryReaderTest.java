package dev.tunnelwatch.records;

import static dev.tunnelwatch.model.InventoryFinding.Kind.CUT_SHORT;
import static dev.tunnelwatch.model.InventoryFinding.Kind.ENTRY_UNUSABLE;
import static dev.tunnelwatch.model.InventoryFinding.Kind.NOT_JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tunnelwatch.model.AzureResources.Front;
import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.Connection.Bgp;
import dev.tunnelwatch.model.Connection.Timers;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AzureInventoryReaderTest {

  private static final String NET =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/Net"
          + "/providers/Microsoft.Network";
  private static final String GATEWAYS =
      """
      [{"activeActive": true, "bgpSettings": {"asn": 65515, "bgpPeeringAddress": "10.1.0.4,10.1.0.5",
        "bgpPeeringAddresses": [
          {"defaultBgpIpAddresses": ["10.1.0.4"], "tunnelIpAddresses": ["198.51.100.4"]},
          {"defaultBgpIpAddresses": ["10.1.0.5"], "tunnelIpAddresses": ["198.51.100.5"]}]},
        "enableBgp": true, "id": "%1$s/virtualNetworkGateways/GW-WEU", "location": "westeurope",
        "name": "GW-WEU", "sku": {"capacity": 2, "name": "VpnGw2AZ", "tier": "VpnGw2AZ"},
        "tags": null, "vpnType": "RouteBased"}]"""
          .formatted(NET);
  private static final String SITES =
      """
      [{"bgpSettings": {"asn": 65010, "bgpPeeringAddress": "10.52.0.1"}, "fqdn": null,
        "gatewayIpAddress": "203.0.113.7", "id": "%1$s/localNetworkGateways/lng-Paris",
        "localNetworkAddressSpace": {"addressPrefixes": ["10.52.0.0/16"]},
        "name": "lng-Paris", "tags": {"tunnelwatch-site": "paris"}},
       {"bgpSettings": null, "fqdn": "tokyo.example.com", "gatewayIpAddress": null,
        "id": "%1$s/localNetworkGateways/lng-tokyo", "localNetworkAddressSpace": null, "tags": null}]"""
          .formatted(NET);
  private static final String CONNECTIONS =
      """
      [{"connectionType": "IPsec", "dpdTimeoutSeconds": 30, "enableBgp": true,
        "id": "%1$s/connections/to-paris", "ipsecPolicies": [{"saLifeTimeSeconds": 14400}],
        "localNetworkGateway2": {"id": "%1$s/localNetworkGateways/lng-Paris"}, "name": "to-paris",
        "virtualNetworkGateway1": {"id": "%1$s/virtualNetworkGateways/gw-weu"},
        "virtualNetworkGateway2": null},
       {"connectionType": "Vnet2Vnet", "dpdTimeoutSeconds": 0, "enableBgp": false,
        "ipsecPolicies": null, "localNetworkGateway2": null, "name": "to-gw-sea",
        "virtualNetworkGateway1": {"id": "%1$s/virtualNetworkGateways/gw-weu"},
        "virtualNetworkGateway2": {"id": "%1$s/virtualNetworkGateways/gw-sea"}}]"""
          .formatted(NET);

  private static final Pattern RAW = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028]");

  private static final String TWO =
      GATEWAYS.substring(0, GATEWAYS.length() - 1)
          + ", "
          + GATEWAYS.substring(1).replace("GW-WEU", "gw-neu");

  private final InventoryReading reading =
      AzureInventoryReader.read(
          Map.of(
              "vnet-gateways.json", Fixture.bytes(GATEWAYS),
              "local-gateways.json", Fixture.bytes(SITES),
              "vpn-connections.json", Fixture.bytes(CONNECTIONS)));

  @Test
  void aGatewayIsReadWithWhatItsDesignDependsOn() {
    assertThat(reading.resources().vnetGateways())
        .containsExactly(
            new VnetGateway(
                new GatewayId(NET + "/virtualNetworkGateways/gw-weu"),
                "westeurope",
                "VpnGw2AZ",
                true,
                false,
                List.of(front("198.51.100.4", "10.1.0.4"), front("198.51.100.5", "10.1.0.5")),
                0));
    assertThat(reading.findings()).isEmpty();
  }

  @Test
  void aLocalGatewayMayKnowItsAddressOrNot() {
    var sites = reading.resources().localGateways();

    assertThat(sites.get(0).ip()).contains(new IpAddress("203.0.113.7"));
    assertThat(sites.get(0).prefixes()).containsExactly(Prefix.parse("10.52.0.0/16"));
    assertThat(sites.get(0).tags()).containsEntry("tunnelwatch-site", "paris");
    assertThat(sites.get(0).name()).isEqualTo("lng-paris");
    assertThat(sites.get(1).ip()).isEmpty();
    assertThat(sites.get(1).bgp()).isEmpty();
    assertThat(sites.get(1).prefixes()).isEmpty();
  }

  @Test
  void aConnectionNamesItsEndsInLowerCase() {
    var connections = reading.resources().connections();

    assertThat(connections.get(0).far()).isEqualTo(sites(0)).doesNotContain("Paris");
    assertThat(connections.get(0).gateway())
        .isEqualTo(reading.resources().vnetGateways().getFirst().id());
    assertThat(connections.get(0).vnetToVnet()).isFalse();
    assertThat(connections.get(0).timers())
        .isEqualTo(new Timers(Duration.ofSeconds(30), Optional.of(Duration.ofSeconds(14_400))));
    assertThat(connections.get(1).vnetToVnet()).isTrue();
    assertThat(connections.get(1).timers()).isEqualTo(Timers.DEFAULT);
  }

  @Test
  void nestedPropertiesAndOtherCaseMeanTheSame() {
    var nested =
        SITES
            .replace("\"bgpSettings\"", "\"properties\": {\"BgpSettings\"")
            .replace("\"tags\":", "\"x\": 1}, \"tags\":");

    var other =
        AzureInventoryReader.read(
            Map.of(
                "a/vnet-gateways.json", Fixture.bytes(GATEWAYS),
                "a/b/local-gateways.json", Fixture.bytes(nested.replace("/localN", "/LOCALN")),
                "c/vpn-connections.json", Fixture.bytes(CONNECTIONS)));

    // The id went into properties with the rest, and is found there too.
    assertThat(other.findings()).isEmpty();
    assertThat(other.hash()).isEqualTo(reading.hash()).hasSize(16);
  }

  @Test
  void theHashChangesWithAnyResource() {
    var other =
        AzureInventoryReader.read(
            Map.of("vnet-gateways.json", Fixture.bytes(GATEWAYS.replace("true", "false"))));

    assertThat(other.hash()).isNotEqualTo(reading.hash());
  }

  @Test
  void firstOfTwoCopiesCountsAndOnlyADifferenceIsSaid() {
    var found =
        AzureInventoryReader.read(
            Map.of(
                "one/vnet-gateways.json", Fixture.bytes(GATEWAYS),
                "three/vnet-gateways.json", Fixture.bytes(GATEWAYS),
                "two/vnet-gateways.json", Fixture.bytes(GATEWAYS.replace("true", "false"))));

    assertThat(found.resources().vnetGateways()).hasSize(1);
    assertThat(found.resources().vnetGateways().getFirst().activeActive()).isTrue();
    assertThat(found.findings())
        .singleElement()
        .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.COPIES_DIFFER))
        .satisfies(it -> assertThat(it.words()).contains("two/vnet-gateways.json"));
  }

  @Test
  void whatStandsTwiceInOneFileIsSaidAndCountsOnce() {
    var twice = GATEWAYS.replaceFirst("(?s)\\[(\\{.*)]", "[$1, $1]");
    var found = AzureInventoryReader.read(Map.of("vnet-gateways.json", Fixture.bytes(twice)));

    assertThat(found.resources().vnetGateways()).hasSize(1);
    assertThat(found.findings())
        .extracting(InventoryFinding::toString)
        .containsExactly(
            "listed_twice: "
                + reading.resources().vnetGateways().getFirst().id()
                + ": stands in vnet-gateways.json more than once; it counts once");
  }

  @Test
  void filesThatAreMixedUpAreNamedAndReadAsWhatTheyAre() {
    var found =
        AzureInventoryReader.read(
            Map.of(
                "vnet-gateways.json", Fixture.bytes(SITES),
                "local-gateways.json", Fixture.bytes(GATEWAYS),
                "vpn-connections.json", Fixture.bytes(CONNECTIONS)));

    assertThat(found.resources()).isEqualTo(reading.resources());
    assertThat(found.findings())
        .extracting(InventoryFinding::toString)
        .containsExactly(
            "file_mixed_up: local-gateways.json: expected local network gateways, got 1 virtual"
                + " network gateway; read as what they are",
            "file_mixed_up: vnet-gateways.json: expected virtual network gateways, got 2 local"
                + " network gateways; read as what they are");
  }

  @Test
  void resourcesOfAnotherTypeAreNamedAndLeftOut() {
    var addresses =
        "[{\"id\": \"%1$s/publicIPAddresses/ip-1\"}, {\"id\": \"%1$s/publicIPAddresses/ip-2\"}]"
            .formatted(NET);
    var found = AzureInventoryReader.read(Map.of("local-gateways.json", Fixture.bytes(addresses)));

    assertThat(found.resources().localGateways()).isEmpty();
    assertThat(found.findings())
        .extracting(InventoryFinding::toString)
        .containsExactly(
            "file_mixed_up: local-gateways.json: expected local network gateways, got 2 resources"
                + " of type publicipaddresses; left out");
  }

  @Test
  void aFlagThatIsNeitherTrueNorFalseIsNamed() {
    var found =
        AzureInventoryReader.read(
            Map.of(
                "vnet-gateways.json",
                Fixture.bytes(
                    GATEWAYS.replace("\"activeActive\": true", "\"activeActive\": \"yes\""))));

    assertThat(found.resources().vnetGateways().getFirst().activeActive()).isFalse();
    assertThat(found.findings())
        .extracting(InventoryFinding::toString)
        .containsExactly(
            "value_unreadable: vnet-gateways.json entry 1: activeActive: expected true or false,"
                + " got \"yes\"");
  }

  /**
   * What stands in {@code vnet-gateways.json}, what is said of it, and how many gateways remain.
   */
  static Stream<Arguments> files() {
    var html = "<!DOCTYPE html><html>Sign in</html>";
    var deep = "[{\"id\":" + "[".repeat(100) + "]".repeat(100) + "}]";
    return Stream.of(
        arguments("nothing", Fixture.bytes(""), NOT_JSON, 0),
        arguments("blanks", Fixture.bytes(" \r\n"), NOT_JSON, 0),
        arguments("a web page", Fixture.bytes(html), NOT_JSON, 0),
        arguments("an error in words", Fixture.bytes("ERROR: log in"), NOT_JSON, 0),
        arguments("bytes of a picture", new byte[] {-119, 80, 78, 71}, NOT_JSON, 0),
        arguments("only a mark", new byte[] {-17, -69, -65}, NOT_JSON, 0),
        arguments("too deep", Fixture.bytes(deep), NOT_JSON, 0),
        arguments("a cut in the first", Fixture.bytes(GATEWAYS.substring(0, 90)), CUT_SHORT, 0),
        arguments("a cut later", Fixture.bytes(TWO.substring(0, TWO.length() - 9)), CUT_SHORT, 1),
        arguments("something behind", Fixture.bytes(GATEWAYS + "}"), NOT_JSON, 1),
        arguments("a mistake later", Fixture.bytes(TWO.replace("}, {", "}, x {")), NOT_JSON, 1),
        arguments("a text", Fixture.bytes("\"hello\""), Kind.NOT_A_LIST, 0),
        arguments("null", Fixture.bytes("null"), Kind.NOT_A_LIST, 0),
        arguments("an error", Fixture.bytes("{\"error\":{\"code\":1}}"), Kind.NOT_A_LIST, 0),
        arguments("null among", Fixture.bytes("[null," + GATEWAYS.substring(1)), ENTRY_UNUSABLE, 1),
        arguments("lists among", Fixture.bytes("[[]," + GATEWAYS.substring(1)), ENTRY_UNUSABLE, 1),
        arguments("no id", Fixture.bytes("[{\"name\":\"x\"}]"), ENTRY_UNUSABLE, 0),
        arguments("id is a list", Fixture.bytes("[{\"id\":[\"x\"]}]"), ENTRY_UNUSABLE, 0),
        arguments("id is a slash", Fixture.bytes("[{\"id\":\"/\"}]"), ENTRY_UNUSABLE, 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void aFileThatIsNoListOfGatewaysIsNamed(String what, byte[] content, Kind kind, int gateways) {
    var found = AzureInventoryReader.read(Map.of("vnet-gateways.json", content));

    assertThat(found.findings()).extracting(InventoryFinding::kind).contains(kind);
    assertThat(found.resources().vnetGateways()).hasSize(gateways);
  }

  /** Forms in which the same export comes. */
  static Stream<Arguments> forms() {
    var upper = GATEWAYS.replace("Microsoft.Network", "MICROSOFT.NETWORK");
    return Stream.of(
        arguments("a byte order mark", Fixture.bytes("\uFEFF" + GATEWAYS)),
        arguments("UTF-16 by mark", GATEWAYS.getBytes(StandardCharsets.UTF_16)),
        arguments("UTF-16, small end first", GATEWAYS.getBytes(StandardCharsets.UTF_16LE)),
        arguments("UTF-16, big end first", GATEWAYS.getBytes(StandardCharsets.UTF_16BE)),
        arguments("as REST lists", Fixture.bytes("{\"value\":" + GATEWAYS + "}")),
        arguments("the one alone", Fixture.bytes(GATEWAYS.substring(1, GATEWAYS.length() - 1))),
        arguments("the provider in capitals", Fixture.bytes(upper)),
        arguments("a slash behind the id", Fixture.bytes(GATEWAYS.replace("WEU\",", "WEU/\","))),
        arguments("no slash before it", Fixture.bytes(GATEWAYS.replace("\"/sub", "\"sub"))),
        arguments("flags as texts", Fixture.bytes(GATEWAYS.replace("true", "\"True\""))),
        arguments("numbers as texts", Fixture.bytes(GATEWAYS.replace("65515", "\"65515\""))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void formOfTheFileDoesNotMatter(String what, byte[] content) {
    var found = AzureInventoryReader.read(Map.of("VNET-GATEWAYS.JSON", content));

    assertThat(found.resources().vnetGateways()).isEqualTo(reading.resources().vnetGateways());
    assertThat(found.findings()).isEmpty();
  }

  /** What is changed in the local gateway, the words about it, and whether its address remains. */
  static Stream<Arguments> values() {
    var space = "{\"addressPrefixes\": [\"10.52.0.0/16\"]}";
    return Stream.of(
        arguments("10.52.0.0/16", "10.52.0.0/99", "localNetworkAddressSpace", true),
        arguments("203.0.113.7", "paris.example.com", "gatewayIpAddress", false),
        arguments("\"203.0.113.7\"", "[\"203.0.113.7\"]", "gatewayIpAddress", false),
        arguments("65010", "\"many\"", "bgpSettings.asn", true),
        arguments("{\"tunnelwatch-site\": \"paris\"}", "\"paris\"", "tags", true),
        arguments("[\"10.52.0.0/16\"]", "\"10.52.0.0/16\"", "expected a list", true),
        arguments("[\"10.52.0.0/16\"]", "[[\"10.52.0.0/16\"]]", "expected texts", true),
        arguments("10.52.0.1", "10.52.0.1,x", "bgpPeeringAddress", true),
        arguments(space, "[7]", "", true));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueOfAnotherFormIsNamedAndTheRestStands(
      String written, String instead, String words, boolean addressed) {
    var changed = SITES.replace(written, instead);
    assertThat(changed).isNotEqualTo(SITES);

    var found = AzureInventoryReader.read(Map.of("local-gateways.json", Fixture.bytes(changed)));

    assertThat(found.resources().localGateways()).hasSize(2);
    assertThat(found.resources().localGateways().getFirst().ip().isPresent()).isEqualTo(addressed);
    if (!words.isEmpty()) {
      assertThat(found.findings())
          .anySatisfy(it -> assertThat(it.kind()).isEqualTo(Kind.VALUE_UNREADABLE))
          .anySatisfy(it -> assertThat(it.subject()).isEqualTo("local-gateways.json entry 1"))
          .anySatisfy(it -> assertThat(it.words()).contains(words));
    }
  }

  /** A DPD time of 10^13 s would join whatever is ever lost. */
  @ParameterizedTest
  @CsvSource({
    "8, 300, 45, 300",
    "9, 299, 9, ",
    "3600, 172799, 3600, 172799",
    "3601, 172800, 45, ",
    "10000000000000, 10000000000000, 45, ",
    "100000000000000000000, -1, 45, "
  })
  void aTimeThatAzureDoesNotTakeIsNamedAndAzuresDefaultStands(
      String dpd, String lifetime, long toldDpd, @Nullable Long toldLifetime) {
    var changed = CONNECTIONS.replace(": 30,", ": " + dpd + ",").replace("14400", lifetime);

    var found = AzureInventoryReader.read(Map.of("vpn-connections.json", Fixture.bytes(changed)));

    var told = Optional.ofNullable(toldLifetime).map(Duration::ofSeconds);
    assertThat(found.resources().connections().getFirst().timers())
        .isEqualTo(new Timers(Duration.ofSeconds(toldDpd), told));
    int wrong = (dpd.equals("" + toldDpd) ? 0 : 1) + (told.isPresent() ? 0 : 1);
    assertThat(found.findings())
        .hasSize(wrong)
        .allSatisfy(it -> assertThat(it.kind()).isEqualTo(Kind.VALUE_UNREADABLE))
        .allSatisfy(it -> assertThat(it.words()).contains("expected a whole number from"));
  }

  /** What stands in a tag comes to titles, terminals and alerts. */
  @Test
  void gatewayThatDoesNotSayWhetherItIsActiveActiveIsAFinding() {
    var found =
        AzureInventoryReader.read(
            Map.of(
                "vnet-gateways.json",
                Fixture.bytes(GATEWAYS.replace("\"activeActive\": true, ", ""))));

    assertThat(found.resources().vnetGateways().getFirst().activeActive()).isFalse();
    assertThat(found.findings())
        .extracting(InventoryFinding::toString)
        .containsExactly(
            "value_unreadable: vnet-gateways.json entry 1: activeActive: expected true or false,"
                + " got none: taken for false");
  }

  @Test
  void resourceOfAnotherProviderIsNoDevice() {
    var vm = NET.replace("Microsoft.Network", "Microsoft.Compute") + "/virtualMachines/vm-1";
    var found =
        AzureInventoryReader.read(
            Map.of("local-gateways.json", Fixture.bytes("[{\"id\": \"" + vm + "\"}]")));

    assertThat(found.resources().localGateways()).isEmpty();
    assertThat(found.findings())
        .extracting(InventoryFinding::toString)
        .containsExactly(
            "file_mixed_up: local-gateways.json: expected local network gateways, got 1 resource of"
                + " type microsoft.compute/virtualmachines; left out");
  }

  @Test
  void namesAndTagsAreWithoutWhatATerminalWouldActOn() {
    var evil = "pa\\nris\\u001b[31m\\u202e\\u2028\\ud800";
    var sites = SITES.replace(": \"paris\"", ": \"" + evil + "\"").replace("lng-tokyo", evil);
    var connections =
        CONNECTIONS.replace("to-paris", evil).replace(": true,", ": \"" + evil + "\",");

    var found =
        AzureInventoryReader.read(
            Map.of(
                "local-gateways.json", Fixture.bytes(sites),
                "vpn-connections.json", Fixture.bytes(connections)));

    var texts = new ArrayList<String>();
    found.resources().localGateways().forEach(local -> texts.add(local.name()));
    found.resources().localGateways().forEach(local -> texts.addAll(local.tags().values()));
    found.resources().connections().forEach(of -> texts.add(of.id() + of.name()));
    found.findings().forEach(finding -> texts.add(finding.toString()));
    assertThat(found.findings()).isNotEmpty();
    assertThat(texts).contains("pa ris [31m  \uFFFD").noneMatch(RAW.asPredicate());
  }

  @Test
  void expressRouteIsNotWatched() {
    var gateway = GATEWAYS.replace("\"vpnType\"", "\"gatewayType\": \"ExpressRoute\", \"vpnType\"");
    var circuit =
        "[{\"connectionType\": \"ExpressRoute\", \"name\": \"er\", \"peer\": {\"id\": \"x\"}}]";

    var found =
        AzureInventoryReader.read(
            Map.of(
                "vnet-gateways.json", Fixture.bytes(gateway),
                "vpn-connections.json", Fixture.bytes(circuit)));

    assertThat(found.resources().vnetGateways()).isEmpty();
    assertThat(found.resources().connections()).isEmpty();
    assertThat(found.findings())
        .extracting(InventoryFinding::kind)
        .containsExactly(Kind.NOT_VPN, Kind.NOT_VPN);
  }

  @Test
  void fleetOfAnySizeIsRead() {
    var entry = GATEWAYS.substring(1, GATEWAYS.length() - 1);
    var many =
        IntStream.range(0, 5_000)
            .mapToObj(i -> entry.replace("GW-WEU", "gw-" + i))
            .collect(Collectors.joining(",", "[", "]"));

    var found = AzureInventoryReader.read(Map.of("vnet-gateways.json", Fixture.bytes(many)));

    assertThat(found.resources().vnetGateways()).hasSize(5_000);
    assertThat(found.findings()).isEmpty();
  }

  @Test
  void aFileOfAnotherNameIsLeftAloneAndSaid() {
    var found = AzureInventoryReader.read(Map.of("a/gateways.json", Fixture.bytes(GATEWAYS)));

    assertThat(found.findings())
        .extracting(InventoryFinding::kind)
        .containsExactly(Kind.FILE_NOT_USED);
  }

  private static Front front(String ip, String speaker) {
    return new Front(new IpAddress(ip), Optional.of(new Bgp(new IpAddress(speaker), 65515)));
  }

  private String sites(int place) {
    return reading.resources().localGateways().get(place).id();
  }
}
