package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import dev.tunnelwatch.app.broker.FreePort;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.simulator.hub.HubServer;
import dev.tunnelwatch.simulator.hub.HubServerConfig;
import dev.tunnelwatch.simulator.hub.HubSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says of a hub: each wrong setting and its line, against the stand-in. */
class CheckHubTest {
  private static final String HUB = "insights-logs";
  private static final String CANARY = "c2VjcmV0LWNhbmFyeQ==";
  private static final String RECORD =
      """
      {"records":[{"time":"2026-03-01T10:00:00Z","resourceId":"/SUBSCRIPTIONS/\
      00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG-NET/PROVIDERS/MICROSOFT.NETWORK/\
      VIRTUALNETWORKGATEWAYS/GW-WEU","category":"TunnelDiagnosticLog",\
      "operationName":"TunnelConnected","properties":{"remoteIP":"203.0.113.7"}}]}""";

  @TempDir Path directory;

  private final HubServer server =
      HubServer.start(
          HubServerConfig.of(
              InstantSource.system(), HubSpec.of(HUB, 2).withConsumerGroups("tunnelwatch")));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void hubThatIsAsItShouldBeIsOkInEveryLine() throws IOException {
    publish(RECORD);
    publish(RECORD);

    var run = check(connection(), "tunnelwatch");

    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("ok      hub insights-logs: credential: a connection string")
        .contains(
            "ok      hub insights-logs: access: may be read; event hub \"insights-logs\" of 2")
        .contains(" has 2 partitions")
        .contains("ok      hub insights-logs: partitions: 0: 0 to 1, the last at ")
        .contains(" s ago), 1: empty")
        .contains("\"tunnelwatch\" is there, and no other owner reads with it")
        .contains("hold records of gateways: 2 TunnelDiagnosticLog; of others: none")
        .endsWith("run would start well\n")
        .doesNotContain("WRONG", key());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void wrongKeyIsRefusedAndNobodySeesIt() throws IOException {
    var run = check(connection().replace(key(), CANARY), "$Default");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("WRONG   hub insights-logs: access: the hub refuses the credential (")
        .contains("; with a connection string check key name and key, and that the policy may")
        .contains("unknown hub insights-logs: content: not checked, because of: access")
        .endsWith("1 wrong: run would stumble\n");
    assertThat(run.out() + run.err()).doesNotContain(CANARY);
  }

  @Test
  void hubThatIsNotThereIsNamed() throws IOException {
    var run = check(connection().replaceFirst("EntityPath=[^;]*;", ""), "$Default", "other-logs");

    assertThat(run.out())
        .contains("WRONG   hub other-logs: access: there is no such hub")
        .contains("; check the hub's name, and that it is in this namespace");
  }

  @Test
  void groupThatIsNotThereIsNamedWhetherOrNotThereAreEvents() throws IOException {
    var empty = check(connection(), "nobodys");
    publish(RECORD);
    var filled = check(connection(), "nobodys");

    for (var run : new Run[] {empty, filled}) {
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.out())
          .contains("WRONG   hub insights-logs: consumer group: there is no such consumer group");
    }
  }

  @Test
  void hostWithoutAnAddressIsNamed() throws IOException {
    var run = check(outside("sb://no-such-place.invalid/"), "$Default");

    assertThat(run.out())
        .contains("WRONG   hub insights-logs: name: \"no-such-place.invalid\" has no address")
        .contains("unknown hub insights-logs: access: not checked, because of: name")
        .doesNotContain(CANARY);
  }

  @Test
  void portThatNobodyListensOnIsNamed() throws IOException {
    int port = FreePort.next();

    var run = check(outside("sb://127.0.0.1:" + port), "$Default");

    assertThat(run.out())
        .contains("connection: 127.0.0.1:" + port + " takes no connection (Connection refused)")
        .contains("let TCP port " + port + " out");
  }

  @Test
  void serverThatSpeaksNoTlsIsNamed() throws IOException {
    var run = check(outside("sb://127.0.0.1:" + server.port()), "$Default");

    assertThat(run.out())
        .contains("WRONG   hub insights-logs: tls: no TLS with 127.0.0.1:" + server.port());
  }

  @Test
  void ownerOfTheGroupIsSeenAndNotDisturbed() throws IOException {
    publish(RECORD);
    var received = new AtomicInteger();
    var owner =
        new EventHubClientBuilder()
            .connectionString(connection())
            .consumerGroup("$Default")
            .buildAsyncConsumerClient();
    var reading =
        owner
            .receiveFromPartition(
                "0", EventPosition.earliest(), new ReceiveOptions().setOwnerLevel(0L))
            .subscribe(_ -> received.incrementAndGet());
    Await.until("the owner to read", Duration.ofSeconds(20), () -> received.get() == 1);

    var run = check(connection(), "$Default");
    publish(RECORD);

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("note    hub insights-logs: consumer group: \"$Default\" is read by an owner,")
        .contains(
            "partitions 0; nothing, if that is a Tunnelwatch; else give Tunnelwatch a consumer");
    Await.until("the owner to go on", Duration.ofSeconds(20), () -> received.get() == 2);
    reading.dispose();
    owner.close();
  }

  @Test
  void emptyHubIsANote() throws IOException {
    var run = check(connection(), "$Default");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "note    hub insights-logs: partitions: 0: empty, 1: empty; look at the diagnostic");
  }

  @Test
  void whatIsNoDiagnosticLogIsToldByItsKind() throws IOException {
    publish("hello");

    var run = check(connection(), "$Default");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "WRONG   hub insights-logs: content: the newest 1 body holds records of gateways:")
        .contains("none; of others: none; damaged: 1 not_json; check that the gateways'");
  }

  @Test
  void workloadIdentityThatLacksItsEnvironmentIsOneMessageOfCheckAndOfRun() throws IOException {
    var config =
        """
        sources:
          - {hub: logs, credential: workload-identity, namespace: example.servicebus.windows.net}
        """;
    var file = Files.writeString(directory.resolve("c.yml"), common() + config);

    var check = Run.of("check", "--config", file.toString());
    var run = Run.of("run", "--config", file.toString());

    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out())
        .contains("WRONG   hub logs: credential: source logs: expected an identity");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("tunnelwatch: source logs: expected an identity that can be asked, got ")
        .contains("AZURE_FEDERATED_TOKEN_FILE")
        .doesNotContain("Exception");
  }

  private Run check(String connection, String group) throws IOException {
    return check(connection, group, HUB);
  }

  private Run check(String connection, String group, String hub) throws IOException {
    var file =
        Files.writeString(
            directory.resolve("c.yml"),
            common()
                + """
                sources:
                  - hub: %s
                    connection-string: '%s'
                    consumer-group: '%s'
                """
                    .formatted(hub, connection, group));
    return Run.of("check", "--config", file.toString());
  }

  private String common() {
    return "roles: [ingest]\nweb: {port: 0}\ndata-directory: %s\n".formatted(directory);
  }

  private void publish(String body) {
    server.hub(HUB).publish(0, body.getBytes(StandardCharsets.UTF_8));
  }

  private String connection() {
    return server.connectionString(HUB);
  }

  private String key() {
    return connection().replaceFirst(".*SharedAccessKey=([^;]*);.*", "$1");
  }

  private static String outside(String endpoint) {
    return "Endpoint=%s;SharedAccessKeyName=listen;SharedAccessKey=%s".formatted(endpoint, CANARY);
  }
}
