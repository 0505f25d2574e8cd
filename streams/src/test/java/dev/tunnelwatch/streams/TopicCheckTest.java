package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.records.Pseudonyms;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
  private final CorrelatorConfig config = Story.config(Path.of("unused"));

  /** It would begin with nothing, and what was open then would be open for ever. */
  @Test
  void stateThatAnEarlierVersionKeptElsewhereIsRefused() {
    assertThat(
            TopicCheck.older(
                Set.of("tw.records", "tw.correlator-evidence-changelog", "tw.events"), config))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .startsWith("tw.correlator-evidence-changelog: ")
                    .contains("kafka.topic-prefix"));
  }

  @Test
  void ourOwnStateAndThatOfOthersIsNot() {
    assertThat(
            TopicCheck.older(
                Set.of(
                    "tw.records",
                    "tw.correlator-on-disk-changelog",
                    "test.correlator-evidence-changelog"),
                config))
        .isEmpty();
  }

  /** Such a Kafka does not answer; that there is no client for it is the watchdog's end else. */
  @Test
  void whereNoNameOfKafkaCanBeLookedUpNobodyAnswers() {
    var nowhere =
        new CorrelatorConfig(
            Map.of("bootstrap.servers", "nowhere.invalid:9092"),
            Story.TOPICS,
            Pseudonyms.redacted(),
            Path.of("unused"),
            "story",
            1,
            0);

    assertThat(Coordinators.answer(nowhere, Set.of())).isFalse();
  }
}
