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
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One fault that gets worse and is understood later, counted where a real Alertmanager with the
 * routes we ship notifies, and at a webhook.
 */
class RisingIncidentTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final Incident.Judgement WARNING =
      new Incident.Judgement(Severity.WARNING, false, Cause.UNEXPLAINED);
  private static final Incident.Judgement CRITICAL =
      new Incident.Judgement(Severity.CRITICAL, true, Cause.UNEXPLAINED);
  private static final Incident.Judgement EXPLAINED =
      new Incident.Judgement(Severity.CRITICAL, true, Cause.IKE_POLICY_MISMATCH);

  /** An Alertmanager asks this log whenever it considers a group. */
  private static final Pattern CONSIDERED =
      Pattern.compile("^alertmanager_nflog_queries_total (\\d+)", Pattern.MULTILINE);

  @TempDir Path directory;

  private EmbeddedKafka broker;
  private Pager pager;
  private EventHook hook;
  private SystemServer alertmanager;

  @BeforeEach
  void start() throws Exception {
    pager = Pager.start();
    hook = EventHook.start();
    alertmanager = Shipped.alertmanager(directory.resolve("alertmanager"), pager);
    broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
    TopicSetup.ensure(kafka(), TopicPlan.all(TOPICS));
  }

  @AfterEach
  void stop() {
    broker.close();
    alertmanager.close();
    hook.close();
    pager.close();
  }

  @Test
  void wakesOnceUnderTheKeyOfItsNotificationAndEndsForAllWhoWereTold() throws Exception {
    try (var _ = alerts()) {
      publish(told(1, WARNING));
      Await.until("a notification", LIMIT, came("notify firing"));

      publish(told(2, CRITICAL));
      Await.until("a page", LIMIT, came("page firing"));
      Await.until("the end of the notification", LIMIT, came("notify resolved"));

      publish(told(3, EXPLAINED));
      Await.until("the new cause", LIMIT, this::showsTheNewCause);
      int before = considered();
      Await.until("its group to be considered twice", LIMIT, () -> considered() >= before + 2);

      publish(recovered(told(3, EXPLAINED), Instant.now()));
      Await.until("the end of the page", LIMIT, came("page resolved"));
      Await.until("its end at the webhook", LIMIT, () -> hook.told().size() == 4);
    }
    assertThat(notifications())
        .startsWith("notify firing")
        .endsWith("page resolved")
        .containsExactlyInAnyOrder(
            "notify firing", "page firing", "notify resolved", "page resolved");
    assertThat(pager.woken())
        .extracting(woken -> woken.alert().at("/labels/incident").asText())
        .containsOnly(parisUnreachable().id());
    assertThat(hook.told())
        .containsExactly(event("notify"), event("page"), event("update"), event("resolve"));
    assertThat(hook.events())
        .extracting(event -> event.at("/data/incident/cause").asText())
        .containsExactly(
            "unexplained", "unexplained", "ike_policy_mismatch", "ike_policy_mismatch");
  }

  private Callable<Boolean> came(String notification) {
    return () -> notifications().contains(notification);
  }

  /** Who was told, of what. */
  private List<String> notifications() {
    return pager.woken().stream().map(each -> each.receiver() + ' ' + each.status()).toList();
  }

  private static String event(String action) {
    return "dev.tunnelwatch." + action + ' ' + parisUnreachable().id();
  }

  private boolean showsTheNewCause() throws Exception {
    return alertmanager.get("/api/v2/alerts").contains(title(EXPLAINED));
  }

  private int considered() throws Exception {
    var metrics = CONSIDERED.matcher(alertmanager.get("/metrics"));
    assertThat(metrics.find()).isTrue();
    return Integer.parseInt(metrics.group(1));
  }

  private static String title(Incident.Judgement judgement) {
    return "paris unreachable: " + judgement.cause().spoken();
  }

  private static Incident told(int revision, Incident.Judgement judgement) {
    var paris = parisUnreachable();
    return new Incident(
        paris.id(),
        revision,
        paris.state(),
        judgement,
        new Incident.Wording(title(judgement), paris.wording().explanation()),
        paris.span(),
        paris.scope(),
        paris.redundancy(),
        paris.conditions(),
        paris.proof(),
        paris.lineage(),
        paris.inventory(),
        paris.flags());
  }

  private void publish(Incident incident) {
    AlertRole.publish(kafka(), incident);
  }

  private Alerts alerts() {
    return AlertRole.start(
        kafka(),
        new Receivers(
            List.of(alertmanager.address()),
            List.of(URI.create(hook.address())),
            Optional.empty(),
            Optional.empty()));
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
