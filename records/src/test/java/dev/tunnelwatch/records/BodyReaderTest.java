package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is read in one pass is what is told step by step: split, then each record by itself. */
class BodyReaderTest {

  private static final RecordReader RECORDS = new RecordReader(Pseudonyms.redacted());
  private static final BodyReader BODIES = new BodyReader(RECORDS);

  private static final List<String> ELEMENTS =
      List.of(
          Fixture.ike("[RECEIVED] Received DPD response"),
          Fixture.ike("SESSION_ID :{0a-1b} Remote 203.0.113.7:500: Local 192.0.2.4:500: [SEND]x"),
          Fixture.ike(
              "SESSION_ID :{0a} Remote 203.0.113.7:500: Local 192.0.2.4:500: [RECV]Messid : 7"),
          Fixture.ike("[RECV] to 203.0.113.7 mEssid:1234567890 messid : 12"),
          Fixture.ike("[RECV]Messid : 1"),
          Fixture.ike("  Remote 2001:db8::1:500: Local x:1: QM rekey completed"),
          Fixture.ike("Remote 203.0.113.7 Local 192.0.2.4[SEND] Policy1:Cipher=3DES"),
          Fixture.ike(keyed("IKEv2-S2S", "REKEY_COMPLETED [SA_type] QM_SA", "0")),
          Fixture.ike(keyed("IKEv2-S2S", "SA_ESTABLISHED [sa_TYPE] mm_SA", "0")),
          Fixture.ike(keyed("IKEv2-P2S", "SA_ESTABLISHED [SA_type] QM_SA", "0")),
          Fixture.ike(keyed("x [y] p2s", "SA_ESTABLISHED [SA_type] QM_SA", "")),
          Fixture.ike(keyed("IKEv2-S2S", "SA_DELETE [SA_type] QM_SA", "13885")),
          Fixture.ike(keyed("IKEv2-S2S", "SA_INIT_SENT", "0 [ErrorMessage] Policy match error")),
          Fixture.ike(keyed("a", "SA_ESTABLISHED", "0") + keyed("P2S", "SA_DELETE", "1")),
          Fixture.ike("[Remote] nobody [IkeEvent] rekey_done"),
          Fixture.ike("dpd ack").replace("IN_0", "in_1 "),
          Fixture.ike("dpd ack").replace("IN_0", "IN_2"),
          Fixture.ike("dpd ack").replace("\"instance\"", "\"Message\":\"a\",\"other\""),
          Fixture.ike("dpd ack").replace("IKEDiagnosticLog", "ikediagnosticlog"),
          Fixture.ike("dpd ack").replace("IKELogEvent", " ikelogEVENT"),
          Fixture.ike("dpd ack").replace("VIRTUALNETWORKGATEWAYS", "P2SVPNGATEWAYS"),
          Fixture.ike("dpd ack").replace(Fixture.TIME, "2026-02-29T10:02:11.1234567Z"),
          Fixture.ike("dpd ack").replace(Fixture.TIME, "2026-02-28T10:02:11Z"),
          Fixture.ike("dpd ack").replace(Fixture.TIME, "2114-02-28T10:02:11.5Z"),
          Fixture.ike("dpd ack")
              .replace("\"level\":\"Info\"", "\"level\":4,\"x\":-0.50,\"y\":null"),
          Fixture.ike("dpd ack").replace("\"level\":\"Info\"", "\"level\":04"),
          Fixture.ike("dpd ack").replace("\"level\":\"Info\"", "\"category\":true"),
          Fixture.record(Category.IKE, "IKELogEvent", "{\"message\":null,\"a\":1.0,\"b\":true}"),
          Fixture.record(Category.IKE, "IKELogEvent", "{\"message\":17,\"a\":1e5}"),
          Fixture.record(Category.TUNNEL, "TunnelConnected", "{\"remoteIP\":7,\"a\":-0}"),
          Fixture.p2s("[MSG] [default] [OVPN_0A] Connect request received. IP=0.2.0.1:9"),
          Fixture.p2s("[MSG] UserName: A\\\\b c, IP=::1 CN=x y@z.example 203.0.113.7/24"),
          Fixture.said(Category.ROUTE, "BgpRouteUpdate", "peer 10.1.0.1 announced 10.2.0.0/16"),
          Fixture.ike("Gr\u00fc\u00dfe \\ \"\u20ac\" \uD83D\uDE00 rekey completed"),
          Fixture.ike("negotiation ended, error 13886"),
          Fixture.tunnel("TunnelDisconnected", "DPD timed out"),
          Fixture.ike("x").replace("\"level\":\"Info\"", "\"Time\":\"2026-03-01T11:00:00Z\""),
          Fixture.ike("x").replace("\"level\":\"Info\"", "\"time\":\"2026-03-01T11:00:00Z\""),
          Fixture.ike("x")
              .replace("\"level\":\"Info\"", "\"timeStamp\":\"x\",\"metricName\":\"y\""),
          Fixture.ike("x").replace("\"level\"", "\"Properties\""),
          Fixture.ike("x").replace(":", " : ").replace(",", " ,\t"),
          Fixture.record(Category.IKE, "IKELogEvent", "{\"message\":\"\",\"instance\":\"IN_0\"}"),
          Fixture.record(
              Category.IKE, "IKELogEvent", "{\"message\":\"dpd ack\",\"instance\":\"\"}"),
          Fixture.record(Category.IKE, "IKELogEvent", "{}"),
          Fixture.record(Category.IKE, "IKELogEvent", "\"{\\\"message\\\":\\\"dpd ack\\\"}\""),
          Fixture.record(Category.IKE, "IKELogEvent", "\"{\\\"a\\\":1,\\\"a\\\":2}\""),
          Fixture.record(Category.IKE, "IKELogEvent", "{\"message\":\"a\",\"Message\":\"b\"}"),
          Fixture.record(Category.IKE, "IKELogEvent", "{\"message\":\"a\",\"message\":\"b\"}"),
          Fixture.record(Category.TUNNEL, "TunnelConnected", "{\"remoteIP\":\"nowhere\"}"),
          Fixture.ike("x").replace(Fixture.TIME, "yesterday"),
          Fixture.ike("x").replace("MICROSOFT.NETWORK", "OTHER"),
          Fixture.ike("x").replace("IKEDiagnosticLog", "AuditEvent"),
          Fixture.ike("x").replace("operationName", "other"),
          Fixture.ike("x").replace("\"level\":\"Info\"", "\"a\":{\"b\":[1,{\"c\":2,\"c\":3}]}"),
          Fixture.ike("x").replace("\"level\":\"Info\"", "\"records\":[{\"time\":\"x\"}]"),
          Fixture.ike("x").replace("\"level\":\"Info\"", "\"record\":{},\"source\":\"a:1#0\""),
          "{\"metricName\":\"TunnelIngressBytes\",\"time\":\"2026-03-01T10:00:00Z\",\"total\":1}",
          "{\"a\":1,\"b\":{\"a\":1},\"c\":[1e400,-0.5,true,null]}",
          "{" + names(40) + "}",
          "{" + names(40) + ",\"n7\":1}",
          "[]",
          "17");

  private static String keyed(String connection, String event, String code) {
    return "(Information)[Remote] 203.0.113.7:4500 [Local] 192.0.2.4:4500 [SESSION_ID] {0a} "
        + "[ConnType] %s [IkeEvent] %s [ErrorCode] %s".formatted(connection, event, code);
  }

  private static String names(int count) {
    return IntStream.range(0, count).mapToObj(n -> "\"n" + n + "\":1").collect(joined());
  }

  @Test
  void bodiesOfAllFormsGiveTheSameEitherWay() {
    long seed = 20260301;
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] body = bytes(form(random, elements(random)));
      if (random.nextBoolean()) {
        body = damaged(random, body);
      }
      assertThat(inOnePass(body)).as("seed %d, body %d", seed, i).isEqualTo(stepByStep(body));
    }
  }

  private static String elements(Random random) {
    var before = new ArrayList<String>();
    return IntStream.range(0, random.nextInt(8))
        .mapToObj(_ -> element(random, before))
        .collect(joined());
  }

  /** As likely one that was there before, perhaps with other values. */
  private static String element(Random random, List<String> before) {
    if (!before.isEmpty() && random.nextBoolean()) {
      var again = before.get(random.nextInt(before.size()));
      return switch (random.nextInt(4)) {
        case 0 -> again.replace("203.0.113.7", "");
        case 1 -> again.replace("GatewayTenantWorker_", "a\\u0041");
        case 2 -> again.replace("10:02:11", "1").replace("Remote", "Remote x y");
        default -> again;
      };
    }
    before.add(ELEMENTS.get(random.nextInt(ELEMENTS.size())));
    return before.getLast();
  }

  private static String form(Random random, String elements) {
    return switch (random.nextInt(10)) {
      case 0 -> "{\"records\":[" + elements + "]}";
      case 1 -> "\uFEFF { \"Records\" : [ " + elements + " ] } \n";
      case 2 -> "{\"records\":[" + elements + "],\"source\":\"x\"}";
      case 3 -> "{\"source\":\"a:1#0\",\"record\":" + elements + "}";
      case 4 -> "[{\"records\":[" + elements + "]}]";
      case 5 -> elements + "\n" + elements;
      case 6 -> "{\"records\":[" + elements + "]}{\"records\":[" + elements + "]}";
      case 7, 8 -> exported(random, elements);
      default -> elements;
    };
  }

  private static String exported(Random random, String elements) {
    var enqueuedAt = random.nextBoolean() ? "2026-03-01T10:03:00Z" : "2026-03-01t09:03:00+01:00";
    return "{\"source\":\"hub/3/42#0\",\"enqueuedAt\":\"%s\",\"record\":%s}"
        .formatted(enqueuedAt, elements);
  }

  private static byte[] damaged(Random random, byte[] body) {
    if (body.length == 0) {
      return body;
    }
    int at = random.nextInt(body.length);
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(body, at);
      case 1 -> {
        var other = body.clone();
        other[at] = (byte) random.nextInt(256);
        yield other;
      }
      default -> {
        var other = new ArrayList<Byte>();
        for (byte b : body) {
          other.add(b);
        }
        other.add(at, (byte) "{}[],:\"\\".charAt(random.nextInt(8)));
        var bytes = new byte[other.size()];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = other.get(i);
        }
        yield bytes;
      }
    };
  }

  static List<String> inOnePass(byte[] body) {
    var found = new ArrayList<String>();
    BODIES.read(body, BodyReaderTest::source, into(found));
    return found;
  }

  static List<String> stepByStep(byte[] body) {
    var found = new ArrayList<String>();
    var exported = ExportLine.parse(body);
    if (exported.isPresent()) {
      read(exported.get().recordBytes(), exported.get().origin(), found);
      return found;
    }
    for (var element : new BodySplitter().split(body)) {
      switch (element) {
        case Element.Rec rec -> read(rec.bytes(), origin(rec.index()), found);
        case Element.Foreign foreign ->
            found.add(origin(foreign.index()) + " " + new Reading.Foreign(foreign.kind()));
        case Element.Broken broken ->
            found.add(
                RejectLine.of(broken.reason(), source(broken.index()), broken.bytes()).toString());
      }
    }
    return found;
  }

  private static void read(byte[] record, Origin origin, List<String> found) {
    var reading = RECORDS.parsed(record, origin);
    found.add(
        reading instanceof Reading.Rejected(var reason, _)
            ? RejectLine.of(reason, origin.source(), record).toString()
            : origin + " " + reading);
  }

  private static Readings into(List<String> found) {
    return new Readings() {
      @Override
      public void read(Reading reading, Supplier<Origin> origin) {
        found.add(origin.get() + " " + reading);
      }

      @Override
      public void refuse(RejectLine reject) {
        found.add(reject.toString());
      }
    };
  }

  private static Origin origin(int index) {
    return new Origin(source(index), Optional.empty());
  }

  private static String source(int index) {
    return "file:1#" + index;
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(",");
  }
}
