package dev.tunnelwatch.app.config;

import dev.tunnelwatch.ingest.Credential;
import dev.tunnelwatch.ingest.Credential.Identity;
import dev.tunnelwatch.ingest.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * With what one entry of {@code sources} is read. Named there; a key that belongs to another way is
 * told, since whoever wrote it believed that it counts.
 */
final class CredentialReader {

  /** The ways, and the keys that each may have. */
  private enum Way {
    SAS("connection-string connection-string-file"),
    MANAGED_IDENTITY("namespace client-id"),
    WORKLOAD_IDENTITY("namespace tenant-id client-id token-file"),
    CLIENT_CERTIFICATE("namespace tenant-id client-id certificate-file certificate-password-file"),
    CLI("namespace");

    private final String keys;

    Way(String keys) {
      this.keys = keys;
    }

    private boolean has(String key) {
      return List.of(keys.split(" ", -1)).contains(key);
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** In the order they are told in. */
  static final List<String> KEYS =
      List.of(
          "connection-string",
          "connection-string-file",
          "namespace",
          "tenant-id",
          "client-id",
          "certificate-file",
          "certificate-password-file",
          "token-file");

  private static final List<String> WORDS = Stream.of(Way.values()).map(Way::word).toList();

  private final Settings settings;
  private final String prefix;

  CredentialReader(Settings settings, String prefix) {
    this.settings = settings;
    this.prefix = prefix;
  }

  /** Empty only where a problem has been told. */
  Optional<Credential> read() {
    return way()
        .flatMap(
            way -> {
              KEYS.stream().filter(key -> !way.has(key)).forEach(key -> unused(key, way));
              return read(way);
            });
  }

  /** A connection string says by itself what it is. */
  private Optional<Way> way() {
    var key = prefix + "credential";
    var word = settings.text(key);
    if (word.isEmpty()) {
      return Optional.of(Way.SAS);
    }
    var way =
        Arrays.stream(Way.values()).filter(known -> known.word().equals(word.get())).findFirst();
    if (way.isEmpty()) {
      settings.problem(
          key,
          "one of " + String.join(", ", WORDS),
          Settings.quoted(word.get()) + Nearest.asked(word.get(), WORDS));
      KEYS.forEach(this::text); // they belong to whichever was meant
    }
    return way;
  }

  private void unused(String key, Way way) {
    if (settings.text(prefix + key).isPresent()) {
      settings.problem(prefix + key, "nothing with the credential " + way.word(), "a value");
    }
  }

  private Optional<Credential> read(Way way) {
    return switch (way) {
      case SAS -> connection().map(Credential.SharedAccess::new);
      case MANAGED_IDENTITY -> entra(Optional.of(new Identity.Managed(text("client-id"))));
      case WORKLOAD_IDENTITY ->
          entra(
              Optional.of(
                  new Identity.Workload(
                      text("tenant-id"), text("client-id"), text("token-file").map(Path::of))));
      case CLIENT_CERTIFICATE -> entra(certificate());
      case CLI -> entra(Optional.of(new Identity.Cli()));
    };
  }

  private Optional<Credential> entra(Optional<Identity> identity) {
    var key = prefix + "namespace";
    var namespace = settings.text(key);
    if (namespace.isEmpty() || !isHost(namespace.get())) {
      settings.problem(
          key,
          "the namespace's host such as example.servicebus.windows.net",
          namespace.map(Settings::quoted).orElse("nothing"));
      return Optional.empty();
    }
    return identity.map(who -> new Credential.Entra(namespace.get(), who));
  }

  private static boolean isHost(String text) {
    return text.matches("[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}");
  }

  private Optional<Identity> certificate() {
    var tenant = required("tenant-id", "the tenant of the application");
    var client = required("client-id", "the application's id");
    var file = required("certificate-file", "its certificate with the private key");
    if (file.isPresent() && !Files.isReadable(Path.of(file.get()))) {
      settings.problem(
          prefix + "certificate-file", "a readable file", Settings.quoted(Path.of(file.get())));
      return Optional.empty();
    }
    var key = "certificate-password-file";
    var password = text(key).flatMap(path -> content(prefix + key, path)).map(Secret::new);
    boolean whole = tenant.isPresent() && client.isPresent() && file.isPresent();
    return whole
        ? Optional.of(
            new Identity.Certificate(tenant.get(), client.get(), Path.of(file.get()), password))
        : Optional.empty();
  }

  private Optional<String> text(String key) {
    return settings.text(prefix + key);
  }

  private Optional<String> required(String key, String expected) {
    var value = text(key);
    if (value.isEmpty()) {
      settings.problem(prefix + key, expected, "nothing");
    }
    return value;
  }

  private Optional<Secret> connection() {
    var key = prefix + "connection-string";
    var direct = settings.text(key);
    var file = settings.text(key + "-file");
    if (direct.isPresent() == file.isPresent()) {
      settings.problem(
          key,
          "it or " + key + "-file, or another " + prefix + "credential",
          direct.isPresent() ? "both" : "neither");
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
    if (parsed.get().isOpenToOthers()) {
      settings.problem(
          key,
          "an emulator on loopback, since UseDevelopmentEmulator turns TLS off",
          "one of another host");
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
      var text = Files.readString(Path.of(path)).strip();
      if (text.isEmpty()) {
        settings.problem(key, "a file with some text", "an empty one");
      }
      return Optional.of(text).filter(some -> !some.isEmpty());
    } catch (IOException e) {
      settings.problem(key, "a readable file", Settings.quoted(Path.of(path)));
      return Optional.empty();
    }
  }
}
