package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Silences, as the document writes them, and the inhibition of the examples: what a real
 * Alertmanager withholds by them, and what it does not.
 */
class WithheldTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Path DOCUMENT = Path.of("../docs/receivers.md");
  private static final String OF_GATEWAY =
      "TunnelwatchIncident incident=0a gateway=gw-uks site=branch-2 scope=gateway tier=page";
  private static final String NOTIFICATION =
      "TunnelwatchIncident incident=0b gateway=gw-uks site=branch-3 scope=gateway tier=notify";
  private static final String OF_SITE =
      "TunnelwatchIncident incident=0c gateway=several site=branch-2 scope=site tier=page";
  private static final String REDUNDANCY =
      "TunnelwatchRedundancyNotRestored gateway=gw-uks site=branch-2 tier=notify";
  private static final String ELSEWHERE =
      "TunnelwatchRedundancyNotRestored gateway=gw-weu site=branch-2 tier=notify";

  @TempDir Path directory;

  private URI address;
  private Process alertmanager;

  /** The examples, but that nobody is told: the addresses are nobody's. */
  @BeforeEach
  void start() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    address = URI.create("http://127.0.0.1:" + port);
    Files.copy(Path.of("alertmanager/tunnelwatch.tmpl"), directory.resolve("tunnelwatch.tmpl"));
    var config =
        Files.readString(Path.of("alertmanager/examples.yml"))
            .replaceAll("https://[^/]+/", "http://127.0.0.1:1/")
            .replace("mail.example.org:587", "127.0.0.1:1")
            .replaceAll("(group_wait|group_interval|repeat_interval): \\w+", "$1: 1h");
    var file = Files.writeString(directory.resolve("alertmanager.yml"), config);
    alertmanager =
        new ProcessBuilder(
                SystemProgram.ALERTMANAGER.require().toString(),
                "--config.file=" + file,
                "--storage.path=" + directory.resolve("data"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    Await.until("Alertmanager", LIMIT, () -> alerts() != null);
  }

  @AfterEach
  void stop() throws InterruptedException {
    alertmanager.destroy();
    assertThat(alertmanager.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void silencesOfTheDocumentHideWhatTheySay() throws Exception {
    for (var command : documented("amtool silence add ")) {
      amtool(command.replace("fb2dd804f278c843", "0c"));
    }
    for (var alert : List.of(OF_GATEWAY, NOTIFICATION, OF_SITE, ELSEWHERE)) {
      fire(alert);
    }
    fire("TunnelwatchIncident incident=0d gateway=gw-uks site=branch-4 scope=gateway tier=page");
    fire("TunnelwatchIncident incident=0e gateway=gw-weu site=branch-4 scope=gateway tier=notify");

    Await.until("all of them", LIMIT, () -> alerts().size() == 6);
    assertThat(by("silencedBy"))
        .as("by site, by gateway and tier, by incident and by site, by site")
        .containsExactlyInAnyOrder(
            "0a 1", "0b 1", "0c 2", "TunnelwatchRedundancyNotRestored gw-weu 1", "0d 0", "0e 0");
  }

  @Test
  void whilePagesOfASiteFireWhatPrometheusSaysOfItIsWithheld() throws Exception {
    fire(OF_GATEWAY);
    fire(REDUNDANCY);
    fire(ELSEWHERE);
    Await.until("all of them", LIMIT, () -> alerts().size() == 3);
    assertThat(by("inhibitedBy"))
        .as("as seen from that gateway")
        .containsExactlyInAnyOrder(
            "0a 0",
            "TunnelwatchRedundancyNotRestored gw-uks 1",
            "TunnelwatchRedundancyNotRestored gw-weu 0");

    fire(OF_SITE);
    Await.until("the fourth", LIMIT, () -> alerts().size() == 4);
    assertThat(by("inhibitedBy"))
        .as("whoever reaches it")
        .contains("TunnelwatchRedundancyNotRestored gw-weu 1");
  }

  @Test
  void maintenanceWithholdsNotificationsOfItsGatewayAndNoPage() throws Exception {
    for (var command : documented("amtool alert add ")) {
      amtool(command.replaceFirst("--end=\\S+", "--end=2099-01-01T00:00:00Z"));
    }
    fire(OF_GATEWAY);
    fire(NOTIFICATION);
    fire("TunnelwatchIncident incident=0e gateway=gw-weu site=branch-4 scope=gateway tier=notify");

    Await.until("all of them", LIMIT, () -> alerts().size() == 4);
    assertThat(by("inhibitedBy"))
        .containsExactlyInAnyOrder("Maintenance gw-uks 0", "0a 0", "0b 1", "0e 0");
  }

  private static List<String> documented(String beginning) throws IOException {
    var commands =
        Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith(beginning)).toList();
    assertThat(commands).isNotEmpty();
    return commands;
  }

  private void fire(String alert) throws Exception {
    amtool("amtool alert add " + alert);
  }

  /** As a shell would. */
  private void amtool(String command) throws Exception {
    var words =
        Arrays.stream(command.split(" (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
            .skip(1)
            .map(word -> word.replace("\"", ""))
            .toList();
    var arguments = new ArrayList<>(words);
    arguments.add("--alertmanager.url=" + address);
    Program.succeeds(SystemProgram.AMTOOL, arguments.toArray(String[]::new));
  }

  /** Each alert, with how many withhold it. */
  private List<String> by(String how) throws Exception {
    var found = new ArrayList<String>();
    for (var alert : alerts()) {
      var labels = alert.path("labels");
      var name =
          labels.has("incident")
              ? labels.path("incident").asText()
              : labels.path("alertname").asText() + ' ' + labels.path("gateway").asText();
      found.add(name + ' ' + alert.path("status").path(how).size());
    }
    return found;
  }

  private JsonNode alerts() throws IOException {
    try (var answer = address.resolve("/api/v2/alerts").toURL().openStream()) {
      return new JsonMapper().readTree(answer);
    }
  }
}
