package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What decides where a partition begins of which nothing was read, in whichever slot it is. */
final class BeginningTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void numberedPartitionsAreWrittenAsTheirCount() {
    var began = new Beginning(AT, Instant.EPOCH, Set.of("0", "1", "2"));

    assertThat(began.text()).isEqualTo("2026-03-01T10:00:00Z 1970-01-01T00:00:00Z 3");
    assertThat(Beginning.parse(began.text())).isEqualTo(began);
  }

  @Test
  void namedPartitionsAreWrittenByName() {
    var began = new Beginning(AT, AT, Set.of("b", "a", "7"));

    assertThat(began.text()).endsWith(" ,7,a,b");
    assertThat(Beginning.parse(began.text())).isEqualTo(began);
  }

  @Test
  void wishesAreTimesOfTheHub() {
    assertThat(since(new StartAt.Earliest())).isEqualTo(Instant.EPOCH);
    assertThat(since(new StartAt.Latest())).isEqualTo(AT.minusSeconds(1));
    assertThat(since(new StartAt.From(AT.minusSeconds(60)))).isEqualTo(AT.minusSeconds(60));
  }

  @Test
  void ofTwoThatBeganAtOnceTheEarlierCountsAndWhatOnlyOneKnewCameLater() {
    var one = new Beginning(AT, AT, Set.of("0", "1", "2"));
    var other = new Beginning(AT.plusSeconds(1), AT.minusSeconds(1), Set.of("0", "1"));

    assertThat(one.with(other)).isEqualTo(new Beginning(AT, AT.minusSeconds(1), Set.of("0", "1")));
  }

  @Test
  void aPositionThatDoesNotTellTakesNothingFromOneThatDoes() {
    var one = Beginning.before(Set.of("0", "1"));

    assertThat(one.with(Beginning.NOT_TOLD)).isEqualTo(one);
    assertThat(Beginning.NOT_TOLD.with(one)).isEqualTo(one);
    assertThat(Beginning.parse(one.text())).isEqualTo(one);
  }

  private static Instant since(StartAt startAt) {
    return Beginning.of(startAt, Set.of("0"), AT, Duration.ofSeconds(1)).since();
  }
}
