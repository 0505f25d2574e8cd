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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two that could send, before a real broker and a dead-man's switch; a minute of theirs is two
 * seconds.
 *
 * @see StoppedStageTest what stops and is not replaced
 */
@Tag("proof")
class WatchdogTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String HUB = "insights-logs";
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern AGE =
      Pattern.compile("(?m)^tunnelwatch_alerts_canary_age_seconds (\\S+)$");

  @TempDir Path directory;

  private final Started started = new Started();
  private final ScaledClock clock =
      new ScaledClock(InstantSource.system(), Duration.ofMinutes(2), 30);

  /** Those with role alerts, by the port at which each is scraped. */
  private final Map<Integer, Pipeline> senders = new LinkedHashMap<>();

  private DeadMansSwitch heart;
  private HubServer hubs;
  private Map<String, Object> kafka;

  @BeforeEach
  void start() throws IOException {
    heart = started.add("heart", DeadMansSwitch.start());
    hubs = started.add("hub", HubServer.start(HubServerConfig.of(clock, HubSpec.of(HUB, 2))));
    var broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
    kafka = Map.of("bootstrap.servers", started.add("kafka", broker).bootstrapServers());
    clock.release();
  }

  @AfterEach
  void stop() {
    started.close();
  }

  @Test
  void whoeverStandsBySendsTheHeartbeatWhenTheOtherEnds() throws Exception {
    startSender("alerts");
    started.add("ingest", process("ingest", Role.INGEST));
    started.add("streams", process("streams", Role.STREAMS));
    awaitAnother(0);
    startSender("other");
    awaitAnother(heart.beats());

    stopWhoeverSends();

    awaitAnother(heart.beats());
    assertThat(TopicContent.of(kafka, TOPICS.incidents()))
        .isNotEmpty()
        .allSatisfy(
            record -> {
              assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(Canary.KEY);
              assertThat(record.headers().lastHeader(Headers.CANARY)).isNotNull();
            });
  }

  private void awaitAnother(int than) {
    Await.until("a heartbeat", LIMIT, () -> heart.beats() > than);
    Await.until("a young canary", LIMIT, () -> age() < 300);
  }

  /** One of the two, and whoever stands by knows no age. */
  private void stopWhoeverSends() throws Exception {
    assertThat(senders).hasSize(2);
    for (var each : Map.copyOf(senders).entrySet()) {
      if (!Double.isNaN(age(each.getKey()))) {
        each.getValue().close();
        senders.remove(each.getKey());
      }
    }
    assertThat(senders).hasSize(1);
  }

  private void startSender(String name) throws IOException {
    int port = FreePort.next();
    var sender = started.add(name, process(name, Role.ALERTS));
    sender.serve(new InetSocketAddress(LOOPBACK, port));
    senders.put(port, sender);
  }

  /** The least of all, as Prometheus is asked for it. */
  private double age() throws IOException, InterruptedException {
    double least = Double.NaN;
    for (int port : senders.keySet()) {
      double age = age(port);
      least = Double.isNaN(least) || age < least ? age : least;
    }
    return least;
  }

  private static double age(int port) throws IOException, InterruptedException {
    var scrape = SystemServer.get(URI.create("http://127.0.0.1:" + port), "/metrics");
    var age = AGE.matcher(scrape);
    assertThat(age.find()).isTrue();
    return Double.parseDouble(age.group(1));
  }

  private Pipeline process(String name, Role role) throws IOException {
    var config =
        new AppConfig(
            Set.of(role),
            AppConfig.Identity.keptIn(directory.resolve(name)),
            new AppConfig.Kafka(Optional.empty(), 0, TOPICS, Map.of()),
            List.of(HubSource.of(new Secret(hubs.connectionString(HUB)), HUB)),
            new CanaryWay.Ingest(),
            Optional.empty(),
            new AppConfig.Alerting(
                List.of(),
                AppConfig.Webhook.NONE,
                new Heartbeats(List.of(heart.address())),
                Links.NONE),
            new AppConfig.Web("127.0.0.1", 0),
            Optional.empty());
    return Pipeline.start(
        config, kafka, new Clocks(clock, InstantSource.system()), Optional.empty());
  }
}
