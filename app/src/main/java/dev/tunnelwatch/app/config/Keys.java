package dev.tunnelwatch.app.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every key there is, and the names the environment has for them. */
final class Keys {

  static final String ROLES = "roles";
  static final String DATA_DIRECTORY = "data-directory";
  static final String INSTANCE_ID = "instance-id";
  static final String SERVERS = "kafka.bootstrap-servers";
  static final String KAFKA_PORT = "kafka.port";
  static final String TOPIC_PREFIX = "kafka.topic-prefix";
  static final String KAFKA_PROPERTIES = "kafka.properties.";
  static final String CANARY = "canary.through";
  static final String INVENTORY = "inventory.directory";
  static final String ALERTMANAGERS = "alerts.alertmanagers";
  static final String WEBHOOKS = "alerts.webhook.addresses";
  static final String WEBHOOK_KEY = "alerts.webhook.key-file";
  static final String HEARTBEATS = "alerts.heartbeat";
  static final String TIMELINE = "alerts.timeline-address";
  static final String DASHBOARD = "alerts.dashboard";
  static final String RUNBOOKS = "alerts.runbooks";
  static final String ZONE = "alerts.zone";
  static final String HOST = "web.host";
  static final String PORT = "web.port";
  static final String OPERATOR_TOKEN = "web.operator-token-file";
  static final String PSEUDONYM_KEY = "privacy.pseudonym-key-file";

  /** Of one entry of {@code sources}. */
  static final List<String> OF_SOURCE =
      Stream.concat(
              Stream.of("name", "hub", "consumer-group", "start-at", "credential"),
              CredentialReader.KEYS.stream())
          .toList();

  /** Those that are neither of a source nor handed to Kafka. */
  static final List<String> SINGLE =
      List.of(
          ROLES,
          DATA_DIRECTORY,
          INSTANCE_ID,
          SERVERS,
          KAFKA_PORT,
          TOPIC_PREFIX,
          CANARY,
          INVENTORY,
          ALERTMANAGERS,
          WEBHOOKS,
          WEBHOOK_KEY,
          HEARTBEATS,
          TIMELINE,
          DASHBOARD,
          RUNBOOKS,
          ZONE,
          HOST,
          PORT,
          OPERATOR_TOKEN,
          PSEUDONYM_KEY);

  private static final Map<String, String> BY_VARIABLE =
      SINGLE.stream().collect(Collectors.toMap(Keys::variable, Function.identity()));

  private static final Pattern SOURCE = Pattern.compile("SOURCES_(\\d+)_(.+)");
  private static final String PROPERTIES = variable(KAFKA_PROPERTIES);

  private Keys() {}

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** What may stand in front of a colon, or in the environment, whatever else is configured. */
  static List<String> names() {
    return Stream.concat(
            Stream.of("sources", "kafka", "canary", "inventory", "alerts", "web", "privacy"),
            BY_VARIABLE.entrySet().stream()
                .flatMap(
                    known -> Stream.of(known.getValue(), SettingsReader.PREFIX + known.getKey())))
        .toList();
  }

  /** The key a variable stands for; one that stands for none is told under its own name. */
  static String named(String variable) {
    var known = BY_VARIABLE.get(variable);
    if (known != null) {
      return known;
    }
    if (variable.startsWith(PROPERTIES)) {
      var name = variable.substring(PROPERTIES.length());
      return KAFKA_PROPERTIES + name.toLowerCase(Locale.ROOT).replace('_', '.');
    }
    var source = SOURCE.matcher(variable);
    if (source.matches()) {
      for (var key : OF_SOURCE) {
        if (variable(key).equals(source.group(2))) {
          return "sources." + source.group(1) + '.' + key;
        }
      }
    }
    return SettingsReader.PREFIX + variable;
  }
}
