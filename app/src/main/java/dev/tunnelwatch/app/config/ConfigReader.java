package dev.tunnelwatch.app.config;

import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.timeline.OperatorToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes a configuration out of a file and the environment, or tells everything that is wrong. */
public final class ConfigReader {

  private static final Pattern TOPIC_PREFIX = Pattern.compile("[a-zA-Z0-9._-]{1,100}");

  /** What Kafka takes for a static member, without what only looks like a name. */
  private static final Pattern INSTANCE_ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}");

  private static final int WEB_PORT = 8080;
  private static final String INGEST = "ingest";
  private static final String NONE = "none";
  private static final int SHORTEST_KEY = 16;

  private final Settings settings;

  private ConfigReader(Settings settings) {
    this.settings = settings;
  }

  /**
   * Reads and checks.
   *
   * @throws ConfigException with every problem there is
   */
  public static AppConfig read(Path file, Map<String, String> environment) {
    var settings = SettingsReader.read(file, environment);
    var config = new ConfigReader(settings).config();
    var problems = settings.problems();
    if (!problems.isEmpty() || config.isEmpty()) {
      throw new ConfigException(file.toString(), problems);
    }
    return config.get();
  }

  /** Empty only where there is a problem. */
  private Optional<AppConfig> config() {
    var roles = roles();
    var data = Path.of(settings.text(Keys.DATA_DIRECTORY).orElse("data"));
    var identity = new AppConfig.Identity(data, instanceId());
    var kafka = kafka();
    var sources = sources(roles);
    var canary = canary(sources);
    var inventory = inventory(roles);
    var alerting = new AlertingReader(settings).read();
    if (canary.comesFrom().isEmpty() && !alerting.heartbeats().addresses().isEmpty()) {
      settings.problem(Keys.HEARTBEATS, "nothing, since " + Keys.CANARY + " is none", "some");
    }
    var web = web();
    var key = pseudonymKey();
    return kafka.map(
        k -> new AppConfig(roles, identity, k, sources, canary, inventory, alerting, web, key));
  }

  /** None where what was asked for is no role: nothing that one needs is missed then. */
  private Set<Role> roles() {
    var roles = EnumSet.noneOf(Role.class);
    if (settings.isAbsent(Keys.ROLES)) {
      roles.addAll(EnumSet.allOf(Role.class));
      if (settings.text(Keys.INVENTORY).isEmpty()) {
        roles.remove(Role.INVENTORY);
      }
      return roles;
    }
    var words = settings.list(Keys.ROLES);
    if (words.isEmpty()) {
      noRole("none");
    }
    for (var word : words) {
      Role.named(word)
          .ifPresentOrElse(
              roles::add, () -> noRole(Settings.quoted(word) + Nearest.asked(word, Role.words())));
    }
    return roles;
  }

  private void noRole(String got) {
    settings.problem(Keys.ROLES, "some of " + String.join(", ", Role.words()), got);
  }

  /** Blank is a mistake: whoever names a process means not to lose the name with its disk. */
  private Optional<String> instanceId() {
    var id = settings.text(Keys.INSTANCE_ID);
    boolean isWrong = id.filter(text -> !INSTANCE_ID.matcher(text).matches()).isPresent();
    if (isWrong || settings.isBlank(Keys.INSTANCE_ID)) {
      settings.problem(
          Keys.INSTANCE_ID,
          "letters, digits, dots, _ and - such as tunnelwatch-0",
          id.map(Settings::quoted).orElse("nothing"));
    }
    return id;
  }

  private Optional<AppConfig.Kafka> kafka() {
    var prefix = settings.text(Keys.TOPIC_PREFIX).orElse(Topics.DEFAULT.prefix());
    var servers = settings.text(Keys.SERVERS);
    int port = settings.port(Keys.KAFKA_PORT, 0);
    var properties = settings.takeBelow(Keys.KAFKA_PROPERTIES);
    if (!TOPIC_PREFIX.matcher(prefix).matches()) {
      settings.problem(
          Keys.TOPIC_PREFIX, "letters, digits, dots, _ and - such as tw.", Settings.quoted(prefix));
      return Optional.empty();
    }
    if (servers.isPresent() && port != 0) {
      settings.problem(
          Keys.KAFKA_PORT, "nothing, since " + Keys.SERVERS + " is set", Integer.toString(port));
    }
    return Optional.of(new AppConfig.Kafka(servers, port, new Topics(prefix), properties));
  }

  private List<HubSource> sources(Set<Role> roles) {
    var found = new ArrayList<HubSource>();
    int count = settings.count("sources");
    for (int i = 0; i < count; i++) {
      var source = new SourceReader(settings, "sources." + i + '.').read();
      source
          .filter(s -> found.stream().noneMatch(other -> other.name().equals(s.name())))
          .ifPresentOrElse(found::add, () -> twice(source));
    }
    if (count == 0 && roles.contains(Role.INGEST)) {
      settings.problem("sources", "at least one event hub, as role ingest is on", "none");
    }
    return found;
  }

  private CanaryWay canary(List<HubSource> sources) {
    var names = sources.stream().map(HubSource::name).toList();
    if (names.contains(Canary.SOURCE.source())) {
      settings.problem("sources", "another name", Settings.quoted("canary") + ", which is ours");
    }
    var way = settings.text(Keys.CANARY).orElse(INGEST);
    return switch (way) {
      case INGEST -> new CanaryWay.Ingest();
      case NONE -> new CanaryWay.Off();
      default -> {
        if (!names.contains(way)) {
          settings.problem(
              Keys.CANARY, "ingest, none or the name of a source", Settings.quoted(way));
        }
        yield new CanaryWay.Hub(way);
      }
    };
  }

  private void twice(Optional<HubSource> source) {
    source.ifPresent(
        s ->
            settings.problem("sources", "names that differ", Settings.quoted(s.name()) + " twice"));
  }

  private Optional<Path> inventory(Set<Role> roles) {
    var directory = settings.text(Keys.INVENTORY);
    if (directory.isEmpty() && roles.contains(Role.INVENTORY)) {
      settings.problem(Keys.INVENTORY, "a directory, as role inventory is on", "nothing");
    }
    if (directory.isPresent() && !Files.isDirectory(Path.of(directory.get()))) {
      settings.problem(Keys.INVENTORY, "a directory", Settings.quoted(Path.of(directory.get())));
    }
    return directory.map(Path::of);
  }

  private AppConfig.Web web() {
    var host = settings.text(Keys.HOST).orElse("127.0.0.1");
    try {
      // A name is looked up once, at the start, and only because the user wrote it here.
      var _ = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      settings.problem(Keys.HOST, "an address of this machine", Settings.quoted(host));
    }
    var token = settings.text(Keys.OPERATOR_TOKEN).map(Path::of);
    token.ifPresent(this::tryToken);
    return new AppConfig.Web(host, settings.port(Keys.PORT, WEB_PORT), token);
  }

  private void tryToken(Path file) {
    try {
      var _ = OperatorToken.read(file);
    } catch (IllegalArgumentException e) {
      settings.problem(Keys.OPERATOR_TOKEN, OperatorToken.EXPECTED, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      settings.problem(
          Keys.OPERATOR_TOKEN,
          OperatorToken.EXPECTED,
          "none that can be read: " + Settings.quoted(file));
    }
  }

  private Optional<Path> pseudonymKey() {
    var key = settings.text(Keys.PSEUDONYM_KEY).map(Path::of);
    key.ifPresent(this::checkKey);
    return key;
  }

  private void checkKey(Path file) {
    try {
      long size = Files.size(file);
      if (Files.isReadable(file) && size >= SHORTEST_KEY) {
        return;
      }
      settings.problem(
          Keys.PSEUDONYM_KEY, "a readable file of at least 16 bytes", "one of " + size);
    } catch (IOException e) {
      settings.problem(Keys.PSEUDONYM_KEY, "a readable file", Settings.quoted(file));
    }
  }
}
