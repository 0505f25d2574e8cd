package dev.tunnelwatch.app.endtoend;

import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.alerts.Receivers;
import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.broker.FreePort;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real Alertmanagers that gossip over loopback, with the routes we ship: both are told of each
 * page, and somebody is woken once.
 */
class AlertmanagerClusterTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An instance asks this log whenever it considers a group; the second to do so waits before. */
  private static final Pattern CONSIDERED =
      Pattern.compile("^alertmanager_nflog_queries_total (\\d+)", Pattern.MULTILINE);

  private static final Pattern GROUPS =
      Pattern.compile("^alertmanager_dispatcher_aggregation_groups (\\d+)", Pattern.MULTILINE);

  @TempDir Path directory;

  private Pager pager;
  private SystemServer one;
  private SystemServer two;
  private EmbeddedKafka broker;

  @BeforeEach
  void start() throws Exception {
    pager = Pager.start();
    int gossipOne = FreePort.next();
    int gossipTwo = FreePort.next();
    one = alertmanager("one", gossipOne, gossipTwo);
    two = alertmanager("two", gossipTwo, gossipOne);
    broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
    TopicSetup.ensure(kafka(), TopicPlan.all(Topics.DEFAULT));
    Await.until("each to know the other", LIMIT, () -> isSettled(one) && isSettled(two));
  }

  @AfterEach
  void stop() {
    broker.close();
    two.close();
    one.close();
    pager.close();
  }

  @Test
  void eachPageComesToBothAndWakesSomebodyOnceAndSoDoesItsEnd() throws Exception {
    try (var _ =
        AlertRole.start(
            kafka(),
            new Receivers(
                List.of(one.address(), two.address()),
                List.of(),
                Optional.empty(),
                Optional.empty()))) {
      var paris = parisUnreachable();
      publish(paris);
      Await.until("both to have it", LIMIT, () -> has(one, paris) && has(two, paris));
      Await.until("a page", LIMIT, () -> !pager.woken("firing").isEmpty());
      awaitConsidered();
      assertThat(told()).containsExactly("page firing " + paris.id());

      publish(recovered(paris, Instant.now()));
      Await.until("its end", LIMIT, () -> !pager.woken("resolved").isEmpty());
      // Each forgets a group, within half a minute, whose end it has told or left to the other.
      Await.until("both to be done", LIMIT, () -> read(one, GROUPS) + read(two, GROUPS) == 0);
    }
    assertThat(told())
        .containsExactly(
            "page firing " + parisUnreachable().id(), "page resolved " + parisUnreachable().id());
  }

  /** Both have looked at the group since, the later of them after its wait. */
  private void awaitConsidered() throws Exception {
    for (var instance : List.of(one, two)) {
      int before = read(instance, CONSIDERED);
      Await.until(
          "its group to be considered twice", LIMIT, () -> read(instance, CONSIDERED) > before + 1);
    }
  }

  private static int read(SystemServer instance, Pattern number) throws Exception {
    var metrics = number.matcher(instance.get("/metrics"));
    assertThat(metrics.find()).isTrue();
    return Integer.parseInt(metrics.group(1));
  }

  private List<String> told() {
    return pager.woken().stream()
        .map(
            woken ->
                woken.receiver()
                    + ' '
                    + woken.status()
                    + ' '
                    + woken.alert().at("/labels/incident").asText())
        .toList();
  }

  private static boolean has(SystemServer instance, Incident incident) throws Exception {
    return instance.get("/api/v2/alerts").contains(incident.id());
  }

  private static boolean isSettled(SystemServer instance) throws Exception {
    var cluster = JSON.readTree(instance.get("/api/v2/status")).path("cluster");
    return cluster.path("status").asText().equals("ready") && cluster.path("peers").size() == 2;
  }

  /**
   * As shipped, but a tenth as slow: a group is looked at every 6 s instead of every minute, and
   * the second of them waits 2 s for the first instead of 15. Were the interval no longer than that
   * wait, the second would tell of what it saw before it waited: a page anew after its end.
   */
  private SystemServer alertmanager(String name, int gossip, int peer) throws IOException {
    var home = Files.createDirectories(directory.resolve(name));
    Files.writeString(
        home.resolve("alertmanager.yml"),
        Files.readString(Shipped.DIRECTORY.resolve("alertmanager/alertmanager.yml"))
            .replaceAll("http://[^/]+:9000", pager.address())
            .replaceAll("group_interval: \\w+", "group_interval: 6s"));
    return SystemServer.start(
        SystemProgram.ALERTMANAGER,
        home,
        "--config.file=alertmanager.yml",
        "--storage.path=data",
        "--cluster.listen-address=127.0.0.1:" + gossip,
        "--cluster.advertise-address=127.0.0.1:" + gossip,
        "--cluster.peer=127.0.0.1:" + peer,
        "--cluster.peer-timeout=2s");
  }

  private void publish(Incident incident) {
    AlertRole.publish(kafka(), incident);
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
