package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Origin;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A record of 1 MB, whatever is in it, costs at most four times its size in memory once it is cut
 * out; as a body of an archive so does any message, and what nobody writes so long at most eight
 * times: it is looked at, cut out, read, and kept as a reject.
 */
class HostileCostTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int SIZE = 1_000_000;
  private static final int MOST = 4;
  private static final int MOST_AS_BODY = 8;

  private static final Readings NOBODY =
      new Readings() {
        @Override
        public void read(Reading reading, Supplier<Origin> origin) {
          var _ = origin.get();
        }

        @Override
        public void refuse(RejectLine reject) {}
      };

  private final RecordReader reader = new RecordReader(Pseudonyms.redacted());
  private final BodyReader bodies = new BodyReader(reader);

  @ParameterizedTest
  @EnumSource(Category.class)
  void aLongMessageIsReadByItsBeginning(Category category) {
    warmUp(category);
    for (var part : HostileTextTest.PARTS) {
      for (var before : List.of("", "\\t")) {
        var message = before + part.repeat(SIZE / part.length());
        var record = record(category, "{\"instance\":\"IN_0\",\"message\":\"" + message + "\"}");

        assertThat(timesItsSize(record))
            .as("%s: a message of %s", category, before + part)
            .isLessThan(MOST);
      }
    }
  }

  /** So that no class is loaded while it is counted. */
  private void warmUp(Category category) {
    for (var part : HostileTextTest.PARTS) {
      timesItsSize(record(category, "{\"message\":\"" + part.repeat(10) + "\"}"));
    }
  }

  static Stream<String> records() {
    var long1 = "x".repeat(SIZE);
    var plain = Fixture.tunnel("TunnelDisconnected", "x");
    return Stream.of(
        plain.replace("Info", long1),
        plain.replace("\"Info\"", "[" + "1,".repeat(SIZE / 2) + "1]"),
        plain.replace("\"Info\"", "[".repeat(SIZE)),
        plain.replace("\"Info\"", "1".repeat(SIZE)),
        plain.replace("\"level\"", "\"" + long1 + "\""),
        plain.replace("\"level\":\"Info\"", names()),
        plain.replace("2026", long1),
        plain.replace("GW-WEU", long1),
        plain.replace("GW-WEU", "a/".repeat(SIZE / 2)),
        plain.replace("TunnelDisconnected", long1),
        plain.replace("TunnelDiagnosticLog", long1),
        plain.replace("203.0.113.7", long1),
        plain.replace("GatewayTenantWorker_IN_1", long1),
        record(Category.ROUTE, "{" + names() + "}"),
        record(Category.ROUTE, "\"" + long1 + "\""),
        record(Category.ROUTE, "\"{\\\"message\\\":\\\"" + long1 + "\\\"}\""),
        record(Category.ROUTE, "\"{" + "\\\"a\\\":[".repeat(SIZE / 8) + "\""),
        " ".repeat(SIZE) + plain,
        plain.replace(",", "," + " ".repeat(SIZE / 10)));
  }

  /** As a body, too, where it is looked at, cut out, and read. */
  @ParameterizedTest
  @MethodSource("records")
  void whateverElseIsLongIsNoDearer(String record) {
    var bytes = Fixture.bytes(record);
    live(Fixture.bytes(Fixture.tunnel("TunnelDisconnected", "\\t")));
    asBody(Fixture.bytes(Fixture.tunnel("TunnelDisconnected", "\\t")));

    assertThat(live(bytes)).as(record.substring(0, 300)).isLessThan(MOST);
    assertThat(asBody(bytes)).as(record.substring(0, 300)).isLessThan(MOST_AS_BODY);
  }

  private static String names() {
    var names = new ArrayList<String>();
    for (int i = 0; i < SIZE / 10; i++) {
      names.add("\"n" + i + "\":1");
    }
    return String.join(",", names);
  }

  private static String record(Category category, String properties) {
    return Fixture.record(category, HostileTextTest.operation(category), properties);
  }

  /** A body of an archive: nothing in it was cut out before, and what is broken is kept. */
  static Stream<String> bodies() {
    var plain = Fixture.tunnel("TunnelDisconnected", "x");
    int many = SIZE / plain.length();
    return Stream.of(
        "{\"records\":[" + (plain + ",").repeat(many) + plain + "]}",
        "{\"records\":[" + (plain.replace("\"Info\"", "nul") + ",").repeat(many) + plain + "]}",
        "{\"records\":[" + (plain + ",").repeat(many) + "{'x'},nul" + "]}",
        "{\"records\":[" + plain + "," + plain.replace("Info", "x".repeat(SIZE)).replace("}", ""),
        "{\"records\":[],".repeat(SIZE / 13),
        "{\"records\":[" + "],\"records\":[".repeat(SIZE / 13),
        "{\"x\":1,\"x\":2,\"records\":[" + (plain + ",").repeat(many) + "]}",
        "x{".repeat(SIZE / 2),
        "\"".repeat(SIZE),
        "{\"source\":\"a\",\"enqueuedAt\":\"2026-03-01T10:02:11Z\",\"record\":"
            + plain.replace("Info", "x".repeat(SIZE))
            + "}",
        "[".repeat(SIZE));
  }

  /** Of many small things each has its own cost, so it is held that twice as many cost twice. */
  @ParameterizedTest
  @MethodSource("bodies")
  void aBodyOfManyThingsCostsInLineWithItsSize(String body) {
    var bytes = Fixture.bytes(body);
    var half = Arrays.copyOf(bytes, bytes.length / 2);
    asBody(half);

    assertThat(asBody(bytes)).as(body.substring(0, 100)).isLessThan(1.25 * asBody(half) + 1);
  }

  /** As it is read live, once it is cut out, or as a body of an archive, whichever is dearer. */
  private double timesItsSize(String record) {
    var bytes = Fixture.bytes(record);
    return Math.max(live(bytes), asBody(bytes));
  }

  private double live(byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    reader.read(bytes, Fixture.ORIGIN);
    return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / bytes.length;
  }

  private double asBody(byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    bodies.read(bytes, index -> "file:1#" + index, NOBODY);
    return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / bytes.length;
  }
}
