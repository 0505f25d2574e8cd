package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What holds for any bytes, of each way into this module. */
final class Fuzzed {

  /** A codec: its reader, and its reader behind its writer. */
  private record Codec<T>(Function<byte[], T> read, Function<T, byte[]> write) {

    void check(byte[] json) {
      T value;
      try {
        value = read.apply(json);
      } catch (MalformedJsonException _) {
        return;
      }
      assertThat(read.apply(write.apply(value))).isEqualTo(value);
    }
  }

  private static final List<Codec<?>> CODECS =
      List.of(
          new Codec<>(CoverageJson::read, CoverageJson::write),
          new Codec<>(EventJson::read, EventJson::write),
          new Codec<>(GatewayIncidentJson::read, GatewayIncidentJson::write),
          new Codec<>(IncidentJson::read, it -> Fixture.bytes(IncidentJson.write(it))),
          new Codec<>(OperatorJson::read, OperatorJson::write),
          new Codec<>(PositionJson::read, PositionJson::write),
          new Codec<>(RejectJson::read, RejectJson::write),
          new Codec<>(SentAlertJson::read, SentAlertJson::write),
          new Codec<>(TopologyJson::read, TopologyJson::write));

  private static final DifferentialTest READERS = new DifferentialTest();

  private Fuzzed() {}

  /** Elements follow each other in the body, none is made up, and the work is bounded. */
  static void split(byte[] body) {
    var split = new BodySplit(body, new GatewayIds());
    int from = 0;
    int index = 0;
    for (var element : split.elements()) {
      assertThat(element.index()).isEqualTo(index++);
      from = indexOf(body, element.bytes(), from) + element.bytes().length;
    }
    assertThat(split.bytesLookedAt()).isLessThan(20L * (body.length + 8_192));
  }

  private static int indexOf(byte[] body, byte[] part, int from) {
    for (int at = from; at + part.length <= body.length; at++) {
      if (Arrays.equals(body, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new AssertionError("bytes that do not stand in the body behind " + from);
  }

  static void body(byte[] body) {
    assertThat(BodyReaderTest.inOnePass(body)).isEqualTo(BodyReaderTest.stepByStep(body));
  }

  static void record(byte[] record) {
    if (!contains(record, "\"record")) { // as a body it is an envelope
      READERS.assertAlike(record, "record");
    }
  }

  private static boolean contains(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT).contains(text);
  }

  static void exportLine(byte[] line) {
    ExportLine.parse(line)
        .ifPresent(
            it -> {
              assertThat(it.recordBytes()).startsWith('{').endsWith('}');
              assertThat(PlainReading.read(it.recordBytes()))
                  .isInstanceOf(PlainReading.Read.Raw.class);
            });
  }

  /** The first byte tells which. */
  static void codec(byte[] bytes) {
    if (bytes.length > 0) {
      CODECS
          .get((bytes[0] & 0xFF) % CODECS.size())
          .check(Arrays.copyOfRange(bytes, 1, bytes.length));
    }
  }

  /** The first byte tells which file it is. */
  static void inventory(byte[] bytes) {
    if (bytes.length > 0) {
      var files = AzureInventoryReader.FILES;
      var reading =
          AzureInventoryReader.read(
              Map.of(
                  files.get((bytes[0] & 0xFF) % files.size()),
                  Arrays.copyOfRange(bytes, 1, bytes.length)));
      assertThat(reading.findings()).isNotNull();
    }
  }
}
