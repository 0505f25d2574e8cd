package dev.tunnelwatch.app.operator;

import dev.tunnelwatch.app.command.Arguments;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.command.CommandSpec;
import dev.tunnelwatch.app.command.Console;
import dev.tunnelwatch.app.command.Option;
import dev.tunnelwatch.app.command.UsageException;
import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.app.config.ConfigException;
import dev.tunnelwatch.app.config.ConfigReader;
import dev.tunnelwatch.app.logging.ProcessLog;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.timeline.OperatorLog;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** {@code operator}: writes what a person says of an incident; alerts and timeline read it. */
public final class OperatorCommand implements Command {

  private static final CommandSpec SPEC =
      new CommandSpec(
          "operator",
          "what a person says of an incident: the alerts obey, the timeline shows it",
          List.of(
              Option.required("--config", "FILE", "as for run; its Kafka is asked and written to"),
              Option.required("--incident", "ID", "16 hex digits, as alerts and timeline have it"),
              Option.of("--who", "NAME", "who says it; the name of the user if not given")),
          Optional.of(DeedReader.FORM));

  private final InstantSource clock;

  public OperatorCommand() {
    this(InstantSource.system());
  }

  OperatorCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException {
    var word =
        new Word(
            incident(arguments.text("--incident").orElseThrow()),
            arguments.text("--who").orElseGet(() -> System.getProperty("user.name", "unknown")),
            clock.instant(),
            DeedReader.read(arguments.operands()));
    word.check();
    ProcessLog.silent();
    try {
      var config =
          ConfigReader.read(arguments.path("--config").orElseThrow(), console.environment());
      return write(config, word, console);
    } catch (ConfigException e) {
      console.err().println(e.getMessage());
      return USAGE;
    }
  }

  /** What is said, by whom and when, of an incident that nobody has looked at yet. */
  private record Word(String incident, String who, Instant at, Deed deed) {

    private static final Seen NOTHING = new Seen(0, Severity.INFO, List.of());

    /** Before anything is asked: of what is out of bounds the sentence of the model. */
    void check() {
      try {
        var _ = of(NOTHING);
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }

    OperatorAction of(Seen seen) {
      return new OperatorAction(incident, who, at, seen, deed);
    }
  }

  private static String incident(String text) {
    // The key of a page that came once more has a plus behind the incident's id.
    var id = text.replaceFirst("\\+{1,9}$", "");
    if (!OperatorAction.isId(id)) {
      throw Arguments.wrong("--incident", "16 hex digits such as 0123456789abcdef", text);
    }
    return id;
  }

  private static int write(AppConfig config, Word word, Console console) throws IOException {
    var kafka = kafka(config);
    if (kafka.isEmpty()) {
      console
          .err()
          .println(
              "kafka.bootstrap-servers: expected the running Kafka, or kafka.port of the one that"
                  + " run starts, got neither");
      return USAGE;
    }
    try {
      var topics = config.kafka().topics();
      var incident = Published.newest(kafka.get(), topics.incidents(), word.incident());
      var trouble = trouble(incident, word.incident());
      if (trouble.isPresent()) {
        console.err().println("tunnelwatch: " + trouble.get());
        return FAILED;
      }
      try (var log = OperatorLog.open(kafka.get(), topics)) {
        log.write(word.of(Seen.of(incident.orElseThrow())));
      }
      console.out().println(told(word, incident.orElseThrow()));
      return DONE;
    } catch (KafkaException e) {
      throw new IOException("Kafka's settings: " + e.getMessage(), e);
    }
  }

  private static Optional<String> trouble(Optional<Incident> incident, String id) {
    return incident.isEmpty()
        ? Optional.of(id + ": no such incident in the last 90 days")
        : incident
            .get()
            .lineage()
            .mergedInto()
            .map(heir -> id + " was merged into " + heir + ": speak of that");
  }

  private static String told(Word word, Incident incident) {
    return "%s %s: %s".formatted(word.deed().word(), incident.id(), title(incident));
  }

  /** A log line may stand in it, which must not steer the terminal. */
  private static String title(Incident incident) {
    return incident.wording().title().replaceAll("[\\p{Cc}\\p{Cf}]", "\uFFFD");
  }

  private static Optional<Map<String, Object>> kafka(AppConfig config) {
    int port = config.kafka().port();
    var servers =
        config
            .kafka()
            .bootstrapServers()
            .or(() -> port == 0 ? Optional.empty() : Optional.of("127.0.0.1:" + port));
    var kafka = new HashMap<String, Object>(config.kafka().properties());
    return servers.map(
        address -> {
          kafka.put("bootstrap.servers", address);
          return Map.copyOf(kafka);
        });
  }
}
