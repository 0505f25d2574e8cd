package dev.tunnelwatch.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process whose stream threads hang, on a real broker. */
@Tag("proof")
final class WatchdogProcessTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int PATIENCE = 10;

  /** EX_SOFTWARE. */
  private static final int STATUS = 70;

  @TempDir Path directory;

  @Test
  void itCommitsEvenWithoutRecordsAndWhenItHangsItEndsAndSaysWhere() throws Exception {
    try (var broker = Broker.start(directory.resolve("kafka"))) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      var where =
          new Correlating(broker.servers(), directory, "process-0", 0).withPatience(PATIENCE);
      try (var process = where.start()) {
        Await.until("it to work", LIMIT, process::ready);
        // Twice as long as it may do without a commit: a quiet fleet is no reason to end.
        assertThat(process.awaitEnd(Duration.ofSeconds(4 * PATIENCE))).isFalse();
        assertThat(Files.readAllLines(where.log())).anyMatch(l -> l.endsWith("working true"));

        process.tell("hang");

        assertThat(process.awaitEnd(LIMIT)).isTrue();
        assertThat(process.status()).isEqualTo(STATUS);
        // A thread that hangs neither reads nor commits; which of both is seen first is chance.
        assertThat(words(where))
            .containsPattern(
                "process ended by its watchdog: (the thread that reads|nothing was committed by)")
            .contains("MortalStreams$StoppableClock.instant");
      }
    }
  }

  private static String words(Correlating where) throws Exception {
    List<String> lines = Files.readAllLines(where.log());
    return String.join("\n", lines);
  }
}
