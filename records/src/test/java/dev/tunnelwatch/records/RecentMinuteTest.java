package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecentMinuteTest {

  @Test
  void readsEveryTimeAsWithoutMemory() {
    var minute = new RecentMinute();
    for (var text :
        new String[] {
          "2026-03-01T10:02:11.1234567Z",
          "2026-03-01T10:02:59.9Z",
          "2026-03-01T10:02:00Z",
          "2026-03-01T10:02:60.0Z",
          "2026-03-01T10:02:1x.0Z",
          "2026-03-01T10:02:11.12345a7Z",
          "2026-03-01T10:02:11.1234567z",
          "2026-03-01T10:02:11,1234567Z",
          "2026-03-01T10:02:11.1234567890Z",
          "2026-03-01T10:02:11.Z",
          "2026-03-01T10:03:11.123456789Z",
          "2026-02-30T10:03:11.1Z",
          "2026-02-30T10:03:12.1Z",
          "1969-12-31T23:59:58.5Z",
          "1969-12-31T23:59:59.25Z",
          "",
          "Z"
        }) {
      var bytes = ('"' + text + '"').getBytes(StandardCharsets.US_ASCII);
      assertThat(minute.read(bytes, 1, bytes.length - 1))
          .as(text)
          .isEqualTo(TimeText.usual(bytes, 1, bytes.length - 1));
    }
  }
}
