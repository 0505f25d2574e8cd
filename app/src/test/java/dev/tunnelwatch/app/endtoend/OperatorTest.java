package dev.tunnelwatch.app.endtoend;

import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tunnelwatch.alerts.Alerts;
import dev.tunnelwatch.alerts.Receivers;
import dev.tunnelwatch.app.Run;
import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.OperatorJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code operator} with a real Kafka, and alerts that obey, over a restart. */
class OperatorTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final String ID = "0123456789abcdef";
  private static final String PAGE = "dev.tunnelwatch.page " + ID;
  private static final String UPDATE = "dev.tunnelwatch.update " + ID;
  private static final String RESOLVE = "dev.tunnelwatch.resolve " + ID;

  @TempDir Path directory;

  private EmbeddedKafka broker;
  private EventHook hook;

  @BeforeEach
  void start() throws IOException {
    broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
    hook = EventHook.start();
  }

  @AfterEach
  void stop() {
    hook.close();
    broker.close();
  }

  @Test
  void whatIsSaidIsObeyedAndStillCountsAfterARestart() throws IOException {
    TopicSetup.ensure(kafka(), TopicPlan.all(TOPICS));
    var incident = parisUnreachable();
    publish(incident);
    try (var _ = alerts()) {
      Await.until("a page", LIMIT, () -> hook.told().equals(List.of(PAGE)));
      var run = operator("--incident", ID, "--who", "anna", "acknowledge");
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).startsWith("acknowledge " + ID + ": paris unreachable");
      assertThat(run.code()).isZero();
      Await.until("who looks after it", LIMIT, () -> hook.told().equals(List.of(PAGE, UPDATE)));
      assertThat(hook.events().getLast().at("/data/acknowledged/by").asText()).isEqualTo("anna");
    }
    assertThat(operator("--incident", ID, "--who", "anna", "close").code()).isZero();

    try (var _ = alerts()) {
      Await.until("its end", LIMIT, () -> hook.told().contains(RESOLVE));
      assertThat(hook.events().getLast().at("/data/title").asText())
          .startsWith("closed by anna: paris unreachable");
      publish(incident.withRevision(2));
    }
    try (var _ = alerts()) {
      publish(fresh(incident.withRevision(3)));
      Await.until("a page for the new loss", LIMIT, () -> hook.told().size() > 3);
    }
    // The acknowledgement is so young here that the page may be taken for one on its way then.
    assertThat(hook.told()).startsWith(PAGE, UPDATE, RESOLVE, PAGE).containsOnlyOnce(RESOLVE);
    assertThat(written())
        .extracting(OperatorAction::who, OperatorAction::deed, OperatorAction::seen)
        .containsExactly(
            tuple("anna", new Deed.Acknowledge(), Seen.of(incident)),
            tuple("anna", new Deed.Close(), Seen.of(incident)));
  }

  @Test
  void whatCannotBeSaidIsToldAndNothingIsWritten() throws IOException {
    var noTopic = operator("--incident", ID, "close");
    assertThat(noTopic.code()).isEqualTo(1);
    assertThat(noTopic.err()).contains("there is no topic tw.incidents: is kafka.topic-prefix");

    TopicSetup.ensure(kafka(), TopicPlan.all(TOPICS));
    publish(
        parisUnreachable()
            .withLineage(new Incident.Lineage(List.of(), Optional.of("fedcba9876543210"))));

    var merged = operator("--incident", ID + "+", "note", "the", "provider");
    assertThat(merged.code()).isEqualTo(1);
    assertThat(merged.err()).contains("was merged into fedcba9876543210: speak of that");
    var unknown = operator("--incident", "0000000000000000", "acknowledge");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("0000000000000000: no such incident");
    assertThat(written()).isEmpty();
  }

  private List<OperatorAction> written() {
    return TopicContent.of(kafka(), TOPICS.operator()).stream()
        .map(record -> OperatorJson.read(record.value()))
        .toList();
  }

  private Run operator(String... words) throws IOException {
    var file =
        Files.writeString(
            directory.resolve("c.yml"),
            "roles: [alerts]\nkafka: {bootstrap-servers: '%s'}\n"
                .formatted(broker.bootstrapServers()));
    var all = new ArrayList<>(List.of("operator", "--config", file.toString()));
    all.addAll(List.of(words));
    return Run.of(all.toArray(String[]::new));
  }

  /** The site came back meanwhile and is lost again. */
  private static Incident fresh(Incident i) {
    var rows =
        i.redundancy().stream()
            .map(
                r ->
                    new Redundancy(
                        r.gateway(),
                        r.site(),
                        r.expected(),
                        r.up(),
                        r.worst(),
                        r.lostFrom().map(from -> from.plusSeconds(3_600)),
                        Optional.empty()))
            .toList();
    return new Incident(
        i.id(),
        i.revision(),
        i.state(),
        i.judgement(),
        i.wording(),
        i.span(),
        i.scope(),
        rows,
        i.conditions(),
        i.proof(),
        i.lineage(),
        i.inventory(),
        i.flags());
  }

  private void publish(Incident incident) {
    AlertRole.publish(kafka(), incident);
  }

  private Alerts alerts() {
    return AlertRole.start(
        kafka(),
        new Receivers(
            List.of(), List.of(URI.create(hook.address())), Optional.empty(), Optional.empty()));
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
