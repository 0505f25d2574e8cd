package dev.tunnelwatch.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OwnershipTest {

  private final Ownership<String> partition = new Ownership<>();

  private Ownership.Admission<String> enter(String receiver, long epoch) {
    return partition.enter(receiver, OptionalLong.of(epoch));
  }

  private Ownership.Admission<String> enter(String receiver) {
    return partition.enter(receiver, OptionalLong.empty());
  }

  private static String refusal(Ownership.Admission<String> admission) {
    return admission instanceof Ownership.Admission.Refused<String>(Refusal refusal)
        ? refusal.condition()
        : "admitted";
  }

  private static List<String> displaced(Ownership.Admission<String> admission) {
    return admission instanceof Ownership.Admission.Admitted<String>(var displaced, Refusal _)
        ? displaced
        : List.of();
  }

  @Test
  void anEpochThrowsOutThoseWithout() {
    assertThat(refusal(enter("paris"))).isEqualTo("admitted");
    assertThat(refusal(enter("tokyo"))).isEqualTo("admitted");

    assertThat(displaced(enter("oslo", 0))).containsExactly("paris", "tokyo");
    assertThat(partition.receivers()).containsExactly("oslo");
  }

  @Test
  void theSixthWithoutEpochIsRefused() {
    for (int i = 0; i < 5; i++) {
      assertThat(refusal(enter("receiver " + i))).isEqualTo("admitted");
    }

    assertThat(refusal(enter("one more"))).isEqualTo("amqp:resource-limit-exceeded");
  }

  @Test
  void anEpochIsForgottenWithItsReceiver() {
    enter("paris", 9);
    assertThat(refusal(enter("tokyo", 8))).isEqualTo("amqp:link:stolen");
    assertThat(refusal(enter("tokyo"))).isEqualTo("amqp:link:stolen");

    partition.leave("paris");

    assertThat(refusal(enter("tokyo", 1))).isEqualTo("admitted");
  }

  @Test
  void theDisplacedLeavesWithoutTakingItsSuccessorAlong() {
    enter("paris", 1);
    enter("tokyo", 2);

    partition.leave("paris");

    assertThat(partition.receivers()).containsExactly("tokyo");
  }
}
