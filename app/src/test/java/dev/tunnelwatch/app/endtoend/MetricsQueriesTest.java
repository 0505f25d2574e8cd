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
import dev.tunnelwatch.app.pipeline.Clocks;
import dev.tunnelwatch.app.pipeline.Pipeline;
import dev.tunnelwatch.app.pipeline.Started;
import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.ingest.Secret;
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
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of every dashboard and rule, asked of a real Prometheus that scrapes the running
 * pipeline: Grafana is not at hand, so that this stands for looking.
 */
class MetricsQueriesTest {
  private static final String HUB = "insights-logs";
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What it asks for need not be there: {@code … > 0}, outside the braces of labels. */
  private static final Pattern COMPARES = Pattern.compile("==|[<>]");

  // {gateway="a"}, and what leaves out no more than what is no number
  private static final Pattern NO_COMPARISON = Pattern.compile("\\{[^}]*}| >= 0(?=\\))");

  @TempDir Path directory;

  private final Started started = new Started();
  private final ScaledClock clock =
      new ScaledClock(InstantSource.system(), Duration.ofSeconds(60), 20);

  @AfterEach
  void stop() {
    started.close();
  }

  @Test
  void everyQueryOfEveryDashboardAndRuleIsAnswered() throws Exception {
    int webPort = FreePort.next();
    var prometheus = started.add("prometheus", startPrometheus(webPort));
    var hubs = started.add("hub", HubServer.start(HubServerConfig.of(clock, HubSpec.of(HUB, 2))));
    try (var pipeline = startPipeline(hubs, webPort)) {
      Await.value("all roles ready", LIMIT, () -> pipeline.health().unready(), List::isEmpty);
      clock.release();
      var now = clock.instant();
      hubs.hub(HUB).publish(0, Logs.body(Logs.connected(now.minusSeconds(600))));
      var before = now.minusSeconds(7_200);
      hubs.hub(HUB).publish(0, Logs.body(Logs.p2sConnected(before), Logs.maintenance(before)));
      hubs.hub(HUB).publish(1, Logs.body(Logs.disconnected(now.minusSeconds(30))));

      awaitAnswer(prometheus, "min(tunnelwatch_site_redundancy{site=\"paris\"}) == 0");
      for (var query : queries()) {
        if (!COMPARES.matcher(NO_COMPARISON.matcher(query).replaceAll("")).find()) {
          awaitAnswer(prometheus, query);
        } else {
          assertThat(answer(prometheus, query).get("status").asText())
              .as(query)
              .isEqualTo("success");
        }
      }
      awaitAnswer(prometheus, "sort(min by (gateway, site) (tunnelwatch_site_redundancy < 2))");
      assertThatRulesWork(prometheus);
      var scrape = SystemServer.get(URI.create("http://127.0.0.1:" + webPort), "/metrics");
      assertThat(Metrics.formsIn(scrape)).isEqualTo(Metrics.forms());
    }
  }

  private static void assertThatRulesWork(SystemServer prometheus) throws Exception {
    var groups = JSON.readTree(prometheus.get("/api/v1/rules")).at("/data/groups");
    assertThat(groups).hasSizeGreaterThanOrEqualTo(5);
    for (var group : groups) {
      for (var rule : group.get("rules")) {
        var name = rule.get("name").asText();
        assertThat(rule.get("health").asText()).as("%s", rule).isEqualTo("ok");
        assertThat(answer(prometheus, rule.get("query").asText()).get("status").asText())
            .as(name)
            .isEqualTo("success");
        if (rule.get("type").asText().equals("recording")) {
          awaitAnswer(prometheus, name);
        }
      }
    }
  }

  private static List<String> queries() throws IOException {
    return Query.ofDashboards().stream()
        .map(query -> query.of(".+").expression())
        .distinct()
        .toList();
  }

  private static JsonNode answer(SystemServer prometheus, String query) throws Exception {
    var encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    return JSON.readTree(prometheus.get("/api/v1/query?query=" + encoded));
  }

  private static void awaitAnswer(SystemServer prometheus, String query) {
    Await.value(
        query + " to be answered",
        LIMIT,
        () -> answer(prometheus, query),
        answer -> answer.at("/data/result").size() > 0);
  }

  private SystemServer startPrometheus(int webPort) throws IOException {
    var home = directory.resolve("prometheus");
    Shipped.rules(home, 1);
    return Shipped.prometheus(home, webPort, "127.0.0.1:" + FreePort.next());
  }

  private Pipeline startPipeline(HubServer hubs, int webPort) throws IOException {
    var broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
    Map<String, Object> kafka =
        Map.of("bootstrap.servers", started.add("kafka", broker).bootstrapServers());
    var inventory = Files.createDirectories(directory.resolve("inventory"));
    Files.writeString(inventory.resolve("vnet-gateways.json"), Logs.gateways());
    Files.writeString(inventory.resolve("local-gateways.json"), Logs.sites());
    Files.writeString(inventory.resolve("vpn-connections.json"), Logs.connections());
    var nobody = URI.create("http://127.0.0.1:" + FreePort.next());
    var config =
        new AppConfig(
            EnumSet.allOf(Role.class),
            AppConfig.Identity.keptIn(directory.resolve("data")),
            new AppConfig.Kafka(Optional.empty(), 0, Topics.DEFAULT, Map.of()),
            List.of(HubSource.of(new Secret(hubs.connectionString(HUB)), HUB)),
            new CanaryWay.Ingest(),
            Optional.of(inventory),
            new AppConfig.Alerting(
                List.of(nobody),
                AppConfig.Webhook.NONE,
                new Heartbeats(List.of(nobody)),
                Links.NONE),
            new AppConfig.Web("127.0.0.1", webPort),
            Optional.empty());
    var pipeline =
        Pipeline.start(config, kafka, new Clocks(clock, InstantSource.system()), Optional.empty());
    pipeline.serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), webPort));
    return pipeline;
  }
}
