package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.broker.FreePort;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.simulator.hub.HubServer;
import dev.tunnelwatch.simulator.hub.HubServerConfig;
import dev.tunnelwatch.simulator.hub.HubSpec;
import dev.tunnelwatch.simulator.hub.SharedKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} and a hub that will not be read as long as the settings are what they are. */
class RunHubTest {
  private static final String HUB = "insights-logs";
  private static final String CANARY = "c2VjcmV0LWNhbmFyeQ==";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;
  private HubServer server =
      HubServer.start(HubServerConfig.of(InstantSource.system(), HubSpec.of(HUB, 2)));

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void wrongKeyEndsItWithTheSentenceOfCheck() throws Exception {
    var ours = server.connectionString(HUB).replaceFirst(".*SharedAccessKey=([^;]*);.*", "$1");

    var run = run("wrong-key", server.connectionString(HUB).replace(ours, CANARY), HUB, "$Default");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("tunnelwatch: gave up: ingest (insights-logs: the hub refuses the credential (")
        .contains("; with a connection string check key name and key, and that the policy may")
        .doesNotContain(CANARY);
    assertThat(run.err().lines().toList().getLast()).as("what is read first").contains("gave up");
    server.close();
  }

  @Test
  void hubThatIsNotThereEndsIt() throws Exception {
    var namespace = server.connectionString(HUB).replaceFirst("EntityPath=[^;]*;", "");

    var run = run("no-hub", namespace, "other-logs", "$Default");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("gave up: ingest (other-logs: there is no such hub");
    server.close();
  }

  @Test
  void consumerGroupThatIsNotThereEndsIt() throws Exception {
    var run = run("no-group", server.connectionString(HUB), HUB, "nobodys");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("gave up: ingest (insights-logs/", "there is no such consumer group (")
        .contains("make it (az eventhubs eventhub consumer-group create)");
    server.close();
  }

  /**
   * It reads with the key, shows what it knows of itself, loses the hub, and is refused by another
   * that took its place: of the key nothing is said or shown.
   */
  @Test
  void nobodySeesTheKey() throws Exception {
    int hubPort = FreePort.next();
    server.close();
    startHub(hubPort, CANARY);
    int webPort = FreePort.next();
    var file = config("canary", server.connectionString(HUB), HUB, "$Default", webPort);
    var logs = new ByteArrayOutputStream();
    var before = System.err;
    System.setErr(new PrintStream(logs, true, StandardCharsets.UTF_8));
    try {
      var running = new FutureTask<>(() -> Run.of("run", "--config", file.toString()));
      Thread.ofVirtual().start(running);
      Await.until(
          "it to read",
          Duration.ofSeconds(60),
          () -> running.isDone() || get(webPort, "/readyz").equals("ok"));
      var shown = shown(webPort);
      server.close();
      Await.until(
          "it to miss its hub",
          Duration.ofSeconds(60),
          () -> !get(webPort, "/readyz").equals("ok"));
      shown += shown(webPort);
      startHub(hubPort, "another");
      var run = running.get(90, TimeUnit.SECONDS);

      assertThat(shown).contains("tunnelwatch_ingest_commits_total", "not ready: ingest");
      assertThat(run.err())
          .containsOnlyOnce("ready: roles ingest; page and metrics at http://127.0.0.1:" + webPort)
          .contains("the hub refuses the credential");
      assertThat(logs.toString(StandardCharsets.UTF_8)).contains("the hub does not answer");
      assertThat(shown + logs.toString(StandardCharsets.UTF_8) + run.out() + run.err())
          .doesNotContain(CANARY)
          .doesNotContain("SharedAccessSignature sr");
    } finally {
      System.setErr(before);
      server.close();
    }
  }

  @Test
  void namespaceThatDoesNotAnswerIsSaidWithWhatToDoUntilItDoes() throws Exception {
    int hubPort = FreePort.next();
    server.close();
    startHub(hubPort, CANARY);
    var connection = server.connectionString(HUB);
    server.close();
    int webPort = FreePort.next();
    var logs = new ByteArrayOutputStream();
    var before = System.err;
    System.setErr(new PrintStream(logs, true, StandardCharsets.UTF_8));
    var file = config("no-namespace", connection, HUB, "$Default", webPort);
    var running = new FutureTask<>(() -> Run.of("run", "--config", file.toString()));
    try {
      Thread.ofVirtual().start(running);
      Await.until(
          "it to say so",
          Duration.ofSeconds(90),
          () -> get(webPort, "/readyz").contains("that TCP port 5671 is let out to it"));

      assertThat(get(webPort, "/readyz"))
          .startsWith(
              "not ready: ingest (hubs that do not answer: {insights-logs=no answer in time");
      assertThat(logs.toString(StandardCharsets.UTF_8)).contains("the hub does not answer");
      assertThat(running.isDone()).isFalse();

      startHub(hubPort, CANARY);
      Await.until("it to read", Duration.ofSeconds(90), () -> get(webPort, "/readyz").equals("ok"));
    } finally {
      running.cancel(true);
      System.setErr(before);
      server.close();
    }
  }

  /** It may heal by itself, so it is said and tried again. */
  @Test
  void groupThatAnotherReadsWithIsSaidWithWhatToDo() throws Exception {
    var other =
        new EventHubClientBuilder()
            .connectionString(server.connectionString(HUB))
            .consumerGroup("$Default")
            .buildAsyncConsumerClient();
    var reading =
        other
            .receiveFromPartition(
                "0", EventPosition.earliest(), new ReceiveOptions().setOwnerLevel(1_000_000L))
            .subscribe();
    var logs = new ByteArrayOutputStream();
    var before = System.err;
    System.setErr(new PrintStream(logs, true, StandardCharsets.UTF_8));
    var file = config("taken-group", server.connectionString(HUB), HUB, "$Default", 0);
    var running = new FutureTask<>(() -> Run.of("run", "--config", file.toString()));
    try {
      Thread.ofVirtual().start(running);
      Await.until(
          "it to say so",
          Duration.ofSeconds(60),
          () ->
              logs.toString(StandardCharsets.UTF_8)
                  .contains("another reader owns the partition in this consumer group"));

      assertThat(logs.toString(StandardCharsets.UTF_8))
          .contains("insights-logs/0")
          .contains("give Tunnelwatch a consumer group that nobody else reads with, or stop the");
      assertThat(running.isDone()).isFalse();
    } finally {
      running.cancel(true);
      System.setErr(before);
      reading.dispose();
      other.close();
      server.close();
    }
  }

  private void startHub(int port, String key) {
    server =
        HubServer.start(
            HubServerConfig.of(InstantSource.system(), HubSpec.of(HUB, 2))
                .withPort(port)
                .withKey(new SharedKey("listen", key)));
  }

  private static String shown(int port) throws IOException, InterruptedException {
    return get(port, "/metrics") + get(port, "/healthz") + get(port, "/readyz");
  }

  private static String get(int port, String path) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body().strip();
    } catch (IOException e) {
      return ""; // it is not up yet
    }
  }

  private static Run run(String name, String connection, String hub, String group)
      throws Exception {
    var file = config(name, connection, hub, group, 0);
    var running = new FutureTask<>(() -> Run.of("run", "--config", file.toString()));
    Thread.ofVirtual().start(running);
    return running.get(90, TimeUnit.SECONDS);
  }

  private static Path config(String name, String connection, String hub, String group, int port)
      throws IOException {
    return Files.writeString(
        directory.resolve(name + ".yml"),
        """
        roles: [ingest]
        data-directory: %s
        kafka: {bootstrap-servers: '%s', topic-prefix: '%s.'}
        web: {port: %d}
        sources:
          - hub: %s
            connection-string: '%s'
            consumer-group: '%s'
        """
            .formatted(
                directory.resolve(name),
                kafka.bootstrapServers(),
                name,
                port,
                hub,
                connection,
                group));
  }
}
