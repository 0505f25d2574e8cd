package dev.tunnelwatch.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
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
    last.saw(NOON, () -> 1);
    last.saw(NOON.plusSeconds(20), () -> 2);
    last.saw(NOON.plusSeconds(90), () -> 3);
    last.saw(Instant.parse("9999-01-01T00:00:00Z"), () -> 4);
    last.saw(NOON.plusSeconds(61 * 60 + 120), () -> 5);

    assertThat(last.get())
        .contains(new AsOf(NOON.plusSeconds(90), 2, Instant.parse("9999-01-01T00:00:00Z")));
  }

  @Test
  void repeatedRecordIsNoCompany() {
    last.saw(NOON, () -> 1);
    last.saw(NOON.plusSeconds(1), () -> 2);
    last.saw(NOON.plusSeconds(60), () -> 3);
    last.saw(NOON.plusSeconds(7_200), () -> 4);
    last.saw(NOON.plusSeconds(7_200), () -> 4);
    last.saw(NOON.plusSeconds(7_200), () -> 4);

    assertThat(at()).contains(NOON.plusSeconds(60));
  }

  @Test
  void companyMayBeAnHourAwayAndNoMore() {
    last.saw(NOON, () -> 1);
    last.saw(NOON.plusSeconds(1), () -> 2);
    last.saw(NOON.plusSeconds(60 * 60), () -> 3);
    assertThat(at()).contains(NOON.plusSeconds(60 * 60));

    last.saw(NOON.plusSeconds(121 * 60), () -> 4);
    assertThat(at()).contains(NOON.plusSeconds(60 * 60));
  }

  @Test
  void twoThatAgreeEndASilenceOfHoursButNotOfYears() {
    last.saw(NOON, () -> 1);
    last.saw(NOON.plusSeconds(1), () -> 2);
    last.saw(NOON.plusSeconds(5 * 3_600), () -> 3);
    last.saw(NOON.plusSeconds(5 * 3_600 + 1), () -> 4);
    last.saw(Instant.parse("9999-12-31T23:59:59Z"), () -> 5);
    last.saw(Instant.parse("9999-12-31T23:59:59Z"), () -> 6);

    assertThat(at()).contains(NOON.plusSeconds(5 * 3_600 + 1));
  }

  @Test
  void withoutAnyCompanyTheLastOfAll() {
    last.saw(NOON, () -> 1);
    last.saw(NOON.plusSeconds(2 * 3_600), () -> 2);

    assertThat(at()).contains(NOON.plusSeconds(2 * 3_600));
  }

  @Test
  void whatSeveralSawIsWhatOneWouldHaveSeen() {
    last.saw(NOON, () -> 1);
    var other = new LastTime();
    other.saw(NOON, () -> 1);
    last.add(other);

    last.saw(NOON.plusSeconds(5 * 3_600), () -> 6);

    assertThat(at())
        .as("the record at noon is one, so there is no company anywhere")
        .contains(NOON.plusSeconds(5 * 3_600));

    other.saw(NOON.plusSeconds(1), () -> 4);
    last.add(other);

    assertThat(at()).contains(NOON.plusSeconds(1));
  }

  private Optional<Instant> at() {
    return last.get().map(AsOf::at);
  }
}
