package dev.tunnelwatch.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertingReaderTest {

  @TempDir Path directory;

  @Test
  void webhooksAndLinksAreRead() throws IOException {
    var key = Files.writeString(directory.resolve("key"), "sixteen bytes or more\n");

    var alerting =
        read(
            """
            webhook:
              addresses: ['https://a.example/hook?code=x', 'https://b.example/']
              key-file: %s
            timeline-address: https://timeline.example
            dashboard: https://grafana.example/d/tunnelwatch-gateway
            runbooks: https://git.example/docs/runbooks
            zone: Europe/Paris
            """
                .formatted(key));

    assertThat(alerting.webhook().addresses())
        .containsExactly(
            URI.create("https://a.example/hook?code=x"), URI.create("https://b.example/"));
    assertThat(alerting.webhook().keyFile()).contains(key);
    assertThat(alerting.receivers(Optional.empty()).key()).isPresent();
    assertThat(alerting.links().zone()).contains(ZoneId.of("Europe/Paris"));
    assertThat(alerting.links().dashboard())
        .contains(URI.create("https://grafana.example/d/tunnelwatch-gateway"));
    assertThat(alerting.links().runbooks())
        .contains(URI.create("https://git.example/docs/runbooks"));
  }

  @Test
  void environmentHasThemToo() throws IOException {
    var file = Files.writeString(directory.resolve("c.yml"), "roles: [alerts]\n");

    var alerting =
        ConfigReader.read(
                file,
                Map.of(
                    "TUNNELWATCH_ALERTS_WEBHOOK_ADDRESSES",
                    "https://a.example/,https://b.example/",
                    "TUNNELWATCH_ALERTS_ZONE",
                    "Asia/Tokyo"))
            .alerting();

    assertThat(alerting.webhook().addresses()).hasSize(2);
    assertThat(alerting.links().zone()).contains(ZoneId.of("Asia/Tokyo"));
  }

  /** What keeps strangers out of a webhook is often its path. */
  @Test
  void addressThatIsNoneIsNotShown() {
    assertThatThrownBy(() -> read("webhook: {addresses: ['htps://hooks.example/T0/canary']}"))
        .hasMessageContaining("alerts.webhook.addresses: expected an address such as http")
        .hasMessageContaining("got another (not shown)")
        .hasMessageNotContaining("canary");
  }

  @Test
  void heartbeatsAreReadAndNotShown() throws IOException {
    var alerting =
        read("heartbeat: ['https://ping.example/canary', 'https://ping.example/canary']");

    assertThat(alerting.heartbeats().addresses())
        .containsExactly(URI.create("https://ping.example/canary"));
    assertThat(alerting.toString()).doesNotContain("canary");
    assertThatThrownBy(() -> read("heartbeat: 'ping.example/canary'"))
        .hasMessageContaining("alerts.heartbeat: expected an address such as http")
        .hasMessageNotContaining("canary");
  }

  @Test
  void noHeartBeatsWhereNoCanarySetsOut() throws IOException {
    var text =
        "roles: [alerts]\ncanary: {through: none}\nalerts: {heartbeat: 'http://a.example/x'}\n";
    var file = Files.writeString(directory.resolve("c.yml"), text);

    assertThatThrownBy(() -> ConfigReader.read(file, Map.of()))
        .hasMessageContaining("alerts.heartbeat: expected nothing, since canary.through is none");
    assertThat(ConfigReader.read(file, Map.of("TUNNELWATCH_CANARY_THROUGH", "ingest")).heartbeats())
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "fifteen bytes..\n\n"})
  void keyThatIsTooShortIsAProblem(String content) throws IOException {
    var key = Files.writeString(directory.resolve("key"), content);

    assertThatThrownBy(() -> read("webhook: {key-file: '%s'}".formatted(key)))
        .hasMessageContaining(
            "alerts.webhook.key-file: expected a file with a key of 16 to 4096 bytes, got one that")
        .hasMessageNotContaining("fifteen");
  }

  @Test
  void keyThatCannotBeReadIsAProblem() {
    assertThatThrownBy(() -> read("webhook: {key-file: /no/such/key}"))
        .hasMessageContaining("got none that can be read: \"/no/such/key\"");
    assertThatThrownBy(() -> read("webhook: {key-file: '%s'}".formatted(directory)))
        .hasMessageContaining("got none that can be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CET+1", "+01:00", "Europe/Pariss", "Mars/Olympus"})
  void zoneIsANameOfTheIanaList(String zone) {
    assertThatThrownBy(() -> read("zone: '" + zone + "'"))
        .hasMessageContaining(
            "alerts.zone: expected a time zone such as Europe/Paris, got \"" + zone)
        .hasMessageContaining(zone.equals("Europe/Pariss") ? "do you mean Europe/Paris?" : "\"");
  }

  private AppConfig.Alerting read(String alerts) throws IOException {
    var file =
        Files.writeString(
            directory.resolve("c.yml"), "roles: [alerts]\nalerts:\n" + alerts.indent(2));
    return ConfigReader.read(file, Map.of()).alerting();
  }
}
