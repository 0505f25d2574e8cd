package dev.tunnelwatch.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PeekTest {
  private static final Peek OWNED = new Peek(List.of(), List.of("0", "3"), List.of());

  @Test
  void ownerIsTunnelwatchWhenSomeOfItRunAStrangerWhenNoneDoesAndUnclearWhenNobodyKnows() {
    assertThat(OWNED.readers("tw", OptionalInt.of(2)))
        .isEqualTo(
            Verdict.ok(
                "\"tw\" is read by an owner, partitions 0, 3: by Tunnelwatch, of which 2 run now"));
    assertThat(OWNED.readers("tw", OptionalInt.of(0)).mark()).isEqualTo(Mark.WRONG);
    assertThat(OWNED.readers("tw", OptionalInt.empty()).mark()).isEqualTo(Mark.NOTE);
  }

  @Test
  void fiveOthersAreTooMany() {
    var crowded = new Peek(List.of(), List.of(), List.of("1"));

    assertThat(OWNED.and(crowded).readers("tw", OptionalInt.of(2)).words())
        .isEqualTo("\"tw\" is read by five others already, partitions 1");
  }
}
