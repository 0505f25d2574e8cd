package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.TIME;
import static dev.tunnelwatch.records.Fixture.bytes;
import static dev.tunnelwatch.records.Fixture.event;
import static dev.tunnelwatch.records.Fixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.GatewayEvent.Undated;
import dev.tunnelwatch.model.GatewayEvent.Unrecognised;
import dev.tunnelwatch.model.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

  private static final String LOST = Fixture.tunnel("TunnelDisconnected", "DPD timed out");
  private static final RecordReader READER = new RecordReader(Pseudonyms.redacted());

  @Test
  void evidenceTellsWhenWhereAndInWhichWords() {
    var evidence = event(LOST).evidence();

    assertThat(evidence.at()).isEqualTo(TIME);
    assertThat(evidence.enqueuedAt()).isEqualTo(Fixture.ORIGIN.enqueuedAt());
    assertThat(evidence.category()).isEqualTo(Category.TUNNEL);
    assertThat(evidence.operationName()).isEqualTo("TunnelDisconnected");
    assertThat(evidence.text()).isEqualTo("Disconnected 203.0.113.7 DPD timed out");
    assertThat(evidence.source()).isEqualTo("hub/3/42#0");
  }

  @Test
  void namesAreReadWithoutCaseAndLevelIsOfNoConcern() {
    var shouted =
        LOST.replace("\"time\"", "\"TIME\"")
            .replace("resourceId", "ResourceID")
            .replace("remoteIP", "RemoteIp")
            .replace("\"level\":\"Info\"", "\"Level\":4");

    assertThat(event(shouted)).isEqualTo(event(LOST));
  }

  @Test
  void propertiesMayBeATextThatHoldsThem() {
    int from = LOST.indexOf("\"properties\":") + "\"properties\":".length();
    var inner = LOST.substring(from, LOST.length() - 1);
    var asText = LOST.substring(0, from) + '"' + inner.replace("\"", "\\\"") + "\"}";

    assertThat(event(asText)).isEqualTo(event(LOST));
  }

  @Test
  void equalRecordsHaveEqualDigestsWhateverTheirOrderAndCase() {
    var turned =
        Fixture.record(
            Category.TUNNEL,
            "tunneldisconnected",
            """
            {"STATUS":"Disconnected","stateChangeReason":"DPD timed out","extra":null,\
            "remoteip":"203.0.113.7","instance":"GatewayTenantWorker_IN_1"}""");
    var later = LOST.replace(TIME, "2026-03-01T10:02:11.1234568Z");

    assertThat(event(turned).evidence().digest()).isEqualTo(event(LOST).evidence().digest());
    assertThat(event(later).evidence().digest()).isNotEqualTo(event(LOST).evidence().digest());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T10:02:11Z, 2026-03-01T10:02:11Z",
    "2026-03-01T10:02:11.1234567Z, 2026-03-01T10:02:11.123456700Z",
    "2026-03-01T10:02:11.123456789123z, 2026-03-01T10:02:11.123456789Z",
    "2026-03-01t10:02:11.123456+00:00, 2026-03-01T10:02:11.123456Z",
    "2026-03-01T12:02:11+02:00, 2026-03-01T10:02:11Z",
    "2026-03-01T12:02:11+0200, 2026-03-01T10:02:11Z",
    "2026-03-01T10:02:11, 2026-03-01T10:02:11Z",
    "2026-03-01 10:02:11, 2026-03-01T10:02:11Z",
    "2026-03-01T10: 02: 11.5Z, 2026-03-01T10:02:11.500Z",
    "2026-03-01T10:01:60Z, 2026-03-01T10:02:00Z",
    "03/01/2026 10:02:11, 2026-03-01T10:02:11Z",
    "3/1/2026 10:02:11 AM, 2026-03-01T10:02:11Z",
    "3/1/2026 12:02:11 AM, 2026-03-01T00:02:11Z",
    "3/1/2026 11:02:11 AM +01:00, 2026-03-01T10:02:11Z"
  })
  void everyFormOfTimeThatWasSeenIsRead(String written, String instant) {
    assertThat(event(LOST.replace(TIME, written)).at()).isEqualTo(Instant.parse(instant));
    assertThat(event(LOST.replace(TIME, written).replace("\"time\"", "\"timeStamp\"")).at())
        .isEqualTo(Instant.parse(instant));
  }

  @ParameterizedTest
  @CsvSource({
    "soon",
    "''",
    "2026-03-01",
    "2026-02-30T10:00:00Z",
    "2026-03-01T25:00:00Z",
    "2026-03-01:54:46.86Z",
    "0001-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-03-01T10:08:01Z",
    "13/13/2026 10:00:00",
    "3/1/2026 13:00:00 PM",
    "2026-03-01T10:00:00+99:00"
  })
  void anUnreadableOrImplausibleTimeLeavesAnUndatedRecordUnderItsEnqueuedTime(String time) {
    var undated = event(LOST.replace(TIME, time));

    assertThat(undated).isInstanceOf(Undated.class);
    assertThat(undated.at()).isEqualTo(Fixture.ORIGIN.enqueuedAt().orElseThrow());
  }

  @Test
  void fiveMinutesAheadOfTheHubIsStillATime() {
    assertThat(event(LOST.replace(TIME, "2026-03-01T10:08:00Z")))
        .isInstanceOf(TunnelDisconnected.class);
  }

  @Test
  void withoutAnyTimeARecordIsRejected() {
    var nowhere = new Origin("a.json:1#0", Optional.empty());

    assertThat(READER.read(bytes(LOST.replace("\"time\"", "\"tme\"")), nowhere))
        .isInstanceOfSatisfying(
            Reading.Rejected.class, it -> assertThat(it.reason()).isEqualTo(RejectReason.NO_TIME));
    assertThat(READER.read(bytes(LOST.replace("2026-", "9999-")), nowhere))
        .isInstanceOfSatisfying(
            Reading.Rejected.class,
            it -> assertThat(it.reason()).isEqualTo(RejectReason.IMPLAUSIBLE_TIME));
    assertThat(READER.read(bytes(LOST), nowhere)).isInstanceOf(Reading.Event.class);
  }

  @ParameterizedTest(name = "{0} -> {1} is {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"category\":              | \"xcategory\":                | no_category",
        "\"resourceId\":            | \"xresourceId\":              | no_resource_id",
        "\"operationName\":         | \"xoperationName\":           | no_operation",
        "/PROVIDERS/                | /                             | bad_resource_id",
        "203.0.113.7                | 203.0.113.777                 | bad_address",
        "203.0.113.7                | host.example.com              | bad_address",
        "203.0.113.7                | 203.x.x.x                     | bad_address",
        "\"level\":\"Info\"         | \"time\":\"x\"                | duplicate_key",
        "\"level\":\"Info\"         | \"level\":Info                | not_json",
        "\"level\":\"Info\"         | \"level\":01                  | not_json",
        "\"level\":\"Info\"         | `\"level\":\"a\tb\"`          | not_json",
        "\"properties\":            | \"properties\":\"{'a':'b'}\",\"p\": | bad_properties",
        "\"properties\":            | \"properties\":\"{\\\"a\\\":1,\\\"a\\\":2}\",\"p\": | bad_properties",
        "]                          | ]                             | ok",
      })
  void aRejectHasItsReason(String part, String replacement, String reason) {
    var reading = read(LOST.replace(part, replacement));

    assertThat(reading instanceof Reading.Rejected rejected ? rejected.reason().word() : "ok")
        .isEqualTo(reason);
  }

  @Test
  void noReasonQuotesTheRecord() {
    for (var bad :
        new String[] {
          LOST.replace("203.0.113.7", "secret"),
          LOST.replace("/PROVIDERS/", "/secret/"),
          LOST.replace("\"level\":\"Info\"", "\"secret\":1,\"secret\":2"),
          LOST.replace("\"level\":\"Info\"", "\"secret\":secret"),
          "secret" + LOST,
          LOST + "secret"
        }) {
      assertThat(read(bad))
          .isInstanceOfSatisfying(
              Reading.Rejected.class, it -> assertThat(it.detail()).doesNotContain("secret"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TunnelDiagnosticLog, AzureFirewallNetworkRule, category",
    "VIRTUALNETWORKGATEWAYS, EXPRESSROUTEGATEWAYS, resource",
    "VIRTUALNETWORKGATEWAYS, VPNGATEWAYS, ours",
    "VIRTUALNETWORKGATEWAYS, p2sVpnGateways, ours",
    "TunnelDiagnosticLog, TUNNELDIAGNOSTICLOG, ours",
    "TunnelDiagnosticLog, ' TunnelDiagnosticLog ', ours",
    "'\"category\":\"TunnelDiagnosticLog\"', '\"metricName\":\"TunnelIngressBytes\"', metric",
    "'\"category\":\"TunnelDiagnosticLog\",\"operationName\"', '\"x\"', no_category",
  })
  void whatIsNotOursIsToldApart(String part, String replacement, String kind) {
    var found =
        switch (read(LOST.replace(part, replacement))) {
          case Reading.Foreign(var word) -> word;
          case Reading.Rejected(var reason, _) -> reason.word();
          case Reading.Event _, Reading.Routine _, Reading.Canary _ -> "ours";
        };

    assertThat(found).isEqualTo(kind);
  }

  /** Whoever forwards records may have taken the id from a request, or written blanks around it. */
  @ParameterizedTest
  @ValueSource(strings = {"?api=1", "/?api-version=2024-05-01&x=/y", "/", " ", "\\t"})
  void whatStandsBehindAResourceIdMakesNoOtherGateway(String behind) {
    var id = Pattern.compile("(?<=\"resourceId\":\")[^\"]+").matcher(LOST);

    assertThat(event(id.replaceFirst("$0" + Matcher.quoteReplacement(behind))).gateway())
        .isEqualTo(event(LOST).gateway());
  }

  @ParameterizedTest
  @CsvSource({"null", "[]", "7", "'{}'", "'\"plain words\"'"})
  void missingPropertiesMakeARecordUnrecognisedNotRejected(String properties) {
    assertThat(event(Fixture.record(Category.TUNNEL, "TunnelConnected", properties)))
        .isInstanceOf(Unrecognised.class);
  }

  @ParameterizedTest
  @CsvSource({"GATEWAY", "TUNNEL", "ROUTE", "IKE", "P2S"})
  void anUnknownOperationOfAKnownCategoryIsUnrecognised(Category category) {
    GatewayEvent event = event(Fixture.said(category, "BrandNewEvent", "something new"));

    assertThat(event).isInstanceOf(Unrecognised.class);
    assertThat(event.evidence().text()).isEqualTo("something new");
  }

  @Test
  void whatATerminalWouldActOnDoesNotReachTheEvidence() {
    var text =
        event(
                Fixture.said(Category.ROUTE, "BrandNewEvent", "X")
                    .replace(
                        "\"X\"", "\"a\\u001b[31m\\u0000b\\r\\nc\\u009bd\\ud800e\\ud83d\\ude00\""))
            .evidence()
            .text();

    assertThat(text).isEqualTo("a [31m b  c d\uFFFDe\uD83D\uDE00");
  }

  @Test
  void aLongMessageIsCutByCodePointsAndStillTold() {
    var evidence =
        event(Fixture.said(Category.ROUTE, "BrandNewEvent", "\uD83D\uDE00".repeat(5_000)));

    assertThat(evidence.evidence().text().codePointCount(0, evidence.evidence().text().length()))
        .isEqualTo(1_000);
  }

  @Test
  void bytesThatAreNoJsonAreRejectedWhateverTheyAre() {
    assertThat(reason(new byte[0])).isEqualTo(RejectReason.NOT_JSON);
    assertThat(reason(LOST.getBytes(StandardCharsets.UTF_16LE))).isEqualTo(RejectReason.NOT_JSON);
    assertThat(reason(new byte[] {'{', '"', (byte) 0xFF})).isEqualTo(RejectReason.NOT_UTF8);
    assertThat(reason(bytes("[" + LOST + "]"))).isEqualTo(RejectReason.NOT_JSON);
    assertThat(reason(bytes(LOST.substring(0, 100)))).isEqualTo(RejectReason.TRUNCATED);
  }

  private static RejectReason reason(byte[] record) {
    return ((Reading.Rejected) READER.read(record, Fixture.ORIGIN)).reason();
  }
}
