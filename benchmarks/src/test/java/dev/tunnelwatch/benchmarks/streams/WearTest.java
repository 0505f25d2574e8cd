package dev.tunnelwatch.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.benchmarks.pages.Verdict;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A soak of twenty minutes at 3,000 records a second, looked at every 30 s. */
final class WearTest {
  private static final double PER_SECOND = 3_000;
  private static final int SECONDS = 1_200;

  @Test
  void whatIsFlatAfterItsFirstHalfIsWithinItsBounds() {
    var wear = new Wear();
    for (var what : Held.values()) {
      hold(wear, what, second -> second < SECONDS / 2.0 ? second : 800 + second % 60 / 60);
    }
    assertThat(wear.failures(PER_SECOND)).isEmpty();
    assertThat(wear.least(Held.HEAP)).isGreaterThanOrEqualTo(800);
    assertThat(wear.most(Held.HEAP)).isLessThan(801);
  }

  @Test
  void anObjectKeptOfEachRecordIsTooMuch() {
    var wear = flatBut(Held.HEAP, second -> 60 + second * PER_SECOND * 16 / (1 << 20));
    assertThat(wear.anHour(Held.HEAP)).isCloseTo(164.8, within(0.1));
    assertThat(wear.failures(PER_SECOND))
        .containsExactly("live objects: gained 164.8 an hour, at most 82.4 are borne");
  }

  @Test
  void aThreadKeptEachFourMinutesIsTooMuchAndOneMoreIsNot() {
    assertThat(flatBut(Held.THREADS, second -> 40 + Math.floor(second / 240)).failures(PER_SECOND))
        .singleElement()
        .asString()
        .startsWith("threads: gained ");
    assertThat(flatBut(Held.THREADS, second -> second < 900 ? 40 : 41).failures(PER_SECOND))
        .isEmpty();
  }

  @Test
  void whatWasNotLookedAtHasNotBeenShown() {
    assertThat(new Wear().failures(PER_SECOND)).hasSize(Held.values().length);
  }

  @Test
  void aSoakWithoutAProducerThatRanOutOfEpochsFails() {
    var ids = new ProducerIds();
    ids.met("a", 1, 31_000);
    ids.met("b", 2, 32_000);
    assertThat(judged(ids, SECONDS).path("failures").valueStream().map(JsonNode::asText))
        .containsExactly("no producer ran out of epochs, the highest was 32,000 of 32,767");

    ids.met("b", 3, 0);
    assertThat(Verdict.clean(judged(ids, SECONDS))).isTrue();
    assertThat(ids.wraps()).isEqualTo(1);
    assertThat(ids.known()).isEqualTo(3);
    assertThat(Verdict.clean(judged(ids, 100))).isFalse();
  }

  @Test
  void aSoakThatFellBehindHasNotHeldItsPace() {
    var ids = new ProducerIds();
    ids.met("a", 1, 32_000);
    ids.met("a", 2, 0);
    var json = new ObjectMapper().createObjectNode().put("soakedSeconds", SECONDS);
    json.put("oldestMillis", 239_000);
    var judged = StreamsSoak.judged(json, flatBut(Held.HEAP, _ -> 60), ids, PER_SECOND);
    assertThat(judged.path("failures").valueStream().map(JsonNode::asText))
        .containsExactly("it fell behind: an event was told when it was 239 s old");
  }

  @Test
  void liveObjectsAreTheTotalOfAHistogram() {
    assertThat(
            Inspection.liveBytes(
                List.of(
                    " num  #instances  #bytes  class name", "Total        431016       26315936")))
        .isEqualTo(26_315_936);
    assertThatThrownBy(() -> Inspection.liveBytes(List.of("4711: no such process")))
        .hasMessageContaining("no such process");
    assertThat(Inspection.number(List.of("VmHWM:\t 9 kB", "VmRSS:\t  471100 kB"), "VmRSS:"))
        .isEqualTo(471_100);
  }

  private static JsonNode judged(ProducerIds ids, double seconds) {
    var json = new ObjectMapper().createObjectNode().put("soakedSeconds", seconds);
    return StreamsSoak.judged(json, flatBut(Held.HEAP, _ -> 60), ids, PER_SECOND);
  }

  private static Wear flatBut(Held one, ToDoubleFunction<Integer> how) {
    var wear = new Wear();
    for (var what : Held.values()) {
      hold(wear, what, what == one ? how : _ -> 40);
    }
    return wear;
  }

  private static void hold(Wear wear, Held what, ToDoubleFunction<Integer> how) {
    for (int second = 30; second <= SECONDS; second += 30) {
      wear.add(what, second, how.applyAsDouble(second));
    }
  }
}
