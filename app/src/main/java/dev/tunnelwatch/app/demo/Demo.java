package dev.tunnelwatch.app.demo;

import static dev.tunnelwatch.simulator.fleet.Scenario.Traffic.FLAWLESS;

import dev.tunnelwatch.alerts.Farewell;
import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.clock.ScaledClock;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.app.config.Role;
import dev.tunnelwatch.app.logging.ProcessLog;
import dev.tunnelwatch.app.pipeline.Clocks;
import dev.tunnelwatch.app.pipeline.Pipeline;
import dev.tunnelwatch.app.pipeline.Started;
import dev.tunnelwatch.app.pipeline.StopSignal;
import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.ingest.Secret;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.simulator.fleet.Fleet;
import dev.tunnelwatch.simulator.fleet.Scenario;
import dev.tunnelwatch.simulator.hub.HubServer;
import dev.tunnelwatch.simulator.hub.HubServerConfig;
import dev.tunnelwatch.simulator.hub.HubSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One demo, from the broker's start to the verdict. */
final class Demo {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String HUB = "insights-logs";
  private static final Topics TOPICS = Topics.DEFAULT;

  /** So chatty that the usual delay of a gateway's records is known early (rule 35). */
  private static final Scenario.Traffic TRAFFIC =
      new Scenario.Traffic(50, FLAWLESS.delivery(), FLAWLESS.partitions(), FLAWLESS.mishaps());

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Of the fleet's time, after the last record was delivered: nothing may still be on its way. */
  private static final Duration SETTLED = Duration.ofMinutes(2);

  /** Of the fleet's time, after the end of its life: what is not right by then is wrong. */
  private static final Duration TAIL = Duration.ofMinutes(8);

  private record Serving(Pipeline pipeline, String page) {}

  private final DemoOptions options;
  private final Path directory;
  private final Started started;
  private final StopSignal signal;
  private final Screen screen;
  private final ScaledClock clock;
  private final Pages pages = new Pages();
  private final List<Farewell> farewells;

  Demo(DemoOptions options, Path directory, Started started, StopSignal signal, PrintStream out) {
    this.options = options;
    this.directory = directory;
    this.started = started;
    this.signal = signal;
    this.screen = new Screen(out);
    this.clock = new ScaledClock(InstantSource.system(), options.duration(), options.speed());
    this.farewells =
        options.alertmanagers().stream()
            .map(
                address -> new Farewell(address, "the demo, which is over", InstantSource.system()))
            .toList();
  }

  /** Returns the exit code. */
  int run() throws IOException, InterruptedException {
    ProcessLog.toFile(directory.resolve("tunnelwatch.log"));
    screen.say(
        "Tunnelwatch demo: %d min of a fleet's life in %d s, times are the fleet's; data and logs in\n  %s"
            .formatted(options.life().toMinutes(), options.duration().toSeconds(), directory));
    screen.say(stay());
    var kafka = startKafka();
    var hubs = startHub();
    writeInventory();
    var serving = startPipeline(kafka, hubs);
    var watch = started.add("watch", IncidentWatch.start(kafka, TOPICS, screen::revision));
    if (!awaitReady(serving.pipeline())) {
      return Command.FAILED;
    }
    var fleet = Fleet.of(scenario(clock.release()));
    screen.step("the fleet lives: " + fleet.gateways().size() + " gateways");
    screen.say("");
    var feeder = started.add("feeder", Feeder.start(fleet.feed(), hubs.hub(HUB), clock));
    var verdict = conclude(fleet, feeder, watch);
    if (verdict.isEmpty()) {
      return Command.FAILED;
    }
    screen.say("\n%d records brought.".formatted(feeder.records()));
    screen.say(VerdictText.of(verdict.get()));
    boolean told = isTold();
    return end(verdict.get().right() && told ? Command.DONE : Command.FAILED, serving.page());
  }

  /** Whoever named an Alertmanager waits for what it tells. */
  private boolean isTold() {
    var troubles = farewells.stream().flatMap(each -> each.trouble().stream()).toList();
    troubles.forEach(why -> screen.say("The Alertmanager takes nothing: " + why));
    return troubles.isEmpty();
  }

  /** Whoever gave us theirs is not to be left with alerts of a fleet that is gone. */
  private void sayFarewell() {
    for (var farewell : farewells) {
      started.add("connection to the alertmanager", farewell);
      started.add(
          "alerts in the alertmanager",
          () ->
              farewell
                  .end()
                  .ifPresent(why -> screen.say("Alerts fire on there for 15 min at most: " + why)));
    }
  }

  private Map<String, Object> startKafka() {
    screen.step("starting a Kafka broker of its own");
    var broker =
        started.add("kafka", EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0)));
    screen.step("Kafka serves on " + broker.bootstrapServers());
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private HubServer startHub() {
    var spec = HubSpec.of(HUB, FLAWLESS.partitions());
    var hubs = started.add("hub", HubServer.start(HubServerConfig.of(clock, spec)));
    screen.step(
        "an event hub with %d partitions listens on 127.0.0.1:%d"
            .formatted(spec.partitions(), hubs.port()));
    return hubs;
  }

  /** The same whenever the fleet's life begins. */
  private void writeInventory() throws IOException {
    var folder = Files.createDirectories(directory.resolve("inventory"));
    for (var file : Fleet.of(scenario(clock.instant())).inventory().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private Scenario scenario(Instant start) {
    return Scenario.demo(options.seed(), start, options.life()).withTraffic(TRAFFIC);
  }

  private Serving startPipeline(Map<String, Object> kafka, HubServer hubs) throws IOException {
    var config =
        new AppConfig(
            EnumSet.allOf(Role.class),
            AppConfig.Identity.keptIn(directory),
            new AppConfig.Kafka(Optional.empty(), 0, TOPICS, Map.of()),
            List.of(HubSource.of(new Secret(hubs.connectionString(HUB)), HUB)),
            new CanaryWay.Ingest(),
            Optional.of(directory.resolve("inventory")),
            new AppConfig.Alerting(options.alertmanagers(), Optional.empty()),
            new AppConfig.Web("127.0.0.1", options.port()),
            Optional.empty());
    sayFarewell(); // it ends after the pipeline, which would say again that they fire
    var pipeline =
        started.add(
            "pipeline",
            Pipeline.start(
                config,
                kafka,
                new Clocks(clock, InstantSource.system()),
                Optional.of(
                    send -> {
                      pages.sent(send);
                      farewells.forEach(each -> each.sent(send));
                      screen.sent(send);
                    })));
    int port = serve(pipeline);
    var page = "http://127.0.0.1:" + port + "/";
    screen.step("page     " + page);
    screen.step("metrics  " + page + "metrics");
    return new Serving(pipeline, page);
  }

  private int serve(Pipeline pipeline) throws IOException {
    try {
      return pipeline.serve(new InetSocketAddress(LOOPBACK, options.port()));
    } catch (IOException e) {
      screen.step("port " + options.port() + " is taken, so another one");
      return pipeline.serve(new InetSocketAddress(LOOPBACK, 0));
    }
  }

  private boolean awaitReady(Pipeline pipeline) throws InterruptedException {
    var deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!pipeline.health().unready().isEmpty()) {
      if (signal.await(LOOK)) {
        return false;
      }
      if (System.nanoTime() > deadline) {
        screen.say(
            "Not ready after %d s: %s; see %s"
                .formatted(
                    READY_WITHIN.toSeconds(),
                    String.join(", ", pipeline.health().unready()),
                    directory.resolve("tunnelwatch.log")));
        return false;
      }
    }
    screen.step("ingest, streams, alerts and timeline are ready");
    return true;
  }

  /** Empty when it was stopped before. */
  private Optional<Verdict> conclude(Fleet fleet, Feeder feeder, IncidentWatch watch)
      throws InterruptedException {
    var end = fleet.scenario().start().plus(options.life());
    var earliest = lastDelivery(fleet).plus(SETTLED);
    while (clock.instant().isBefore(end.plus(TAIL))) {
      if (signal.await(LOOK)) {
        return Optional.empty();
      }
      boolean settled = feeder.done() && clock.instant().isAfter(earliest);
      if (settled && verdict(fleet, watch).right()) {
        break;
      }
    }
    return Optional.of(verdict(fleet, watch));
  }

  private int end(int code, String page) throws InterruptedException {
    if (options.keep()) {
      screen.say("Page and servers stay until Ctrl-C: " + page);
      signal.awaitAndEndWith(code);
    } else {
      screen.say("Stopping, and the page with all else; with --keep it would stay.");
    }
    return code;
  }

  /** How long there is something to look at, for those who want to plan. */
  private String stay() {
    var latest = options.duration().plus(TAIL.dividedBy(options.speed()));
    return options.keep()
        ? "The web page stays after the verdict, until Ctrl-C."
        : ("The web page stays until the verdict, %d to %d s after the fleet's life begins;"
                + " with --keep until Ctrl-C.")
            .formatted(options.duration().toSeconds(), latest.toSeconds());
  }

  private static Instant lastDelivery(Fleet fleet) {
    return fleet.emissions().getLast().deliveredAt();
  }

  private Verdict verdict(Fleet fleet, IncidentWatch watch) {
    return Verdict.of(fleet.labels(), watch.latest(), pages::of);
  }
}
