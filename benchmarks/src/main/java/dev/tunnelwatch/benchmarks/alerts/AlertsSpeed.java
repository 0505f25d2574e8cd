package dev.tunnelwatch.benchmarks.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.pages.PerformancePage;
import dev.tunnelwatch.benchmarks.pages.Verdict;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Jvm;
import dev.tunnelwatch.benchmarks.processes.RunProcess;
import dev.tunnelwatch.model.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How long it takes from an incident's place in Kafka until an Alertmanager has taken it, and what
 * a storm costs that does not end: the role {@code alerts} in a process of its own, and a real
 * Alertmanager with the configuration we ship.
 */
public final class AlertsSpeed {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What is asked for. */
  private static final long MOST_MILLIS = 250;

  private static final double MOST_OF_A_CORE = 0.1;

  /** What is said of the first ones is not counted. */
  private static final double WARM_UP = 0.25;

  /** All is said again once a minute. */
  private static final Duration SETTLED = Duration.ofSeconds(75);

  private final Relay relay;
  private final RunProcess sender;
  private final Outages outages;
  private int published;

  private AlertsSpeed(Relay relay, RunProcess sender, Outages outages) {
    this.relay = relay;
    this.sender = sender;
    this.outages = outages;
  }

  /**
   * Arguments: incidents a second, for how many seconds, how many are open in the storm, seconds
   * for which it is watched, pages.
   */
  public static void main(String[] args) throws Exception {
    var plan =
        new Plan(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            SETTLED,
            Duration.ofSeconds(Integer.parseInt(args[3])));
    var written = Written.begin("AlertsSpeed " + String.join(" ", args));
    var found = Verdict.of(() -> judged(measure(plan)));
    var counts = Map.of("incidents", (long) plan.open());
    written.write(PerformancePage.ALERTS, "-", counts, List.of(found), Path.of(args[4]));
    Runtime.getRuntime().exit(Verdict.clean(found) ? 0 : 1);
  }

  /** What was not measured is beyond its bound. */
  static ObjectNode judged(ObjectNode found) {
    int open = found.path("open").asInt();
    return new Verdict()
        .require(
            found.path("p99").asLong(Long.MAX_VALUE) <= MOST_MILLIS, "one of 100 was told late")
        .require(
            found.path("shareOfACore").asDouble(Double.MAX_VALUE) < MOST_OF_A_CORE,
            "a storm costs too much")
        .require(found.path("told").asInt(-1) == open, "not all were told")
        .require(found.path("firing").asInt(-1) == open, "not all fire at the Alertmanager")
        .require(found.path("toldTwice").asInt(-1) == 0, "some were told twice")
        .into(found);
  }

  /**
   * How much of it.
   *
   * @param perSecond incidents a second, for so many seconds
   * @param open incidents that are open in the storm, those before it among them
   * @param settled between the storm and when it is watched
   */
  record Plan(int perSecond, int seconds, int open, Duration settled, Duration watched) {

    /** What a build can afford: it tells whether all is told, not how soon. */
    static Plan small() {
      return new Plan(20, 3, 300, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
  }

  static ObjectNode measure(Plan plan) throws Exception {
    var directory = Files.createTempDirectory("alerts-speed");
    ObjectNode found = JSON.createObjectNode();
    try (var broker = Broker.start(directory.resolve("kafka"));
        var pager = Pager.start();
        var alertmanager = Alertmanager.start(directory.resolve("am"), pager.authority());
        var relay = Relay.start(alertmanager.address())) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      var where =
          new RunProcess.Where(
              directory.resolve("run"),
              "alerts",
              broker.servers(),
              "alerts: {alertmanagers: ['%s']}%n".formatted(relay.address()));
      try (var sender = RunProcess.start(where, AlertsSpeed::jvm);
          var outages = new Outages(broker.kafka())) {
        await("it to be ready", sender::ready);
        var speed = new AlertsSpeed(relay, sender, outages);
        found.setAll(speed.flow(plan.perSecond(), plan.seconds()));
        System.out.println(found);
        found.setAll(speed.storm(plan));
        found.put("told", relay.incidents()).put("toldTwice", relay.doubled());
        found.put("firing", relay.firing());
        System.out.println(found);
      }
    }
    Written.delete(directory, true);
    return found;
  }

  private static List<String> jvm(String[] mainAndArguments) {
    return Jvm.command(
        List.of("-Xmx1g", "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders"), mainAndArguments);
  }

  private static void await(String what, BooleanSupplier reached) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("expected " + what + " within " + LIMIT);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** So many a second; all of them stay open. */
  private ObjectNode flow(int perSecond, int seconds) throws Exception {
    var kept = new ArrayList<CompletableFuture<Long>>();
    long began = System.nanoTime();
    for (int i = 0; i < perSecond * seconds; i++) {
      long due = began + (long) (i * 1e9 / perSecond);
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      kept.add(publish());
    }
    await("all to be told", () -> relay.incidents() == published);
    var millis = new ArrayList<Long>();
    for (int i = (int) (WARM_UP * kept.size()); i < kept.size(); i++) {
      long told = relay.first(Outages.id(i)).orElseThrow();
      millis.add(Math.max(0, TimeUnit.NANOSECONDS.toMillis(told - kept.get(i).get())));
    }
    var sorted = millis.stream().sorted().toList();
    return JSON.createObjectNode()
        .put("perSecond", perSecond)
        .put("incidents", sorted.size())
        .put("p50", at(sorted, 0.50))
        .put("p99", at(sorted, 0.99))
        .put("max", at(sorted, 1));
  }

  private static long at(List<Long> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  private CompletableFuture<Long> publish() {
    return outages.publish(Outages.began(published++, Instant.now()));
  }

  /** So many at once, and then nothing new. */
  private ObjectNode storm(Plan plan) throws Exception {
    int open = plan.open();
    int more = open - published;
    long began = System.nanoTime();
    while (published < open) {
      var _ = publish();
    }
    await("all to be told", () -> relay.incidents() == open);
    double told = (System.nanoTime() - began) / 1e9;
    TimeUnit.NANOSECONDS.sleep(plan.settled().toNanos());
    var processor = sender.processorTime();
    long requests = relay.requests();
    long from = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(plan.watched().toNanos());
    double seconds = (System.nanoTime() - from) / 1e9;
    double taken = sender.processorTime().minus(processor).toNanos() / 1e9;
    return JSON.createObjectNode()
        .put("open", open)
        .put("atOnce", more)
        .put("toldWithinSeconds", told)
        .put("requestsPerSecond", (relay.requests() - requests) / seconds)
        .put("longestSilenceSeconds", relay.longestSilence().toMillis() / 1e3)
        .put("shareOfACore", taken / seconds);
  }
}
