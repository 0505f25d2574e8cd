package dev.tunnelwatch.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.streams.Correlator;
import dev.tunnelwatch.streams.CorrelatorConfig;
import dev.tunnelwatch.timeline.Reply;
import dev.tunnelwatch.timeline.Route.Asked;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /readyz} and {@code /healthz} say of correlation in its life, on a real broker. */
final class StreamsReadinessTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path directory;

  private final AtomicBoolean fatal = new AtomicBoolean();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void itIsReadyOnlyWhileItWorksAndSaysWhyNot() {
    try (var broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0))) {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      TopicSetup.ensure(kafka, TopicPlan.all(Topics.DEFAULT));
      try (var correlator = start(kafka)) {
        var health = health(correlator);
        assertThat(reply(health, "/readyz"))
            .isEqualTo(
                Reply.plain(503, "not ready: streams (it joins its group or restores its state)"));
        assertThat(reply(health, "/healthz").status()).as("it only begins").isEqualTo(200);
        assertThat(ready()).isZero();

        Await.until("it to work", LIMIT, () -> reply(health, "/readyz").status() == 200);
        assertThat(correlator.state()).isEqualTo(Correlator.State.RUNNING);
        assertThat(ready()).isEqualTo(1);

        fatal.set(true);
        Await.until("its end", LIMIT, () -> reply(health, "/healthz").status() == 503);
        assertThat(reply(health, "/healthz"))
            .isEqualTo(Reply.plain(503, "given up: streams (LinkageError)"));
        Await.until("nobody to need it", LIMIT, () -> reply(health, "/readyz").status() == 503);
        assertThat(reply(health, "/readyz"))
            .isEqualTo(Reply.plain(503, "not ready: streams (it has given up)"));
        assertThat(ready()).isZero();
      }
    }
  }

  private Correlator start(Map<String, Object> kafka) {
    var config =
        new CorrelatorConfig(
            kafka,
            Topics.DEFAULT,
            Pseudonyms.redacted(),
            directory.resolve("streams"),
            "process-0",
            2,
            0);
    return Correlator.start(config, this::now, meters);
  }

  /** The clock of the stages; what is thrown here ends the thread that asks, as a bug of ours. */
  private Instant now() {
    if (fatal.get() && Thread.currentThread().getName().contains("StreamThread")) {
      throw new LinkageError("the story's failure");
    }
    return Instant.now();
  }

  private Health health(Correlator correlator) {
    var health = new Health(meters);
    health.watch("streams", correlator::ended, correlator::problem);
    return health;
  }

  private double ready() {
    return meters.get("tunnelwatch.role.ready").tag("role", "streams").gauge().value();
  }

  private static Reply reply(Health health, String path) {
    return health.routes().stream()
        .filter(route -> route.path().equals(path))
        .findFirst()
        .orElseThrow()
        .handler()
        .reply(new Asked("", Map.of()));
  }
}
