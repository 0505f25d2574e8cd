package dev.tunnelwatch.benchmarks.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.benchmarks.pages.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the measurement: each of it can fail by itself. */
class AlertsSpeedVerdictTest {

  @Test
  void whatIsWithinItsBoundsIsClean() {
    assertThat(Verdict.clean(AlertsSpeed.judged(found()))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "p99, 251, one of 100 was told late",
    "shareOfACore, 0.1, a storm costs too much",
    "told, 299, not all were told",
    "firing, 299, not all fire at the Alertmanager",
    "toldTwice, 1, some were told twice",
  })
  void whatIsBeyondOneIsNamed(String field, double value, String words) {
    var judged = AlertsSpeed.judged(found().put(field, value));

    assertThat(Verdict.clean(judged)).isFalse();
    assertThat(judged.toString()).contains(words);
  }

  /** Where nothing was measured nothing was proven. */
  @ParameterizedTest
  @ValueSource(strings = {"open", "p99", "shareOfACore", "told", "firing", "toldTwice"})
  void whatIsNotThereIsNoZero(String field) {
    var found = found();
    found.remove(field);

    assertThat(Verdict.clean(AlertsSpeed.judged(found))).isFalse();
  }

  private static ObjectNode found() {
    return new ObjectMapper()
        .createObjectNode()
        .put("open", 300)
        .put("p99", 250)
        .put("shareOfACore", 0.09)
        .put("told", 300)
        .put("firing", 300)
        .put("toldTwice", 0);
  }
}
