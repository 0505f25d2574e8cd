package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Values.BACK;
import static dev.tunnelwatch.records.Values.GW_WEU;
import static dev.tunnelwatch.records.Values.LOST;
import static dev.tunnelwatch.records.Values.PARIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Connection.FarEnd;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Loss;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.SourcePosition;
import dev.tunnelwatch.model.Tier;
import dev.tunnelwatch.model.TunnelHint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SharedValuesJsonTest {

  private static final IpAddress PEER = new IpAddress("10.52.0.1");
  private static final TunnelHint HINT =
      new TunnelHint(GW_WEU, Optional.empty(), Optional.of(PARIS.remoteIp()));
  private static final SourceId SOURCE = new SourceId("hub", "3");

  static Stream<GatewayEvent> events() {
    var proof = Values.evidence("d1");
    var instance = Optional.of(Instance.IN_1);
    var peer = Optional.of(PEER);
    var prefixes = List.of(Prefix.parse("10.52.0.0/16"), Prefix.parse("2001:db8::/48"));
    return Stream.of(
        new GatewayEvent.TunnelConnected(PARIS, Reason.NOT_STATED, proof),
        new GatewayEvent.TunnelDisconnected(PARIS, Reason.PEER_SILENT, proof),
        new GatewayEvent.NegotiationFailed(HINT, Reason.AUTHENTICATION, proof),
        new GatewayEvent.SaDeleted(
            HINT, GatewayEvent.SaKind.CHILD, Reason.SA_EXPIRED_OR_DELETED, proof),
        new GatewayEvent.MaintenanceNoted(GW_WEU, instance, GatewayEvent.Maintenance.HOST, proof),
        new GatewayEvent.ConfigurationSet(
            GW_WEU,
            GatewayEvent.ConfigurationScope.CONNECTION,
            Optional.of("to-paris"),
            Optional.empty(),
            true,
            proof),
        new GatewayEvent.ConfigurationSet(
            GW_WEU,
            GatewayEvent.ConfigurationScope.CONNECTION,
            Optional.empty(),
            Optional.of("lng-paris"),
            true,
            proof),
        new GatewayEvent.BgpConnected(GW_WEU, instance, peer, proof),
        new GatewayEvent.BgpDisconnected(GW_WEU, Optional.empty(), Optional.empty(), proof),
        new GatewayEvent.RoutesChanged(
            GW_WEU,
            peer,
            GatewayEvent.RouteOrigin.BGP,
            GatewayEvent.RouteChange.WITHDRAWN,
            prefixes,
            proof),
        new GatewayEvent.P2sSession(
            GW_WEU,
            "OVPN_1",
            GatewayEvent.P2sOutcome.AUTHENTICATION_FAILED,
            Reason.AUTHENTICATION,
            proof),
        new GatewayEvent.Unrecognised(GW_WEU, proof),
        new GatewayEvent.Undated(GW_WEU, proof));
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyKindOfEventComesBack(GatewayEvent event) {
    assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
  }

  @Test
  void anEventIsReadableWithoutUs() {
    var event =
        new GatewayEvent.NegotiationFailed(HINT, Reason.AUTHENTICATION, Values.evidence("d1"));

    assertThat(new String(EventJson.write(event), StandardCharsets.UTF_8))
        .startsWith(
            "{\"schema\":1,\"kind\":\"negotiation_failed\",\"gateway\":\""
                + GW_WEU
                + "\",\"instance\":null,\"remoteIp\":\"203.0.113.7\",\"reason\":\"authentication\","
                + "\"evidence\":{\"at\":\"2026-03-01T10:02:11.500Z\"");
  }

  @Test
  void aGatewayIncidentKeepsItsDigests() {
    var loss = new Loss("c0", PARIS, "paris", LOST, Optional.of(BACK), Duration.ofSeconds(45));

    comesBack(
        new GatewayIncident(GW_WEU, Values.incident("d1"), List.of(loss)),
        GatewayIncidentJson::write,
        GatewayIncidentJson::read);
  }

  @Test
  void aTopologyComesBack() {
    var device =
        new Connection(
            "to-paris",
            "paris",
            new FarEnd.Device(Optional.of("lng-paris")),
            List.of(PARIS.remoteIp()),
            Optional.of(new Connection.Bgp(PEER, 4_200_000_000L)),
            List.of(Prefix.parse("10.52.0.0/16")),
            Connection.Timers.DEFAULT);
    var far =
        new Connection(
            "to-gw-sea",
            "gw-sea",
            new FarEnd.Gateway(GW_WEU, true),
            List.of(),
            Optional.empty(),
            List.of(),
            Connection.Timers.DEFAULT);

    comesBack(
        new GatewayTopology(
            GW_WEU, true, false, "westeurope", "VpnGw2AZ", List.of(far), List.of(device)),
        TopologyJson::write,
        TopologyJson::read);
  }

  @Test
  void aTopologyOfBeforeUnconnectedDevicesIsRead() {
    var topology = new GatewayTopology(GW_WEU, true, false, "westeurope", "VpnGw2AZ", List.of());
    var written = new String(TopologyJson.write(topology), StandardCharsets.UTF_8);
    var before = written.replace(",\"unconnected\":[]", "");

    assertThat(before).isNotEqualTo(written);
    assertThat(TopologyJson.read(before.getBytes(StandardCharsets.UTF_8))).isEqualTo(topology);
  }

  @Test
  void coverageAndPositionComeBack() {
    var gap = new SourceCoverage.Gap(5, 7, BACK);
    comesBack(
        new SourceCoverage(SOURCE, LOST, 42, BACK, List.of(gap)),
        CoverageJson::write,
        CoverageJson::read);
    comesBack(
        new SourcePosition(SOURCE, Long.MAX_VALUE, LOST, BACK),
        PositionJson::write,
        PositionJson::read);
  }

  @Test
  void aSentAlertComesBack() {
    comesBack(sentAlert(Optional.of("3.7")), SentAlertJson::write, SentAlertJson::read);
    comesBack(sentAlert(Optional.empty()), SentAlertJson::write, SentAlertJson::read);
  }

  @Test
  void aSentAlertIsReadableWithoutUs() {
    var json =
        """
        {"schema":1,"labels":{"pageKey":"0123456789abcdef","gateway":"gw-weu","site":"paris",\
        "scope":"site"},"incident":"fedcba9876543210","tier":"page","status":"firing","revision":4,\
        "pagedAt":"PAGED","acknowledgedBy":["alertmanager-0"],\
        "begunBy":["alertmanager-0","terminal"],"heardBy":["alertmanager-0","terminal","webhook"],\
        "handedTo":["alertmanager-0","terminal","webhook","webhook-2"],"words":%s}"""
            .replace("PAGED", BACK.toString());

    assertThat(SentAlertJson.write(sentAlert(Optional.of("3.7"))))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(json.replace("%s", "\"3.7\""));
    assertThat(SentAlertJson.write(sentAlert(Optional.empty())))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(json.replace("%s", "null"));
  }

  private static SentAlert sentAlert(Optional<String> words) {
    return new SentAlert(
        new SentAlert.Labels("0123456789abcdef", "gw-weu", "paris", "site"),
        "fedcba9876543210",
        Tier.PAGE,
        SentAlert.Status.FIRING,
        4,
        BACK,
        new SentAlert.Takers(
            Set.of("alertmanager-0"),
            Set.of("terminal", "alertmanager-0"),
            Set.of("webhook", "terminal", "alertmanager-0"),
            Set.of("webhook", "terminal", "alertmanager-0", "webhook-2")),
        words);
  }

  @Test
  void ofASentAlertOfAnOlderVersionWhoeverTookTheLastThingHeardItAll() {
    var old =
        """
        {"schema":1,"labels":{"pageKey":"0123456789abcdef","gateway":"gw-weu","site":"paris",\
        "scope":"site"},"incident":"0123456789abcdef","tier":"page","status":"firing","revision":1,\
        "pagedAt":"2026-03-02T10:00:00Z","acknowledgedBy":["webhook"]}""";

    assertThat(SentAlertJson.read(old.getBytes(StandardCharsets.UTF_8)).takers())
        .isEqualTo(
            new SentAlert.Takers(
                Set.of("webhook"), Set.of("webhook"), Set.of("webhook"), Set.of("webhook")));
    assertThat(SentAlertJson.read(old.getBytes(StandardCharsets.UTF_8)).words()).isEmpty();
  }

  @Test
  void aRejectLineTellsABackslashFromABadByteAndAnEndFromACut() {
    var text = RejectLine.of(RejectReason.NOT_UTF8, "f", Fixture.bytes("a\\xFF")).text();
    var large = RejectLine.of(RejectReason.NOT_UTF8, "f", new byte[70_000]).text();
    var head = RejectLine.ofHead(RejectReason.TRUNCATED, "f", Fixture.bytes("a...")).text();

    assertThat(text).isEqualTo("a\\\\xFF");
    assertThat(RejectLine.of(RejectReason.NOT_UTF8, "f", new byte[] {'a', (byte) 0xFF}).text())
        .isEqualTo("a\\xFF");
    assertThat(large).endsWith("\\...").hasSize((64 << 10) + 4);
    assertThat(head).isEqualTo("a...\\...");
  }

  @Test
  void aRejectLineEscapesTheBytesThatAreNoText() {
    byte[] bytes = {'{', '"', (byte) 0xC0, (byte) 0xAF, (byte) 0xC3, (byte) 0xA9, (byte) 0xE2};
    var line = RejectLine.of(RejectReason.NOT_UTF8, "a.json:7#0", bytes);

    assertThat(line.text()).isEqualTo("{\"\\xC0\\xAFé\\xE2");
    assertThat(new String(RejectJson.write(line), StandardCharsets.UTF_8))
        .startsWith("{\"reason\":\"not_utf8\",\"source\":\"a.json:7#0\",\"text\":\"");
    comesBack(line, RejectJson::write, RejectJson::read);
  }

  @Test
  void oneValueIsNotTakenForAnother() {
    var position = PositionJson.write(new SourcePosition(SOURCE, 1, LOST, BACK));

    assertThatThrownBy(() -> CoverageJson.read(position))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage("readUpTo: expected an instant such as 2026-03-01T06:00:00Z, got nothing");
  }

  private static <T> void comesBack(T value, Function<T, byte[]> write, Function<byte[], T> read) {
    assertThat(read.apply(write.apply(value))).isEqualTo(value);
  }
}
