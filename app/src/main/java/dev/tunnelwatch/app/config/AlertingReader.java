package dev.tunnelwatch.app.config;

import dev.tunnelwatch.alerts.Heartbeats;
import dev.tunnelwatch.alerts.Links;
import dev.tunnelwatch.alerts.WebhookKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;

/** Reads who is told, and what pages lead to. */
final class AlertingReader {
  private final Settings settings;

  AlertingReader(Settings settings) {
    this.settings = settings;
  }

  AppConfig.Alerting read() {
    return new AppConfig.Alerting(
        settings.addresses(Keys.ALERTMANAGERS),
        webhook(),
        new Heartbeats(settings.secretAddresses(Keys.HEARTBEATS)),
        links());
  }

  private AppConfig.Webhook webhook() {
    var addresses = settings.secretAddresses(Keys.WEBHOOKS);
    var keyFile = settings.text(Keys.WEBHOOK_KEY).map(Path::of);
    keyFile.ifPresent(this::tryKey);
    return new AppConfig.Webhook(addresses, keyFile);
  }

  private void tryKey(Path file) {
    var expected =
        "a file with a key of %d to %d bytes".formatted(WebhookKey.SHORTEST, WebhookKey.LONGEST);
    try {
      var _ = WebhookKey.read(file);
    } catch (IllegalArgumentException e) {
      settings.problem(Keys.WEBHOOK_KEY, expected, "one that is shorter or longer");
    } catch (IOException e) {
      settings.problem(
          Keys.WEBHOOK_KEY, expected, "none that can be read: " + Settings.quoted(file));
    }
  }

  private Links links() {
    return new Links(
        settings.address(Keys.TIMELINE),
        settings.address(Keys.DASHBOARD),
        settings.address(Keys.RUNBOOKS),
        settings.text(Keys.ZONE).flatMap(this::zone));
  }

  /** By its name alone: an offset would be wrong for half of the year. */
  private Optional<ZoneId> zone(String name) {
    var known = ZoneId.getAvailableZoneIds();
    if (known.contains(name)) {
      return Optional.of(ZoneId.of(name));
    }
    settings.problem(
        Keys.ZONE,
        "a time zone such as Europe/Paris",
        Settings.quoted(name) + Nearest.asked(name, known));
    return Optional.empty();
  }
}
