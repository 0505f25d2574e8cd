package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.app.Run;
import dev.tunnelwatch.app.broker.FreePort;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code alert-test} with the Alertmanager and the configuration we ship, and a webhook. */
class AlertTestCommandTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Path SHIPPED = Path.of("..", "dashboards").toAbsolutePath().normalize();

  @TempDir Path directory;

  private Pager pager;
  private EventHook hook;

  @BeforeEach
  void start() throws IOException {
    pager = Pager.start();
    hook = EventHook.start();
  }

  @AfterEach
  void stop() {
    pager.close();
    hook.close();
  }

  @Test
  void pageMarkedAsATestArrivesEverywhereAndEnds() throws IOException {
    try (var alertmanager = alertmanager()) {
      var run =
          alertTest(
              "alerts: {alertmanagers: ['%s'], webhook: {addresses: ['%s']}}\n"
                  .formatted(alertmanager.address(), hook.address()));

      assertThat(run.err()).isEmpty();
      assertThat(run.code()).isZero();
      assertThat(run.out())
          .contains("ok      alertmanager " + alertmanager.address() + ": page: taken")
          .contains(
              "ok      alertmanager " + alertmanager.address() + ": notified: 1 by webhook sent")
          .contains("ok      alertmanager " + alertmanager.address() + ": end: taken")
          .containsPattern("ok      webhook http://127.0.0.1:\\d+: page: taken")
          .containsPattern("ok      webhook http://127.0.0.1:\\d+: end: taken")
          .doesNotContain("secret");
      Await.until("its end at the pager", LIMIT, () -> !pager.woken("resolved").isEmpty());
    }
    var page = pager.woken("firing").getFirst();
    assertThat(page.receiver()).isEqualTo("page");
    assertThat(page.alert().at("/labels/alertname").asText()).isEqualTo("TunnelwatchTest");
    assertThat(page.alert().at("/labels/incident").asText()).startsWith("test-");
    assertThat(page.alert().at("/annotations/summary").asText()).startsWith("TEST: ");
    assertThat(page.alert().at("/annotations/severity").asText()).isEqualTo("critical");
    assertThat(hook.events())
        .extracting(AlertTestCommandTest::type)
        .containsExactly("dev.tunnelwatch.test.page", "dev.tunnelwatch.test.resolve");
  }

  @Test
  void receiverThatTakesNothingIsNamedAndTheOthersAreTold() throws IOException {
    hook.answers(404);
    int nobody = FreePort.next();

    var run =
        alertTest(
            "alerts: {alertmanagers: ['http://127.0.0.1:%d'], webhook: {addresses: ['%s']}}\n"
                .formatted(nobody, hook.address()));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("WRONG   alertmanager http://127.0.0.1:" + nobody + ": page: not taken: ")
        .containsPattern("WRONG   webhook http://127.0.0.1:\\d+: page: refused: .*status 404")
        .endsWith("4 wrong\n");
  }

  /** Each tells the other what it has sent, and the second of them waits for the first. */
  @Test
  void thatAnotherOfTheClusterNotifiesIsEnough() throws Exception {
    int gossipOne = FreePort.next();
    int gossipTwo = FreePort.next();
    try (var one = member("one", gossipOne, gossipTwo);
        var two = member("two", gossipTwo, gossipOne)) {
      Await.until("each to know the other", LIMIT, () -> isSettled(one) && isSettled(two));
      var run =
          alertTest(
              "alerts: {alertmanagers: ['%s', '%s']}\n".formatted(one.address(), two.address()));

      assertThat(run.out())
          .containsOnlyOnce(": notified: 1 by webhook sent")
          .containsOnlyOnce(": notified: no notification was sent")
          .containsPattern("and none had to be: alertmanager http://\\S+ did");
      assertThat(run.code()).isZero();
    }
  }

  @Test
  void thatOneNotifiesIsNotEnoughForAnotherThatKnowsNothingOfIt() throws IOException {
    var silentOne = Files.createDirectory(directory.resolve("two"));
    try (var one = alertmanager();
        var two = alertmanager(silentOne, "group_wait: 0s", "group_wait: 30s")) {
      var run =
          alertTest(
              "alerts: {alertmanagers: ['%s', '%s']}\n".formatted(one.address(), two.address()));

      assertThat(run.out())
          .contains("ok      alertmanager " + one.address() + ": notified: 1 by webhook sent")
          .contains("WRONG   alertmanager " + two.address() + ": notified: taken, but no");
      assertThat(run.code()).isEqualTo(1);
    }
  }

  /** As in examples.yml: it is told by webhook, be a page told or not. */
  @Test
  void whatADeadMansSwitchIsSentIsNoProofOfAPage() throws Exception {
    try (var alertmanager =
        alertmanager(
            directory,
            "group_wait: 0s|  - name: nobody|receiver: nobody\n",
            Map.of(
                "group_wait: 0s", "group_wait: 30s",
                "  - name: nobody",
                    """
                  - name: nobody
                  - name: dead-mans-switch
                    webhook_configs: [{url: '%s/switch', send_resolved: false}]"""
                        .indent(2)
                        .stripTrailing()
                        .formatted(pager.address()),
                "receiver: nobody\n", "receiver: dead-mans-switch\n      group_wait: 1s\n"))) {
      post(
          alertmanager,
          "/api/v2/alerts",
          "[{\"labels\": {\"alertname\": \"Heartbeat\", \"tier\": \"heartbeat\"}}]");
      var run = alertTest(alertmanager);

      assertThat(run.out())
          .contains(
              "notified: taken, but 1 by webhook sent meanwhile, and receiver dead-mans-switch is told"
                  + " by webhook too: it may have been that")
          .endsWith("whether anybody was notified is not known\n");
      assertThat(run.code()).isEqualTo(1);
    }
  }

  @Test
  void routeToAReceiverThatTellsNobodyIsNamed() throws IOException {
    try (var alertmanager = alertmanager(directory, "receiver: page", "receiver: nobody")) {
      var run = alertTest(alertmanager);

      assertThat(run.out())
          .contains("notified: taken, but its route leads to nobody, which tells nobody");
      assertThat(run.code()).isEqualTo(1);
    }
  }

  /** The end of the first comes within the second, is begun, and is not sent. */
  @Test
  void endThatIsNotSentIsNoReceiverThatHangs() throws IOException {
    try (var alertmanager =
        alertmanager(directory, "send_resolved: true", "send_resolved: false")) {
      assertThat(alertTest(alertmanager).code()).isZero();
      var again = alertTest(alertmanager);

      assertThat(again.out()).contains("notified: 1 by webhook sent");
      assertThat(again.code()).isZero();
      assertThat(alertmanager.get("/metrics"))
          .contains("alertmanager_notifications_total{integration=\"webhook\"} 3")
          .contains("alertmanager_notification_requests_total{integration=\"webhook\"} 2");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void routeThatWaitsLongerThanThePageStandsHasToldNobody() throws IOException {
    try (var alertmanager = alertmanager(directory, "group_wait: 0s", "group_wait: 30s")) {
      var run = alertTest(alertmanager);

      assertThat(run.out())
          .contains("ok      alertmanager " + alertmanager.address() + ": page: taken")
          .containsPattern(
              "WRONG   .*: notified: taken, but no notification was sent within \\d+ s;"
                  + " its route leads to page\\. A group_wait longer than that")
          .endsWith("1 wrong\n");
      assertThat(run.code()).isEqualTo(1);
    }
    assertThat(pager.woken()).isEmpty();
  }

  @Test
  void silenceThatHidesItIsNamed() throws Exception {
    try (var alertmanager = alertmanager()) {
      var silence = silence(alertmanager);

      var run = alertTest(alertmanager);

      assertThat(run.out())
          .contains("notified: taken, but nobody was told: silenced by " + silence)
          .endsWith("1 wrong\n");
      assertThat(run.code()).isEqualTo(1);
    }
    assertThat(pager.woken()).isEmpty();
  }

  @Test
  void receiverOfTheAlertmanagerThatDoesNotAnswerHasNotBeenTold() throws IOException {
    try (var hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var alertmanager =
            alertmanager(
                directory, "http://127[^/]+", "http://127.0.0.1:" + hanging.getLocalPort())) {
      var run = alertTest(alertmanager);

      assertThat(run.out())
          .containsPattern(
              "WRONG   .*: notified: taken, but what it sends by webhook has not been answered"
                  + " within \\d+ s")
          .endsWith("1 wrong\n");
      assertThat(run.code()).isEqualTo(1);
    }
  }

  /** Anything may answer 200 to whatever it gets. */
  @Test
  void whetherAnybodyWasToldIsNotKnownOfWhatIsNoAlertmanager() throws IOException {
    var anything = "http://127.0.0.1:" + URI.create(pager.address()).getPort();

    var run = alertTest("alerts: {alertmanagers: ['" + anything + "']}\n");

    assertThat(run.out())
        .contains("ok      alertmanager " + anything + ": page: taken")
        .contains("unknown alertmanager " + anything + ": notified: taken, but could not ask")
        .contains("/metrics (no Alertmanager's); cannot tell whether anybody was notified")
        .endsWith("whether anybody was notified is not known\n");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void whoWaitsLongSeesThatItWaits() throws IOException {
    var run =
        alertTest("11s", "alerts: {webhook: {addresses: ['%s']}}\n".formatted(hook.address()));

    assertThat(run.out()).contains("        the page stands: 10 of 11 s\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void whereNobodyIsToldNobodyIsTried() throws IOException {
    var run = alertTest("web: {port: 0}\n");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).startsWith("WRONG   no receiver is configured");
  }

  private static String type(JsonNode event) {
    return event.path("type").asText();
  }

  private Run alertTest(SystemServer alertmanager) throws IOException {
    return alertTest("alerts: {alertmanagers: ['" + alertmanager.address() + "']}\n");
  }

  private Run alertTest(String config) throws IOException {
    return alertTest("2s", config);
  }

  private Run alertTest(String hold, String config) throws IOException {
    var file = Files.writeString(directory.resolve("c.yml"), "roles: [alerts]\n" + config);
    return Run.of("alert-test", "--hold", hold, "--config", file.toString());
  }

  /** Returns its id. */
  private static String silence(SystemServer alertmanager) throws Exception {
    var body =
        """
        {"matchers": [{"name": "tier", "value": "page", "isRegex": false, "isEqual": true}],
         "startsAt": "%s", "endsAt": "%s", "createdBy": "somebody", "comment": "forgotten"}
        """
            .formatted(Instant.now(), Instant.now().plus(Duration.ofHours(1)));
    var answer = post(alertmanager, "/api/v2/silences", body);
    return new ObjectMapper().readTree(answer).path("silenceID").asText();
  }

  private static String post(SystemServer alertmanager, String path, String body) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(alertmanager.address().resolve(path))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private SystemServer alertmanager() throws IOException {
    return alertmanager(directory, "group_wait: 0s", "group_wait: 0s");
  }

  /** With the configuration we ship, but for one thing. */
  private SystemServer alertmanager(Path home, String shipped, String other) throws IOException {
    return alertmanager(home, shipped, Map.of(shipped, other));
  }

  /** With the configuration we ship, but for some things. */
  private SystemServer alertmanager(Path home, String shipped, Map<String, String> others)
      throws IOException {
    return start(home, shipped, others, "--cluster.listen-address=");
  }

  private SystemServer member(String name, int gossip, int peer) throws IOException {
    return start(
        Files.createDirectories(directory.resolve(name)),
        "group_wait: 0s",
        Map.of(),
        "--cluster.listen-address=127.0.0.1:" + gossip,
        "--cluster.advertise-address=127.0.0.1:" + gossip,
        "--cluster.peer=127.0.0.1:" + peer,
        "--cluster.peer-timeout=5s");
  }

  private static boolean isSettled(SystemServer instance) throws Exception {
    var cluster = new ObjectMapper().readTree(instance.get("/api/v2/status")).path("cluster");
    return cluster.path("status").asText().equals("ready") && cluster.path("peers").size() == 2;
  }

  private SystemServer start(
      Path home, String shipped, Map<String, String> others, String... cluster) throws IOException {
    var config =
        Pattern.compile(shipped)
            .matcher(
                Files.readString(SHIPPED.resolve("alertmanager/alertmanager.yml"))
                    .replaceAll("http://[^/]+:9000", pager.address())
                    .replaceAll("group_interval: \\w+", "group_interval: 1s"))
            .replaceAll(
                found ->
                    others.isEmpty()
                        ? found.group()
                        : others.getOrDefault(found.group(), others.values().iterator().next()));
    Files.writeString(home.resolve("alertmanager.yml"), config);
    var arguments =
        new ArrayList<>(List.of("--config.file=alertmanager.yml", "--storage.path=data"));
    arguments.addAll(List.of(cluster));
    return SystemServer.start(SystemProgram.ALERTMANAGER, home, arguments.toArray(String[]::new));
  }
}
