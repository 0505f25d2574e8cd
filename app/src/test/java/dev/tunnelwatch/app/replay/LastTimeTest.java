package dev.tunnelwatch.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastTimeTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final LastTime last = new LastTime();

  @Test
  void nothingSeenIsNoTime() {
    assertThat(last.get()).isEmpty();
  }

  @Test
  void outlierWithoutCompanyMovesNothing() {
    last.saw(NOON, "a");
    last.saw(NOON.plusSeconds(20), "b");
    last.saw(NOON.plusSeconds(90), "c");
    last.saw(Instant.parse("9999-01-01T00:00:00Z"), "d");
    last.saw(NOON.plusSeconds(16 * 60 + 120), "e");

    assertThat(last.get()).contains(NOON.plusSeconds(90));
  }

  @Test
  void repeatedRecordIsNoCompany() {
    last.saw(NOON, "a");
    last.saw(NOON.plusSeconds(1), "b");
    last.saw(NOON.plusSeconds(60), "c");
    last.saw(NOON.plusSeconds(7_200), "d");
    last.saw(NOON.plusSeconds(7_200), "d");
    last.saw(NOON.plusSeconds(7_260), "e");

    assertThat(last.get()).contains(NOON.plusSeconds(60));
  }

  @Test
  void companyMayBeFifteenMinutesAwayAndNoMore() {
    last.saw(NOON, "a");
    last.saw(NOON.plusSeconds(1), "b");
    last.saw(NOON.plusSeconds(15 * 60), "c");
    assertThat(last.get()).contains(NOON.plusSeconds(15 * 60));

    last.saw(NOON.plusSeconds(31 * 60), "d");
    assertThat(last.get()).contains(NOON.plusSeconds(15 * 60));
  }

  @Test
  void withoutAnyCompanyTheLastOfAll() {
    last.saw(NOON, "a");
    last.saw(NOON.plusSeconds(3_600), "b");

    assertThat(last.get()).contains(NOON.plusSeconds(3_600));
  }
}
