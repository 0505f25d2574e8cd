package dev.tunnelwatch.app.endtoend;

import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.alerts.Alerts;
import dev.tunnelwatch.alerts.Receivers;
import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.SentAlertJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One webhook lives, the other is down; and alerts are started again in between. */
class WebhookLifeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final String KEY = "0123456789abcdef";
  private static final String PAGE = "dev.tunnelwatch.page " + KEY;
  private static final String UPDATE = "dev.tunnelwatch.update " + KEY;
  private static final String RESOLVE = "dev.tunnelwatch.resolve " + KEY;

  @TempDir Path directory;

  private EmbeddedKafka broker;
  private EventHook living;
  private EventHook down;

  @BeforeEach
  void start() throws IOException {
    broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
    TopicSetup.ensure(kafka(), TopicPlan.all(TOPICS));
    living = EventHook.start();
    down = EventHook.start();
    down.answers(503);
  }

  @AfterEach
  void stop() {
    living.close();
    down.close();
    broker.close();
  }

  @Test
  void eachHearsWhatItLacksAndNothingTwice() {
    var incident = parisUnreachable();
    publish(incident);
    try (var _ = alerts()) {
      Await.until("a page", LIMIT, () -> living.told().equals(List.of(PAGE)));
      Await.until("its acknowledgement", LIMIT, () -> acknowledgedBy().size() == 1);
    }

    try (var _ = alerts()) {
      publish(incident.withRevision(2));
      Await.until("an update", LIMIT, () -> living.told().size() == 2);
      assertThat(living.told()).containsExactly(PAGE, UPDATE);

      down.answers(204);
      Await.until("the page it never had", LIMIT, () -> down.told().contains(PAGE));
      publish(recovered(incident.withRevision(2), Instant.now()));
      Await.until("its end", LIMIT, () -> down.told().contains(RESOLVE));
      Await.until("its end", LIMIT, () -> living.told().equals(List.of(PAGE, UPDATE, RESOLVE)));
    }
    // The update is one of its own only if the page was on its way just then.
    assertThat(down.told()).startsWith(PAGE).endsWith(RESOLVE).containsOnlyOnce(PAGE, RESOLVE);
  }

  private Set<String> acknowledgedBy() {
    return TopicContent.of(kafka(), TOPICS.alertsSent()).stream()
        .map(record -> SentAlertJson.read(record.value()).takers().ofThis())
        .reduce(Set.of(), (_, later) -> later);
  }

  private void publish(Incident incident) {
    AlertRole.publish(kafka(), incident);
  }

  private Alerts alerts() {
    var hooks = List.of(URI.create(living.address()), URI.create(down.address()));
    return AlertRole.start(
        kafka(), new Receivers(List.of(), hooks, Optional.empty(), Optional.empty()));
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
