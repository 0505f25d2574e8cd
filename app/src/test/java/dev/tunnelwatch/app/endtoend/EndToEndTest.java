package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.alerts.Heartbeats;
import dev.tunnelwatch.alerts.Links;
import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.broker.FreePort;
import dev.tunnelwatch.app.clock.ScaledClock;
import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.app.config.Role;
import dev.tunnelwatch.app.pipeline.Clocks;
import dev.tunnelwatch.app.pipeline.Pipeline;
import dev.tunnelwatch.app.pipeline.Started;
import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.ingest.Secret;
import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.simulator.hub.HubServer;
import dev.tunnelwatch.simulator.hub.HubServerConfig;
import dev.tunnelwatch.simulator.hub.HubSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker, the official client, a real Alertmanager and a real Prometheus. */
class EndToEndTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String HUB = "insights-logs";
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final Started started = new Started();
  private final ScaledClock clock =
      new ScaledClock(InstantSource.system(), Duration.ofSeconds(60), 20);
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
    pager = started.add("pager", Pager.start());
    heart = started.add("heart", DeadMansSwitch.start());
    alertmanager =
        started.add("alertmanager", Shipped.alertmanager(directory.resolve("alertmanager"), pager));
    prometheus =
        started.add(
            "prometheus",
            Shipped.prometheus(
                directory.resolve("prometheus"), webPort, alertmanager.address().getAuthority()));
    hubs = started.add("hub", HubServer.start(HubServerConfig.of(clock, HubSpec.of(HUB, 4))));
    var broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
    kafka = Map.of("bootstrap.servers", started.add("kafka", broker).bootstrapServers());
  }

  @AfterEach
  void stop() {
    started.close();
  }

  @Test
  void lossOfASiteIsOnePageAndItsReturnAResolveEvenWhenWeAreRestartedInBetween() throws Exception {
    try (var pipeline = startPipeline()) {
      awaitReady(pipeline);
      clock.release();
      publish(0, Logs.p2sConnected(ago(7_200)), Logs.maintenance(ago(7_200)));
      publish(0, Logs.connected(ago(600)), Logs.connected(ago(595)));
      publish(1, Logs.disconnected(ago(30)), "{\"time\":12");

      var page = awaitWoken("firing");

      assertThat(page.receiver()).isEqualTo("page");
      assertThat(page.alert().at("/labels/site").asText()).isEqualTo("paris");
      assertThat(page.alert().at("/labels/gateway").asText()).contains("gw-weu");
      assertThat(page.alert().at("/annotations").toString())
          .contains("peer_unreachable")
          .contains("DPD timed out");
      assertThat(web("/api/incidents")).contains("peer_unreachable").contains("paris");
      assertThat(web("/")).contains("<!doctype html>");
      Await.until("a heartbeat", LIMIT, () -> heart.beats() > 0);
      awaitPrometheusValue(
          "tunnelwatch_alerts_sent_total{action=\"page\",receiver=\"alertmanager\"}", "1");
      awaitPrometheusValue("sum(tunnelwatch_ingest_rejects_total)", "1");
      assertThat(Metrics.in(web("/metrics"))).isEqualTo(Metrics.documented());
    }

    try (var restarted = startPipeline()) {
      awaitReady(restarted);
      publish(2, Logs.connected(ago(30)));

      var over = awaitWoken("resolved");

      assertThat(over.alert().at("/labels")).isEqualTo(firstPage().alert().at("/labels"));
      assertThat(pager.woken("firing")).hasSize(1);
    }
    var records = TopicContent.of(kafka, TOPICS.records()).stream().map(EndToEndTest::key).toList();
    assertThat(records).contains(Canary.GATEWAY.resourceId());
    assertThat(records).filteredOn(Logs.GATEWAY::equals).hasSize(6);
    assertThat(TopicContent.of(kafka, TOPICS.rejects()))
        .singleElement()
        .satisfies(
            reject ->
                assertThat(reject.headers().lastHeader(Headers.REASON).value())
                    .asString(StandardCharsets.UTF_8)
                    .isIn("truncated", "not_json"));
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  private Pipeline startPipeline() throws IOException {
    var inventory = Files.createDirectories(directory.resolve("inventory"));
    Files.writeString(inventory.resolve("vnet-gateways.json"), Logs.gateways());
    Files.writeString(inventory.resolve("local-gateways.json"), Logs.sites());
    Files.writeString(inventory.resolve("vpn-connections.json"), Logs.connections());
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
    var pipeline =
        Pipeline.start(config, kafka, new Clocks(clock, InstantSource.system()), Optional.empty());
    pipeline.serve(new InetSocketAddress(LOOPBACK, webPort));
    return pipeline;
  }

  private static void awaitReady(Pipeline pipeline) {
    Await.value("all roles ready", LIMIT, () -> pipeline.health().unready(), List::isEmpty);
  }

  private Instant ago(long seconds) {
    return clock.instant().minusSeconds(seconds);
  }

  private void publish(int partition, String... records) {
    hubs.hub(HUB).publish(partition, Logs.body(records));
  }

  private Pager.Woken awaitWoken(String status) {
    return Await.value(
            status + " to reach the pager", LIMIT, () -> pager.woken(status), w -> !w.isEmpty())
        .getFirst();
  }

  private Pager.Woken firstPage() {
    return pager.woken("firing").getFirst();
  }

  private String web(String path) throws IOException, InterruptedException {
    return SystemServer.get(URI.create("http://127.0.0.1:" + webPort), path);
  }

  private void awaitPrometheusValue(String query, String value) {
    var path = "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    Await.value(
        query + " to be " + value,
        LIMIT,
        () -> prometheus.get(path),
        answer -> answer.matches("(?s).*\"value\":\\[[^\\]]*,\"" + value + "\"\\].*"));
  }
}
