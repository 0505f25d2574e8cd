package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Origin;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportLineTest {

  @Test
  void aLineGivesBackTheRecordsBytesAndWhereItWas() {
    var record = Fixture.tunnel("TunnelConnected", "é");
    var line =
        ExportLine.parse(
                bytes(
                    "{\"source\":\"hub/3/42#0\",\"enqueuedAt\":\"2026-03-01T10:03:00Z\",\"record\": "
                        + record
                        + " }\n"))
            .orElseThrow();

    assertThat(line.recordBytes()).isEqualTo(bytes(record));
    assertThat(line.origin())
        .isEqualTo(new Origin("hub/3/42#0", Optional.of(Instant.parse("2026-03-01T10:03:00Z"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"source\":\"a\",\"record\":\"text\"}",
        "{\"source\":\"\",\"record\":{}}",
        "{\"source\":\"a\",\"enqueuedAt\":\"soon\",\"record\":{}}",
        "{\"source\":\"a\",\"record\":{}}{\"source\":\"a\",\"record\":{}}",
        "{\"source\":\"a\",\"record\":{}",
        "{\"records\":[]}"
      })
  void anythingElseIsForTheSplitter(String line) {
    assertThat(ExportLine.parse(bytes(line))).isEmpty();
  }

  @Test
  void theHubsTimeMayBeMissing() {
    var line = ExportLine.parse(bytes("{\"record\":{},\"source\":\"a:1#0\",\"enqueuedAt\":null}"));

    assertThat(line.orElseThrow().origin().enqueuedAt()).isEmpty();
  }
}
