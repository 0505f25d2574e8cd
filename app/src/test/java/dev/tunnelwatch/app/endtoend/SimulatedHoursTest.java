package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.alerts.Heartbeats;
import dev.tunnelwatch.alerts.Links;
import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.broker.FreePort;
import dev.tunnelwatch.app.clock.ScaledClock;
import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.app.config.Role;
import dev.tunnelwatch.app.demo.Feeder;
import dev.tunnelwatch.app.pipeline.Clocks;
import dev.tunnelwatch.app.pipeline.Pipeline;
import dev.tunnelwatch.app.pipeline.Started;
import dev.tunnelwatch.app.score.PageVerdict;
import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.ingest.Secret;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.simulator.fleet.Fleet;
import dev.tunnelwatch.simulator.fleet.Labels;
import dev.tunnelwatch.simulator.fleet.Scenario;
import dev.tunnelwatch.simulator.hub.HubServer;
import dev.tunnelwatch.simulator.hub.HubServerConfig;
import dev.tunnelwatch.simulator.hub.HubSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hours of a fleet that shows every fault there is (fewer hours have no room for all), lived
 * fifty times as fast as life, behind a real Prometheus and a real Alertmanager with what we ship:
 * whom Alertmanager wakes, and what Prometheus answers to whoever looks.
 */
@Tag("proof")
class SimulatedHoursTest {
  private static final InstantSource WALL = InstantSource.system();
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String HUB = "insights-logs";
  private static final Topics TOPICS = Topics.DEFAULT;

  /** Of the first 24 the one whose blips are known to be over the soonest: 52 s before a page. */
  private static final long SEED = 4;

  private static final int GATEWAYS = 24;
  private static final int HOURS = 2;

  /** At which those 52 s are a second, which is enough for a machine with other work. */
  private static final int SPEED = 50;

  /** Of real time: both clocks agree after the fleet's life and its tail. */
  private static final Duration RUN = Duration.ofHours(HOURS).plusMinutes(20).dividedBy(SPEED);

  /** Of the fleet's time, after which whatever is not told will not be. */
  private static final Duration TAIL = Duration.ofMinutes(12);

  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** What this fleet and its two hours have nothing of, and why. */
  private static final Silence SILENCE =
      new Silence(Map.of())
          .and(
              "nothing of ours failed",
              "sum by (receiver, reason) (rate(tunnelwatch_alerts_failed_total[$__rate_interval])) > 0",
              "TunnelwatchAlertmanagerCannotNotify",
              "TunnelwatchAlertsNotDelivered",
              "TunnelwatchCanarySilent",
              "TunnelwatchCanaryStopped",
              "TunnelwatchConclusionFailed",
              "TunnelwatchCorrelationLagUnknown",
              "TunnelwatchDown",
              "TunnelwatchHeartbeatNotTaken",
              "TunnelwatchIncidentNotAlerted",
              "TunnelwatchNobodySends",
              "TunnelwatchProcessDown",
              "TunnelwatchReadersReplaced",
              "TunnelwatchRoleMissing",
              "TunnelwatchRoleNotReady",
              "TunnelwatchTimelineMissing",
              "TunnelwatchTimelineNotReady")
          .and(
              "every record is as Azure writes it",
              "sum by (reason) (rate(tunnelwatch_ingest_rejects_total[$__rate_interval])) > 0",
              "sum by (reason) (rate(tunnelwatch_streams_rejects_total[$__rate_interval])) > 0",
              "TunnelwatchInputRejected",
              "TunnelwatchRecordsRejected",
              "TunnelwatchSomeInputRejected")
          .and(
              "the hub lost nothing",
              "TunnelwatchEventsLost",
              "TunnelwatchEventsPerhapsLost",
              "TunnelwatchHubBeganAnew")
          .and(
              "what the hub and Kafka hold is read at once",
              "TunnelwatchBehind",
              "TunnelwatchFarBehind",
              "TunnelwatchCorrelationBehind",
              "TunnelwatchCorrelationFarBehind",
              "TunnelwatchStalled",
              "TunnelwatchCorrelationStalled")
          .and(
              "every site is back at the end",
              "TunnelwatchFleetDegraded",
              "TunnelwatchRedundancyNotRestored")
          .and(
              "Prometheus runs for minutes, and judges no hour or day that it does not know",
              "TunnelwatchFleetBudgetBurning",
              "TunnelwatchTunnelBudgetBurning",
              "TunnelwatchSiteBudgetBurning")
          .and("the fleet is small", "TunnelwatchSeriesDropped");

  @TempDir Path directory;

  private final Started started = new Started();
  private final ScaledClock clock = new ScaledClock(WALL, RUN, SPEED);
  private Pager pager;
  private DeadMansSwitch heart;
  private SystemServer alertmanager;
  private SystemServer prometheus;
  private HubServer hubs;
  private Map<String, Object> kafka;
  private int webPort;

  @BeforeEach
  void startWhatIsNotOurs() throws IOException {
    webPort = FreePort.next();
    pager = started.add("pager", Pager.start(clock));
    heart = started.add("heart", DeadMansSwitch.start());
    alertmanager =
        started.add("alertmanager", Shipped.alertmanager(directory.resolve("alertmanager"), pager));
    var home = directory.resolve("prometheus");
    Shipped.rules(home, SPEED);
    prometheus =
        started.add(
            "prometheus", Shipped.prometheus(home, webPort, alertmanager.address().getAuthority()));
    var spec = HubSpec.of(HUB, Scenario.Traffic.REAL.partitions());
    hubs = started.add("hub", HubServer.start(HubServerConfig.of(clock, spec)));
    var broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
    kafka = Map.of("bootstrap.servers", started.add("kafka", broker).bootstrapServers());
  }

  @AfterEach
  void stop() {
    started.close();
  }

  @Test
  void thoseAreWokenWhoMustBeAndEveryQueryShowsWhatItIsFor() throws Exception {
    var fleet = Fleet.of(Scenario.all(SEED, clock.instant(), GATEWAYS, HOURS));
    try (var pipeline = startPipeline(fleet)) {
      Await.value("all roles ready", LIMIT, () -> pipeline.health().unready(), List::isEmpty);
      var feed = fleet.feed();
      // What has never run yet is slow, and a second is half a minute from here on.
      Await.until("a first heartbeat", LIMIT, () -> heart.beats() > 0);
      var born = WALL.instant();
      clock.release();
      var feeder = started.add("feeder", Feeder.start(feed, hubs.hub(HUB), clock));
      var end = fleet.scenario().start().plus(Duration.ofHours(HOURS)).plus(TAIL);
      Await.until("the fleet's life", RUN.plus(LIMIT), () -> clock.instant().isAfter(end));
      assertThat(feeder.records()).isGreaterThan(30_000);

      SoftAssertions.assertSoftly(
          softly -> {
            softly.check(() -> assertThatPagesAreRight(fleet));
            softly.check(() -> assertThatQueriesAreAnswered(born));
          });
    }
  }

  private void assertThatQueriesAreAnswered(Instant from) throws Exception {
    var filled = new LinkedHashMap<Query, Boolean>();
    var gateways = gateways();
    var to = WALL.instant();
    for (var query : Query.ofDashboards()) {
      filled.put(query, isFilled(query, query.isOfAGateway() ? gateways : List.of(""), from, to));
    }
    for (var query : Query.ofRules(prometheus)) {
      filled.put(query, query.isFilled(prometheus, from, to));
    }
    assertThat(String.join("\n", SILENCE.wrong(filled))).isEmpty();
  }

  /** Those that a dashboard offers. */
  private List<String> gateways() throws Exception {
    var names = new ObjectMapper().readTree(prometheus.get("/api/v1/label/gateway/values"));
    assertThat(names.path("data")).hasSizeGreaterThanOrEqualTo(GATEWAYS);
    return names.path("data").valueStream().map(JsonNode::asText).toList();
  }

  /** Whether there is something to be seen of one of them. */
  private boolean isFilled(Query query, List<String> gateways, Instant from, Instant to)
      throws Exception {
    for (var gateway : gateways) {
      if (query.of(gateway).isFilled(prometheus, from, to)) {
        return true;
      }
    }
    return false;
  }

  private void assertThatPagesAreRight(Fleet fleet) {
    var verdict =
        Await.value(
            "pages of seed " + SEED,
            Duration.ofSeconds(20),
            () -> verdict(fleet),
            found -> found.wrong().isEmpty());
    assertThat(verdict.deserved()).isGreaterThan(10);
  }

  private PageVerdict verdict(Fleet fleet) throws IOException {
    var incidents =
        TopicContent.of(kafka, TOPICS.incidents()).stream()
            .filter(record -> record.value() != null)
            .filter(record -> record.headers().lastHeader(Headers.CANARY) == null)
            .map(record -> new String(record.value(), StandardCharsets.UTF_8))
            .toList();
    var came = pager.woken().stream().map(SimulatedHoursTest::came).toList();
    return PageVerdict.of(Labels.write(fleet.labels()).lines().toList(), incidents, came);
  }

  /** An alert of Prometheus has no incident; it is known by its name. */
  private static PageVerdict.Came came(Pager.Woken woken) {
    var labels = woken.alert().path("labels");
    var name = labels.path("alertname").asText();
    return new PageVerdict.Came(
        woken.at(),
        labels.path("incident").asText(name),
        labels.path("tier").asText(),
        woken.status().equals("firing"),
        woken.alert().at("/annotations/incident_id").asText(),
        name + ": " + woken.alert().at("/annotations/summary").asText());
  }

  private Pipeline startPipeline(Fleet fleet) throws IOException {
    var inventory = Files.createDirectories(directory.resolve("inventory"));
    for (var file : fleet.inventory().entrySet()) {
      Files.write(inventory.resolve(file.getKey()), file.getValue());
    }
    var config =
        new AppConfig(
            EnumSet.allOf(Role.class),
            AppConfig.Identity.keptIn(directory.resolve("data")),
            new AppConfig.Kafka(Optional.empty(), 0, TOPICS, Map.of()),
            List.of(HubSource.of(new Secret(hubs.connectionString(HUB)), HUB)),
            new CanaryWay.Ingest(),
            Optional.of(inventory),
            new AppConfig.Alerting(
                List.of(alertmanager.address()),
                AppConfig.Webhook.NONE,
                new Heartbeats(List.of(heart.address())),
                Links.NONE),
            new AppConfig.Web("127.0.0.1", webPort),
            Optional.empty());
    var pipeline = Pipeline.start(config, kafka, new Clocks(clock, WALL), Optional.empty());
    pipeline.serve(new InetSocketAddress(LOOPBACK, webPort));
    return pipeline;
  }
}
