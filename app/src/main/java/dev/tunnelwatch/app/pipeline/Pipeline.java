package dev.tunnelwatch.app.pipeline;

import dev.tunnelwatch.alerts.Alerts;
import dev.tunnelwatch.alerts.AlertsConfig;
import dev.tunnelwatch.alerts.Send;
import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.app.config.Role;
import dev.tunnelwatch.app.inventory.InventoryDirectory;
import dev.tunnelwatch.app.inventory.InventoryPublisher;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.ingest.Ingest;
import dev.tunnelwatch.ingest.IngestConfig;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.streams.Correlator;
import dev.tunnelwatch.streams.CorrelatorConfig;
import dev.tunnelwatch.timeline.Reply;
import dev.tunnelwatch.timeline.Route;
import dev.tunnelwatch.timeline.Timeline;
import dev.tunnelwatch.timeline.TimelineConfig;
import dev.tunnelwatch.timeline.WebServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The roles of one process, wired to one Kafka. The way of a record: {@link Ingest} takes it from
 * the hub into {@code tw.records}, {@link Correlator} makes incidents of it in {@code
 * tw.incidents}, {@link Alerts} and {@link Timeline} read those.
 */
public final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  /** More than a screen can show, less than memory notices. */
  private static final int INCIDENTS_IN_MEMORY = 10_000;

  private static final int STREAM_THREADS = 2;

  /** Copies of correlation's state on other processes; none where there is no other. */
  private static final int STANDBYS = 1;

  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final AppConfig config;
  private final Map<String, Object> kafka;
  private final Clocks clocks;
  private final String instanceId;
  private final Started started;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Health health = new Health(registry);
  private final List<Route> routes = new ArrayList<>();

  private Pipeline(
      AppConfig config,
      Map<String, Object> kafka,
      Clocks clocks,
      String instanceId,
      Started started) {
    this.config = config;
    this.kafka = kafka;
    this.clocks = clocks;
    this.instanceId = instanceId;
    this.started = started;
  }

  /**
   * Makes the topics and starts the configured roles.
   *
   * @param kafka settings of every client, {@code bootstrap.servers} among them
   * @param listener told of everything that is sent to humans; runs on a thread of alerts
   * @throws IOException when the data directory or the inventory cannot be read, or another process
   *     uses that directory
   */
  public static Pipeline start(
      AppConfig config, Map<String, Object> kafka, Clocks clocks, Optional<Consumer<Send>> listener)
      throws IOException {
    var started = new Started();
    started.add(
        "data directory", DataDirectory.lock(config.identity().dataDirectory())); // the last let go
    try {
      var id = InstanceId.of(config.identity());
      var pipeline = new Pipeline(config, Map.copyOf(kafka), clocks, id, started);
      pipeline.startRoles(listener);
      return pipeline;
    } catch (IOException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** Readers before writers, so that nothing waits; the stop goes the other way. */
  private void startRoles(Optional<Consumer<Send>> listener) throws IOException {
    TopicSetup.ensure(kafka, TopicPlan.all(config.kafka().topics()));
    if (has(Role.INVENTORY)) {
      publishInventory();
    }
    if (has(Role.TIMELINE)) {
      startTimeline();
    }
    if (has(Role.ALERTS)) {
      startAlerts(listener);
    }
    if (has(Role.STREAMS)) {
      startStreams();
    }
    if (has(Role.INGEST)) {
      startIngest();
    }
  }

  private boolean has(Role role) {
    return config.roles().contains(role);
  }

  private void publishInventory() throws IOException {
    var read = InventoryDirectory.read(config.inventory().orElseThrow());
    for (var finding : read.findings()) {
      var level = finding.kind().isHint() ? Level.INFO : Level.WARN;
      LOG.atLevel(level).addKeyValue("finding", finding).log("inventory");
    }
    int changed = InventoryPublisher.publish(kafka, config.kafka().topics(), read);
    LOG.atInfo()
        .addKeyValue("gateways", read.inventory().gateways().size())
        .addKeyValue("damaged", read.damaged())
        .addKeyValue("changed", changed)
        .log("inventory published");
  }

  private void startTimeline() throws IOException {
    var token = config.web().operatorToken();
    var settings = new TimelineConfig(kafka, config.kafka().topics(), INCIDENTS_IN_MEMORY, token);
    var timeline = started.add("timeline", Timeline.start(settings, clocks.decision(), registry));
    routes.addAll(timeline.routes());
    health.watch(Role.TIMELINE.word(), timeline::ended, timeline::problem);
  }

  private void startAlerts(Optional<Consumer<Send>> listener) throws IOException {
    var settings =
        new AlertsConfig(
            kafka,
            config.kafka().topics(),
            instanceId,
            config.alerting().receivers(listener),
            config.heartbeats(),
            config.alerting().links());
    var alerts =
        started.add("alerts", Alerts.start(settings, clocks.decision(), clocks.real(), registry));
    health.watch(Role.ALERTS.word(), alerts::ended, alerts::problem);
  }

  private void startStreams() throws IOException {
    var state = config.identity().dataDirectory().resolve("streams");
    Files.createDirectories(state);
    var settings =
        new CorrelatorConfig(
            kafka,
            config.kafka().topics(),
            pseudonyms(),
            state,
            instanceId,
            STREAM_THREADS,
            STANDBYS);
    var correlator =
        started.add("streams", Correlator.start(settings, clocks.decision(), registry));
    health.watch(Role.STREAMS.word(), correlator::ended, correlator::problem);
  }

  private Pseudonyms pseudonyms() throws IOException {
    var key = config.pseudonymKey();
    return key.isPresent()
        ? Pseudonyms.keyed(Files.readAllBytes(key.get()))
        : Pseudonyms.redacted();
  }

  private void startIngest() {
    var settings =
        IngestConfig.of(config.sources(), kafka, config.kafka().topics(), instanceId)
            .with(config.canary());
    var ingest = started.add("ingest", Ingest.start(settings, clocks.decision(), registry));
    health.watch(Role.INGEST.word(), ingest::ended, ingest::problem);
  }

  /** Starts the web server on its own, since a demo may have to choose another port. */
  public int serve(InetSocketAddress address) throws IOException {
    var all = new ArrayList<>(routes);
    all.add(new Route("/metrics", _ -> Reply.text(200, METRICS_TYPE, registry.scrape())));
    all.addAll(health.routes());
    return started.add("web", WebServer.start(address, all)).port();
  }

  /** What the parts say of themselves. */
  public Health health() {
    return health;
  }

  @Override
  public void close() {
    started.close();
    registry.close();
  }
}
