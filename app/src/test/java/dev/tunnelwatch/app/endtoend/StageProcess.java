package dev.tunnelwatch.app.endtoend;

import dev.tunnelwatch.alerts.Heartbeats;
import dev.tunnelwatch.alerts.Links;
import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.app.config.Role;
import dev.tunnelwatch.app.pipeline.Clocks;
import dev.tunnelwatch.app.pipeline.Pipeline;
import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.ingest.Secret;
import dev.tunnelwatch.model.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One role in a JVM of its own, to be stopped as people meet it: it says nothing and goes. */
final class StageProcess implements AutoCloseable {
  private final Process process;

  private StageProcess(Process process) {
    this.process = process;
  }

  /** What all of them share. */
  record Around(String kafka, String hub, String hubName, URI heartbeat, FastClock clock) {}

  /** Decision time of several processes, which is the same in all of them. */
  record FastClock(Instant began, int speed) implements InstantSource {
    @Override
    public Instant instant() {
      return began.plus(Duration.between(began, Instant.now()).multipliedBy(speed));
    }
  }

  /**
   * @param web the port at which it is scraped
   */
  static StageProcess start(Role role, Path directory, int web, Around around) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(StageProcess.class.getName());
    command.addAll(List.of(role.name(), directory.toString(), Integer.toString(web)));
    command.addAll(List.of(around.kafka(), around.hub(), around.hubName()));
    command.add(around.heartbeat().toString());
    command.add(around.clock().began().toString());
    command.add(Integer.toString(around.clock().speed()));
    var log = ProcessBuilder.Redirect.to(directory.resolveSibling(role.name() + ".log").toFile());
    return new StageProcess(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start());
  }

  /** Ends with its parent, whose end closes standard input. */
  public static void main(String[] args) throws IOException {
    var role = Role.valueOf(args[0]);
    int web = Integer.parseInt(args[2]);
    var config =
        new AppConfig(
            Set.of(role),
            AppConfig.Identity.keptIn(Path.of(args[1])),
            new AppConfig.Kafka(Optional.empty(), 0, Topics.DEFAULT, Map.of()),
            List.of(HubSource.of(new Secret(args[4]), args[5])),
            new CanaryWay.Ingest(),
            Optional.empty(),
            new AppConfig.Alerting(
                List.of(),
                AppConfig.Webhook.NONE,
                new Heartbeats(List.of(URI.create(args[6]))),
                Links.NONE),
            new AppConfig.Web("127.0.0.1", web),
            Optional.empty());
    var clock = new FastClock(Instant.parse(args[7]), Integer.parseInt(args[8]));
    var pipeline =
        Pipeline.start(
            config,
            Map.of("bootstrap.servers", args[3]),
            new Clocks(clock, InstantSource.system()),
            Optional.empty());
    pipeline.serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), web));
    while (System.in.read() >= 0) {
      // its parent lives
    }
    Runtime.getRuntime().halt(0);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
