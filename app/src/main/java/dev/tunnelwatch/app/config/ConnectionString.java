package dev.tunnelwatch.app.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An event hub's connection string taken apart; no message shows any of it. */
final class ConnectionString {

  static final String EXPECTED =
      "Endpoint=sb://…/;SharedAccessKeyName=…;SharedAccessKey=… as Azure shows it";

  private static final String ENDPOINT = "Endpoint";
  private static final String KEY_NAME = "SharedAccessKeyName";
  private static final String KEY = "SharedAccessKey";
  private static final String SIGNATURE = "SharedAccessSignature";
  private static final String ENTITY_PATH = "EntityPath";
  private static final String EMULATOR = "UseDevelopmentEmulator";

  /** As they are written; a name is not looked up. */
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  /** The client knows no others and takes no string that has one. */
  private static final List<String> NAMES =
      List.of(ENDPOINT, KEY_NAME, KEY, SIGNATURE, ENTITY_PATH, EMULATOR);

  private final Map<String, String> parts;

  private ConnectionString(Map<String, String> parts) {
    this.parts = parts;
  }

  /** Empty when the text is not made of known names and values. */
  static Optional<ConnectionString> parse(String text) {
    var parts = new TreeMap<String, String>();
    for (var part : text.strip().split(";", 0)) {
      int equals = part.indexOf('=');
      var name = equals < 0 ? Optional.<String>empty() : known(part.substring(0, equals));
      var value = part.substring(equals + 1).strip();
      if (name.isEmpty() || value.isEmpty() || parts.put(name.get(), value) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new ConnectionString(parts));
  }

  private static Optional<String> known(String name) {
    return NAMES.stream().filter(known -> known.equalsIgnoreCase(name.strip())).findFirst();
  }

  /** What has to be in it and is not, as it would be written. */
  List<String> missing() {
    var missing = new ArrayList<String>();
    if (!isEndpoint(parts.getOrDefault(ENDPOINT, ""))) {
      missing.add("Endpoint=sb://…");
    }
    if (!parts.containsKey(SIGNATURE)) {
      for (var name : List.of(KEY_NAME, KEY)) {
        if (!parts.containsKey(name)) {
          missing.add(name + "=…");
        }
      }
    }
    return missing;
  }

  private static boolean isEndpoint(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith("sb://") && !host(text).isEmpty();
  }

  /** Empty where there is none. */
  private static String host(String endpoint) {
    try {
      return Optional.ofNullable(new URI(endpoint).getHost()).orElse("");
    } catch (URISyntaxException e) {
      return "";
    }
  }

  /** Whether it is read without TLS, and not on this machine. */
  boolean isOpenToOthers() {
    return Boolean.parseBoolean(parts.get(EMULATOR))
        && !LOOPBACK.contains(host(parts.getOrDefault(ENDPOINT, "")).toLowerCase(Locale.ROOT));
  }

  /** The one hub it is for; empty when it is for a whole namespace. */
  Optional<String> entityPath() {
    return Optional.ofNullable(parts.get(ENTITY_PATH));
  }
}
