package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Records by chance: mostly as Azure writes them, often with something odd about them, and a third
 * of them damaged.
 */
final class RandomRecords {

  private static final List<String> MESSAGES =
      List.of(
          "SESSION_ID :{0a-1b} Remote 203.0.113.7:500: Local 192.0.2.4:500: [SEND] Sending DPD request",
          "SESSION_ID :{0a} Remote 203.0.113.7:500: Local 192.0.2.4:500: [RECEIVED] Received DPD response",
          "SESSION_ID :{0a} Remote 203.0.113.7:500: Local 192.0.2.4:500: [RECV]Messid : 7",
          "[RECV] to 203.0.113.7 mEssid:1234567890 messid : 12",
          "Remote 2001:db8::1:500: Local x:1: QM rekey completed",
          "Remote 203.0.113.7:4500: Local 192.0.2.4:4500: failed with Windows error 13801(AUTH_FAIL)",
          "(Error)[Remote] 203.0.113.7:4500 [Local] 192.0.2.4:4500 [SESSION_ID] {0a} [ConnType]"
              + " IKEv2-S2S [IkeEvent] SA_DELETE [SA_type] QM_SA [ErrorCode] 13885",
          "[Remote] 203.0.113.7:4500 [Local] 192.0.2.4:4500 [ConnType] IKEv2-P2S [IkeEvent]"
              + " SA_ESTABLISHED [SA_type] MM_SA [ErrorCode] 0",
          "[Remote] 203.0.113.9:4500 [Local] 192.0.2.4:4500 [ConnType] IKEv2-S2S [IkeEvent]"
              + " REKEY_COMPLETED [SA_type] QM_SA [ErrorCode] 0x35ED [ErrorMessage] Negotiation timed out",
          "Policy1:Cipher=DESIntegrity=Md5",
          "SESSION_ID :{0a} Remote 203.0.113.7:500: Local 192.0.2.4:500: [RECEIVED]Received Ike"
              + " payload: Policy1:Cipher=AES-CBC-256 Integrity=SHA256 DhGroup=DhGroup14",
          "SESSION_ID :{0a} Remote 203.0.113.7:500: Local 192.0.2.4:500: [SEND]Sending IPSec policy"
              + " Payload for tunnel Id 0x3, tsId 0x37: Policy1:Integrity=AES-GCM-256"
              + " Cipher=AES-GCM-256 Policy2:Cipher=3DES",
          "SESSION_ID :{0a} Remote 203.0.113.8:500: Local 192.0.2.4:500: Received Traffic Selector"
              + " payload response- [Tsid 0x7 ]Number of TSIs 1: StartAddress 10.52.0.0 EndAddress"
              + " 10.52.255.255 PortStart 0 PortEnd 65535 Protocol 0 Number of TSRs 1:StartAddress"
              + " 10.1.0.0 EndAddress 10.1.255.255 PortStart 0 PortEnd 65535 Protocol 0",
          "SESSION_ID :{0a} Remote 203.0.113.7:500: Local 192.0.2.4:500: [LOCAL_MSG] IKE Tunnel"
              + " closed for tunnelId 0x3 with status Policy match error",
          "SESSION_ID :{0a} Remote 203.0.113.7:500: Local 192.0.2.4:500: [LOCAL_MSG] IKE Tunnel"
              + " closed for tunnelId 0x3 with status 13801",
          "SESSION_ID :{0a} Remote 203.0.113.7:500: Local 192.0.2.4:500: [LOCAL_MSG] IKE Tunnel"
              + " closed for tunnelId 0x3 with status 0",
          "SA AUTH authentication succeeded with 0 failures, DPD response received",
          "Connection updated by Arthur Dent, sharedKey='correct horse'",
          "[MSG] [default] [OVPN_0A] Connection successful. Username=***x@contoso.com IP=10.0.0.1",
          "BGP peer 10.52.0.1 announced 10.52.0.0/16",
          "dpd ack",
          "Upgrade gateway started",
          " ",
          "",
          "Gr\\u00fc\\u00dfe \u20ac \uD83D\uDE00 \\ud800 \\\"\\\\ DPD timeout",
          "line\\r\\nline \\u001b[31m");

  private static final List<String> TIMES =
      List.of(
          "\"2026-03-01T10:02:11Z\"",
          "\"2026-03-01T12:02:11+02:00\"",
          "\"3/1/2026 10:02:11 AM\"",
          "\"2026-03-01T10:01:60Z\"",
          "\"9999-12-31T23:59:59Z\"",
          "\"1970-01-01T00:00:00Z\"",
          "\"2026-02-29T10:02:11.1234567Z\"",
          "\"\"",
          "null",
          "1772359331");

  private static final List<String> VALUES =
      List.of(
          "\"x\"",
          "\"\"",
          "4",
          "-0.50",
          "1e5",
          "1E+400",
          "01",
          ".5",
          "true",
          "null",
          "nul",
          "NaN",
          "[]",
          "[1,[\"a\",{}]]",
          "{}",
          "{\"a\":{\"b\":[1,{\"c\":null}]}}",
          "{\"a\":1,\"a\":2}",
          "12345678901234567890123456789012345678901234567890",
          "'x'",
          "{\"value\":\"IKEDiagnosticLog\"}",
          "\"{\\\"message\\\":\\\"dpd ack\\\"}\"",
          "\" {'a':1}\"",
          "\"a\tb\"",
          "\"\\u00e9\\q\"");

  private static final List<String> NAMES =
      List.of(
          "level",
          "Level",
          "TIME",
          "timeStamp",
          "Category",
          "ResourceId",
          "properties",
          "record",
          "metricName",
          "location",
          "durationMs",
          "",
          "message",
          "instance",
          "\\u0061",
          "\u00e9");

  private static final List<String> BLANKS = List.of(" ", "\n", "\t", " \r\n ", "");

  private final Random random;

  /** Nothing is odd about this one. */
  private boolean sober;

  RandomRecords(long seed) {
    random = new Random(seed);
  }

  byte[] next() {
    sober = random.nextInt(3) == 0;
    var record = Fixture.bytes(object(fields()));
    return random.nextInt(3) == 0 ? damaged(record) : record;
  }

  private List<String> fields() {
    var category = random.nextBoolean() ? Category.IKE : any(List.of(Category.values()));
    var fields = new ArrayList<String>();
    fields.add(field("time", odd() ? any(TIMES) : '"' + time() + '"'));
    fields.add(field("resourceId", '"' + resource() + '"'));
    fields.add(field("category", '"' + (odd() ? "OtherLog" : category.azureName()) + '"'));
    fields.add(field("operationName", '"' + (odd() ? "NewEvent" : operation(category)) + '"'));
    fields.add(field("level", "\"Informational\""));
    fields.add(field("properties", object(properties(category))));
    while (odd()) {
      fields.add(field(any(NAMES), any(VALUES)));
    }
    return shuffled(fields);
  }

  private List<String> properties(Category category) {
    var fields = new ArrayList<String>();
    fields.add(
        field("instance", "\"GatewayTenantWorker_IN_" + random.nextInt(odd() ? 3 : 2) + '"'));
    if (category == Category.TUNNEL) {
      fields.add(
          field("remoteIP", odd() ? any(VALUES) : "\"203.0.113." + random.nextInt(300) + '"'));
      fields.add(field("stateChangeReason", "\"DPD timed out\""));
    } else {
      fields.add(field("message", odd() ? any(VALUES) : '"' + any(MESSAGES) + '"'));
    }
    while (odd()) {
      fields.add(field(any(NAMES), any(VALUES)));
    }
    return shuffled(fields);
  }

  /** Now and then another order, or without one of them. */
  private List<String> shuffled(List<String> fields) {
    if (odd()) {
      Collections.shuffle(fields, random);
    }
    if (odd()) {
      fields.removeLast();
    }
    return fields;
  }

  private String operation(Category category) {
    return switch (category) {
      case GATEWAY -> any(List.of("SetConnectionConfiguration", "HostMaintenanceEvent"));
      case TUNNEL -> any(List.of("TunnelConnected", "TunnelDisconnected"));
      case ROUTE -> any(List.of("BgpRouteUpdate", "BgpConnectedEvent"));
      case IKE -> "IKELogEvent";
      case P2S -> "P2SLogEvent";
    };
  }

  private String time() {
    return "2026-03-01T10:0%d:%02d.%07dZ"
        .formatted(random.nextInt(4), random.nextInt(60), random.nextInt(10_000_000));
  }

  private String resource() {
    var id = Fixture.GATEWAY + random.nextInt(50);
    return switch (random.nextInt(12)) {
      case 0 -> id.toLowerCase(Locale.ROOT);
      case 1 -> id.replace("VIRTUALNETWORKGATEWAYS", "P2SVPNGATEWAYS");
      case 2 -> odd() ? id.replace("MICROSOFT.NETWORK", "OTHER") : id;
      case 3 -> odd() ? id.replace("/PROVIDERS", "") : id;
      default -> id;
    };
  }

  private String field(String name, String value) {
    return '"'
        + (odd() ? name.toUpperCase(Locale.ROOT) : name)
        + '"'
        + blank()
        + ':'
        + blank()
        + value;
  }

  private String object(List<String> fields) {
    return '{' + blank() + String.join(blank() + ',' + blank(), fields) + blank() + '}';
  }

  private String blank() {
    return random.nextInt(40) == 0 ? any(BLANKS) : "";
  }

  private boolean odd() {
    return !sober && random.nextInt(8) == 0;
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private byte[] damaged(byte[] record) {
    int at = random.nextInt(record.length);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(record, at);
      case 1 -> {
        var other = record.clone();
        other[at] = (byte) random.nextInt(256);
        yield other;
      }
      case 2 -> {
        var other = new byte[record.length + 1];
        System.arraycopy(record, 0, other, 0, at);
        other[at] = (byte) "{}[],:\"\\ 0".charAt(random.nextInt(10));
        System.arraycopy(record, at, other, at + 1, record.length - at);
        yield other;
      }
      default -> {
        var other = new byte[record.length - 1];
        System.arraycopy(record, 0, other, 0, at);
        System.arraycopy(record, at + 1, other, at, other.length - at);
        yield other;
      }
    };
  }
}
