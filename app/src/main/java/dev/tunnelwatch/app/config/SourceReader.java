package dev.tunnelwatch.app.config;

import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.ingest.Secret;
import dev.tunnelwatch.ingest.StartAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    return connection().map(secret -> new HubSource(name, secret, hub, group, startAt));
  }

  private Optional<Secret> connection() {
    var key = prefix + "connection-string";
    var direct = settings.text(key);
    var file = settings.text(key + "-file");
    if (direct.isPresent() == file.isPresent()) {
      settings.problem(key, "it or " + key + "-file", direct.isPresent() ? "both" : "neither");
      return Optional.empty();
    }
    return direct.isPresent()
        ? checked(key, direct.get())
        : content(key + "-file", file.orElseThrow())
            .flatMap(value -> checked(key + "-file", value));
  }

  /** The client would find the same, but only when everything else has been started. */
  private Optional<Secret> checked(String key, String value) {
    var parsed = ConnectionString.parse(value);
    if (parsed.isEmpty()) {
      settings.problem(key, ConnectionString.EXPECTED, "something else (not shown)");
      return Optional.empty();
    }
    var missing = parsed.get().missing();
    if (!missing.isEmpty()) {
      settings.problem(
          key, ConnectionString.EXPECTED, "one without " + String.join(" and ", missing));
      return Optional.empty();
    }
    var hub = settings.text(prefix + "hub");
    var path = parsed.get().entityPath();
    if (hub.isPresent() && path.isPresent() && !path.equals(hub)) {
      settings.problem(
          key,
          "EntityPath=" + hub.get() + " or none, as " + prefix + "hub says",
          "another (not shown)");
      return Optional.empty();
    }
    return Optional.of(new Secret(value));
  }

  private Optional<String> content(String key, String path) {
    try {
      return Optional.of(Files.readString(Path.of(path)).strip());
    } catch (IOException e) {
      settings.problem(key, "a readable file", Settings.quoted(path));
      return Optional.empty();
    }
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
