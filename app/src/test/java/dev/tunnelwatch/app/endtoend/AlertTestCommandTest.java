package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.Run;
import dev.tunnelwatch.app.broker.FreePort;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        .endsWith("4 not taken\n");
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

  private Run alertTest(String config) throws IOException {
    var file = Files.writeString(directory.resolve("c.yml"), "roles: [alerts]\n" + config);
    return Run.of("alert-test", "--hold", "2s", "--config", file.toString());
  }

  private SystemServer alertmanager() throws IOException {
    var config =
        Files.readString(SHIPPED.resolve("alertmanager/alertmanager.yml"))
            .replaceAll("http://[^/]+:9000", pager.address())
            .replaceAll("group_interval: \\w+", "group_interval: 1s");
    Files.writeString(directory.resolve("alertmanager.yml"), config);
    return SystemServer.start(
        SystemProgram.ALERTMANAGER,
        directory,
        "--config.file=alertmanager.yml",
        "--storage.path=data",
        "--cluster.listen-address=");
  }
}
