package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttentionTest {

  private final Attention attention = new Attention();

  @Test
  void betweenRoundsOnlyWhatWasHeardOfIsLookedAt() {
    assertThat(attention.look(TEN, false).all()).isTrue();
    attention.to("a");

    var look = attention.look(TEN.plusMillis(50), false);

    assertThat(look.all()).isFalse();
    assertThat(look.heardOf()).containsExactly("a");
    assertThat(attention.look(TEN.plusMillis(100), false).heardOf()).isEmpty();
    assertThat(attention.look(TEN.plusMillis(1_000), false).all()).isTrue();
  }

  @Test
  void allAreLookedAtWhenAHoldEnds() {
    var _ = attention.look(TEN, true);

    assertThat(attention.look(TEN.plusMillis(50), false).all()).isTrue();
    assertThat(attention.look(TEN.plusMillis(100), false).all()).isFalse();
  }

  @Test
  void allAreLookedAtWhenWhatWasHeardMayConcernAnyOfThem() {
    var _ = attention.look(TEN, false);
    attention.toAll();

    assertThat(attention.look(TEN.plusMillis(50), false).all()).isTrue();
  }

  @Test
  void clockThatIsSetBackDelaysNothing() {
    var _ = attention.look(TEN, false);

    assertThat(attention.look(TEN.minusSeconds(3_600), false).all()).isTrue();
  }
}
