package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.event;
import static dev.tunnelwatch.records.Fixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.GatewayEvent.P2sOutcome;
import dev.tunnelwatch.model.GatewayEvent.P2sSession;
import dev.tunnelwatch.model.Instance;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is somebody's reaches neither events nor evidence nor the shapes of unknown lines. */
class PrivacyTest {

  /** Whatever of these stands in a line must not be found again. */
  private static final List<String> PERSONAL =
      List.of(
          "arthur",
          "dent",
          "zaphod",
          "beeblebrox",
          "example",
          "someone",
          "swordfish",
          "trombone",
          "correct",
          "horse",
          "battery",
          "bob",
          "will",
          "max",
          "nguyen",
          "laptop",
          "4711",
          "198.51.100",
          "198.051.100",
          "010.0.0",
          "10.0.0.1",
          "2001:db8",
          "aa:bb",
          "f00f");

  static Stream<Arguments> lines() {
    return Stream.concat(
        Stream.of(
                "Connection updated by Arthur Dent",
                "Connection updated by Arthur J. Dent.",
                "Connection updated by 'Arthur Dent'",
                "Operator Zaphod Beeblebrox changed the connection",
                "operator: Zaphod Beeblebrox",
                "The operator is Zaphod Beeblebrox",
                "set by EXAMPLE\\someone",
                "set by (EXAMPLE\\someone)",
                "set by arthur.dent, admin zaphod",
                "the new shared key is swordfish",
                "shared key changed from swordfish to trombone",
                "pre-shared key set to swordfish",
                "PSK swordfish; key=trombone",
                "sharedKey='correct horse battery'",
                "sharedKey: \"correct horse battery\" set",
                "sharedKey=correct horse battery",
                "{'sharedKey': 'correct horse battery', 'x': 1}",
                "password is swordfish",
                "changed by arthur@example.com",
                "caller=198.51.100.9 UPN=arthur@example.com")
            .map(text -> Arguments.of(Category.GATEWAY, "SetConnectionConfiguration", text)),
        Stream.of(
                "Connected from 198.51.100.9.",
                "Connected from 198.51.100.9/32",
                "Connected from 198.051.100.009:443",
                "address 010.0.0.1 given",
                "assigned 10.0.0.1, done",
                "Connected from 2001:db8::9.",
                "Connected from [2001:db8::9]:443",
                "Connected from 2001:db8::9/128",
                "IP:198.51.100.9:443 IP = 10.0.0.1",
                "device aa:bb:cc:dd:ee:ff seen",
                "account: bob",
                "account bob failed",
                "UserId=bob",
                "UserID: 4711",
                "user id bob",
                "UPN=bob@example.com",
                "upn: bob",
                "user Will Max failed",
                "user An Nguyen failed",
                "user 'Arthur Dent' failed",
                "Username=Arthur Dent. Connection failed",
                "login=bob; hostname=bob-laptop",
                "CN=Arthur Dent,O=x",
                "password: swordfish",
                "client zaphod of user zaphod beeblebrox failed")
            .map(text -> Arguments.of(Category.P2S, "P2SLogEvent", text)));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void nobodyIsFoundAgain(Category category, String operation, String text) {
    for (var line : List.of(text, "[MSG] [OVPN_0A] moon: " + text, text + ", moon")) {
      assertNobody(event(said(category, operation, line)), line);
      assertNobody(event(said(category, "BrandNewEvent", line)), line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[Remote] 198.51.100.9 [Local] 192.0.2.4 [ConnType] IKEv2-P2S [IkeEvent] SA_DREAMS",
        "[ConnType] IKEv2-P2S [IkeEvent] SA_DREAMS [Remote] 198.51.100.9:4500 [Local] 192.0.2.4:4500",
        "[Remote] [2001:db8::9]:500 [Local] 192.0.2.4 [ConnType] IKEv2-P2S [IkeEvent] SA_DREAMS",
        "[Remote] 2001:db8::9 [Local] 192.0.2.4 [ConnType] P2S [ErrorMessage] user bob of 198.51.100.9",
      })
  void aClientThatDialsInIsHiddenInLinesOfIkeToo(String line) {
    var found = event(Fixture.ike(line));

    assertNobody(found, line);
    assertThat(found.evidence().text()).contains("192.0.2.4");
  }

  @ParameterizedTest
  @CsvSource({
    "IKE, IKELogEvent, blue moon by Arthur Dent",
    "IKE, IKELogEvent, blue moon of user Zaphod Beeblebrox",
    "ROUTE, StaticRouteUpdate, Static route 10.60.0.0/16 set by Arthur Dent",
    "TUNNEL, TunnelDreamed, reset by EXAMPLE\\someone",
  })
  void whoeverIsNamedElsewhereIsHiddenToo(Category category, String operation, String text) {
    assertNobody(event(said(category, operation, text)), text);
  }

  @Test
  void fieldsThatNameSomebodyAreHiddenWhole() {
    var fields =
        "{\"modifiedBy\":\"Arthur Dent\",\"callerIpAddress\":\"198.51.100.9\",\"upn\":\"bob\","
            + "\"configuration\":{\"Name\":\"to-paris\",\"SharedKey\":\"swordfish\"},"
            + "\"message\":\"moon\"}";
    var other = fields.replace("Arthur", "Ford").replace("swordfish", "x").replace("bob", "y");

    var found = event(Fixture.record(Category.GATEWAY, "SetConnectionConfiguration", fields));
    var same =
        event(
            Fixture.record(
                Category.GATEWAY,
                "SetConnectionConfiguration",
                other.replace("198.51.100.9", "198.51.100.8")));

    assertThat(found.evidence().digest()).isEqualTo(same.evidence().digest());
    assertThat(((ConfigurationSet) found).connection()).contains("to-paris");
  }

  @Test
  void whatIsNobodysStays() {
    assertThat(
            gateway(
                "Connection 'to-paris' was updated by policy, key exchange done, shared key"
                    + " updated, key: AES256"))
        .contains("to-paris", "by policy", "key exchange done", "shared key updated");
    assertThat(
            event(
                Fixture.record(
                    Category.GATEWAY,
                    "HostMaintenanceEvent",
                    "{\"message\":\"Upgrade started by GatewayTenantWorker_IN_1\"}")))
        .isInstanceOfSatisfying(
            MaintenanceNoted.class, it -> assertThat(it.instance()).contains(Instance.IN_1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "address pool 172.16.0.0/24 exhausted | POOL_EXHAUSTED | 172.16.0.0/24",
        "The user name or password is incorrect | AUTHENTICATION_FAILED | or password is incorrect",
        "user authentication failed at 10:02:11 | AUTHENTICATION_FAILED | 10:02:11",
        "password: expired | AUTHENTICATION_FAILED | expired",
        "Username=bob. Connection failed | FAILED | Connection failed",
      })
  void whatHappenedIsReadAllTheSame(String text, P2sOutcome outcome, String kept) {
    var found = (P2sSession) event(Fixture.p2s("[OVPN_0A] " + text));

    assertThat(found.outcome()).isEqualTo(outcome);
    assertThat(found.evidence().text()).contains(kept);
  }

  @Test
  void oneAddressIsOnePersonWhateverItsPort() {
    var reader = new RecordReader(Pseudonyms.keyed(Fixture.bytes("0123456789abcdef")));

    var words =
        Stream.of("IP=198.51.100.9:1", "from 198.51.100.9.", "198.51.100.9/32", "198.051.100.009")
            .map(text -> Fixture.p2s("blue moon " + text))
            .map(record -> reader.read(Fixture.bytes(record), Fixture.ORIGIN))
            .map(reading -> ((Reading.Event) reading).event().evidence().text())
            .map(text -> text.replaceFirst(".*(user-[0-9a-f]{12}).*", "$1"))
            .toList();

    assertThat(words).containsOnly(words.getFirst());
  }

  @Test
  void addressBesideSomebodysNameIsTheirsAndAnyOtherIsAPeers() {
    assertThat(gateway("Gateway frobbed by someone@example.org from 198.51.100.42"))
        .doesNotContain("198.51.100")
        .contains("from user-redacted");
    assertThat(gateway("Gateway frobbed for the peer 203.0.113.7")).contains("203.0.113.7");
  }

  private static String gateway(String text) {
    return event(said(Category.GATEWAY, "SetConnectionConfiguration", text)).evidence().text();
  }

  /** Neither in the event as others read it, nor in the shape of its line. */
  private static void assertNobody(GatewayEvent event, String line) {
    Evidence evidence = event.evidence();
    var json = new String(EventJson.write(event), StandardCharsets.UTF_8);
    var digest = evidence.digest();
    for (var shown :
        List.of(json.replace(digest, ""), LineShape.of(evidence).text(), evidence.text())) {
      var lower = shown.toLowerCase(Locale.ROOT);
      for (var name : PERSONAL) {
        if (line.toLowerCase(Locale.ROOT).contains(name)) {
          assertThat(lower).as(line).doesNotContain(name);
        }
      }
    }
  }
}
