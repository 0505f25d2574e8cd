package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Whoever reads a topic goes on behind what is of no form, so that there must be one name for it.
 */
class JsonReaderTest {
  private static final byte[] EXTREME =
      "{\"at\":\"+1000000000-12-31T23:59:59.999999999Z\"}".getBytes(StandardCharsets.UTF_8);

  @Test
  void timeBeyondAllThatCanBeCountedIsOutOfBounds() {
    assertThatThrownBy(() -> JsonReader.readAny(EXTREME, in -> in.instant("at").plusSeconds(1)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("within their bounds");
  }
}
