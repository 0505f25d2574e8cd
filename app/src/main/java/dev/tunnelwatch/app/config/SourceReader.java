package dev.tunnelwatch.app.config;

import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.ingest.StartAt;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** One entry of {@code sources}. */
final class SourceReader {
  private final Settings settings;
  private final String prefix;

  SourceReader(Settings settings, String prefix) {
    this.settings = settings;
    this.prefix = prefix;
  }

  /** Empty only where a problem has been told. */
  Optional<HubSource> read() {
    var hub = settings.required(prefix + "hub", "an event hub's name");
    var name = settings.text(prefix + "name").orElse(hub);
    var group = settings.text(prefix + "consumer-group").orElse(HubSource.DEFAULT_GROUP);
    var startAt = startAt();
    return new CredentialReader(settings, prefix)
        .read()
        .map(credential -> new HubSource(name, credential, hub, group, startAt));
  }

  private StartAt startAt() {
    var key = prefix + "start-at";
    var text = settings.text(key).orElse("earliest");
    return switch (text) {
      case "earliest" -> new StartAt.Earliest();
      case "latest" -> new StartAt.Latest();
      default -> from(key, text);
    };
  }

  private StartAt from(String key, String text) {
    try {
      return new StartAt.From(Instant.parse(text));
    } catch (DateTimeParseException e) {
      settings.problem(
          key,
          "earliest, latest or an instant such as 2026-03-01T06:00:00Z",
          Settings.quoted(text));
      return new StartAt.Earliest();
    }
  }
}
