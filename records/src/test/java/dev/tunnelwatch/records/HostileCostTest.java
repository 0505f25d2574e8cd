package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tunnelwatch.model.Category;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A record of 1 MB, whatever is in it, costs at most four times its size in memory. */
class HostileCostTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int SIZE = 1_000_000;
  private static final int MOST = 4;

  private final RecordReader reader = new RecordReader(Pseudonyms.redacted());

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

  @ParameterizedTest
  @MethodSource("records")
  void whateverElseIsLongIsNoDearer(String record) {
    timesItsSize(Fixture.tunnel("TunnelDisconnected", "\\t"));

    assertThat(timesItsSize(record)).as(record.substring(0, 300)).isLessThan(MOST);
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

  /** Both as it is read live, once it is cut out, and as a body of an archive. */
  private double timesItsSize(String record) {
    var bytes = Fixture.bytes(record);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    reader.read(bytes, Fixture.ORIGIN);
    long between = THREADS.getCurrentThreadAllocatedBytes();
    return (double) (between - before) / bytes.length;
  }
}
