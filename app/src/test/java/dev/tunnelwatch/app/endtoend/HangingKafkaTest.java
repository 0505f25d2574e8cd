package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.alerts.Receivers;
import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.timeline.Timeline;
import dev.tunnelwatch.timeline.TimelineConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that hangs keeps its connections open, and its clients wait without a word. */
class HangingKafkaTest {
  private static final Duration LIMIT = Duration.ofSeconds(100);

  private static final Receivers NOBODY =
      new Receivers(List.of(), List.of(), Optional.empty(), Optional.of(_ -> {}));

  @TempDir Path directory;

  @Test
  void rolesThatReadIncidentsSayThatKafkaDoesNotAnswerAndThatItDoesAgain() throws Exception {
    try (var broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0))) {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      TopicSetup.ensure(kafka, TopicPlan.all(Topics.DEFAULT));
      try (var alerts = AlertRole.start(kafka, NOBODY);
          var timeline = timeline(kafka)) {
        Await.value("alerts at work", LIMIT, alerts::problem, Optional::isEmpty);
        Await.value("timeline at work", LIMIT, timeline::problem, Optional::isEmpty);

        signal("STOP", broker.pid());
        try {
          var why = "nothing could be read from Kafka for 6";
          Await.until("alerts", LIMIT, () -> alerts.problem().orElse("").startsWith(why));
          Await.until("timeline", LIMIT, () -> timeline.problem().orElse("").startsWith(why));
        } finally {
          signal("CONT", broker.pid());
        }

        Await.value("alerts at work again", LIMIT, alerts::problem, Optional::isEmpty);
        Await.value("timeline at work again", LIMIT, timeline::problem, Optional::isEmpty);
        assertThat(alerts.ended()).isEmpty();
        assertThat(timeline.ended()).isEmpty();
      }
    }
  }

  private static Timeline timeline(Map<String, Object> kafka) {
    return Timeline.start(
        new TimelineConfig(kafka, Topics.DEFAULT, 10, Optional.empty()),
        InstantSource.system(),
        new SimpleMeterRegistry());
  }

  private static void signal(String name, long pid) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }
}
