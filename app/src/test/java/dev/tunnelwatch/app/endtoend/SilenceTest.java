package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The test of the proof's list: it can neither hide what is empty nor outlive its reasons. */
class SilenceTest {
  private static final Query UP = new Query("board, Up", "up", "up", true);
  private static final Query DOWN = new Query("rule Down", "Down", "up == 0", true);

  private final Silence silence = new Silence(Map.of()).and("all is up", "Down");

  @Test
  void whatIsListedIsEmptyAndNothingElse() {
    assertThat(silence.wrong(Map.of(UP, true, DOWN, false))).isEmpty();
  }

  @Test
  void whatIsEmptyAndNotListedIsNamed() {
    assertThat(silence.wrong(Map.of(UP, false, DOWN, false)))
        .containsExactly("empty: board, Up: up");
  }

  @Test
  void whatIsListedAndAnsweredIsNamed() {
    assertThat(silence.wrong(Map.of(UP, true, DOWN, true)))
        .containsExactly("answered, though \"all is up\": rule Down: up == 0");
  }

  @Test
  void whatIsListedAndAskedByNobodyIsNamed() {
    assertThat(silence.wrong(Map.of(UP, true))).containsExactly("listed, and nobody asks it: Down");
  }
}
