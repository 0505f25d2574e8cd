package dev.tunnelwatch.app.run;

import dev.tunnelwatch.alerts.TerminalText;
import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.BrokerException;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.command.Arguments;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.command.CommandSpec;
import dev.tunnelwatch.app.command.Console;
import dev.tunnelwatch.app.command.Option;
import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.app.config.ConfigException;
import dev.tunnelwatch.app.config.ConfigReader;
import dev.tunnelwatch.app.config.Role;
import dev.tunnelwatch.app.logging.ProcessLog;
import dev.tunnelwatch.app.pipeline.Clocks;
import dev.tunnelwatch.app.pipeline.Pipeline;
import dev.tunnelwatch.app.pipeline.Started;
import dev.tunnelwatch.app.pipeline.StopSignal;
import dev.tunnelwatch.app.topics.KafkaSettingsException;
import dev.tunnelwatch.app.topics.TopicException;
import dev.tunnelwatch.ingest.HubProbe;
import dev.tunnelwatch.ingest.SourceSettingsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;

/** {@code run}: the configured roles until a signal comes or a part gives up. */
public final class RunCommand implements Command {

  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final CommandSpec SPEC =
      new CommandSpec(
          "run",
          "the pipeline, as a configuration says",
          List.of(
              Option.required(
                  "--config", "FILE", "YAML; TUNNELWATCH_… variables override its keys")),
          Optional.empty());

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Console console) throws InterruptedException {
    AppConfig config;
    try {
      config = ConfigReader.read(arguments.path("--config").orElseThrow(), console.environment());
    } catch (ConfigException e) {
      console.err().println(e.getMessage());
      return USAGE;
    }
    ProcessLog.toStandardError();
    try {
      var why = untilEnded(config, console);
      // Said last, too: what ends meanwhile says much that nobody needs.
      why.ifPresent(ended -> console.err().println("tunnelwatch: gave up: " + ended));
      return why.isPresent() ? FAILED : DONE;
    } catch (KafkaSettingsException | SourceSettingsException e) {
      console.err().println("tunnelwatch: " + e.getMessage());
      return USAGE;
    } catch (BrokerException | TopicException | IOException e) {
      console.err().println("tunnelwatch: " + e.getMessage());
      return FAILED;
    } catch (KafkaException e) {
      console.err().println("tunnelwatch: Kafka refused: " + e.getMessage());
      return FAILED;
    }
  }

  private static Optional<String> untilEnded(AppConfig config, Console console)
      throws IOException, InterruptedException {
    try (var signal = StopSignal.listen();
        var started = new Started()) {
      var why = untilStopped(config, signal, started, console);
      why.ifPresent(reason -> console.err().println("tunnelwatch: giving up: " + reason));
      return why;
    }
  }

  /** Why it ended by itself; empty where it was told to. */
  private static Optional<String> untilStopped(
      AppConfig config, StopSignal signal, Started started, Console console)
      throws IOException, InterruptedException {
    tryCredentials(config);
    var broker = broker(config);
    broker.ifPresent(b -> started.add("kafka", b));
    var kafka = new HashMap<String, Object>(config.kafka().properties());
    kafka.put("bootstrap.servers", servers(config, broker));
    var pipeline =
        started.add(
            "pipeline",
            Pipeline.start(
                config,
                Map.copyOf(kafka),
                Clocks.WALL,
                Optional.of(send -> console.out().println(TerminalText.of(send)))));
    int port = pipeline.serve(new InetSocketAddress(config.web().host(), config.web().port()));
    var page = "http://%s:%d/".formatted(config.web().host(), port);
    console.err().println("tunnelwatch: starting; " + page + "readyz tells what is not ready yet");
    var readiness = new Readiness(ready(config, page));
    long begun = System.nanoTime();
    while (!signal.await(LOOK)) {
      var dead = pipeline.health().dead();
      if (!dead.isEmpty()) {
        return Optional.of(String.join(", ", dead));
      }
      if (broker.isPresent() && !broker.get().alive()) {
        return Optional.of("the embedded Kafka ended; see its broker.log");
      }
      readiness
          .look(Duration.ofNanos(System.nanoTime() - begun), pipeline.health().unready())
          .ifPresent(told -> console.err().println("tunnelwatch: " + told));
    }
    return Optional.empty();
  }

  private static String ready(AppConfig config, String page) {
    var roles = config.roles().stream().sorted().map(Role::word).collect(Collectors.joining(", "));
    return "ready: roles " + roles + "; page and metrics at " + page;
  }

  /** Asks nobody; what fails here would fail for ever, so it is told before anything is started. */
  private static void tryCredentials(AppConfig config) {
    if (config.roles().contains(Role.INGEST)) {
      config.sources().forEach(source -> HubProbe.open(source).close());
    }
  }

  private static Optional<EmbeddedKafka> broker(AppConfig config) {
    if (config.kafka().bootstrapServers().isPresent()) {
      return Optional.empty();
    }
    var directory = config.identity().dataDirectory().resolve("kafka");
    return Optional.of(EmbeddedKafka.start(BrokerConfig.in(directory, config.kafka().port())));
  }

  private static String servers(AppConfig config, Optional<EmbeddedKafka> broker) {
    return config
        .kafka()
        .bootstrapServers()
        .or(() -> broker.map(EmbeddedKafka::bootstrapServers))
        .orElseThrow();
  }
}
