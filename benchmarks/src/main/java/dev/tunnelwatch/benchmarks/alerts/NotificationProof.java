package dev.tunnelwatch.benchmarks.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.pages.ReliabilityPage;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.model.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Whoever sends alerts is killed where it hurts, the Alertmanager is started again and the pager is
 * away, while faults begin and end: each has to wake somebody once and end once, at a webhook
 * behind a real Alertmanager with the configuration we ship.
 */
public final class NotificationProof {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An Alertmanager that was started again is told once a minute of what it no longer knows. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private static final Duration CAUGHT_UP = Duration.ofSeconds(20);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final int LONGEST_ABSENCE_MILLIS = 4_000;

  private final Sender sender;
  private final Alertmanager alertmanager;
  private final Pager pager;
  private final SplittableRandom random;
  private final Map<Point, Integer> halted = new EnumMap<>(Point.class);
  private int notReached;
  private int restarts;
  private int absences;

  private NotificationProof(Sender sender, Alertmanager alertmanager, Pager pager, long seed) {
    this.sender = sender;
    this.alertmanager = alertmanager;
    this.pager = pager;
    random = new SplittableRandom(seed);
  }

  /**
   * How much of it.
   *
   * @param rounds how often the sender dies at each point, and the pager is away after it
   * @param restarts how often the Alertmanager is started again
   * @param open how long a fault lasts at least; beyond a minute when there are restarts
   */
  record Plan(int rounds, int restarts, Duration open, long seed) {

    /** What a build can afford: each point once. */
    static Plan small(long seed) {
      return new Plan(1, 0, Duration.ofSeconds(25), seed);
    }
  }

  /** Arguments: rounds, restarts of the Alertmanager, seconds a fault lasts, seed, pages. */
  public static void main(String[] args) throws Exception {
    var plan =
        new Plan(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Duration.ofSeconds(Long.parseLong(args[2])),
            Long.parseLong(args[3]));
    var written = Written.begin("NotificationProof " + String.join(" ", args));
    var outcome = prove(plan);
    System.out.println(outcome);
    written.write(
        ReliabilityPage.NOTIFICATIONS,
        String.valueOf(plan.seed()),
        Map.of("faults", outcome.path("delivery").path("faults").asLong()),
        List.of(outcome),
        Path.of(args[4]));
    Runtime.getRuntime().exit(clean(outcome) ? 0 : 1);
  }

  static boolean clean(JsonNode outcome) {
    return outcome.path("clean").asBoolean();
  }

  /** On a stage of its own, whose data are kept where something went wrong. */
  static JsonNode prove(Plan plan) throws Exception {
    var directory = Files.createTempDirectory("notification-proof");
    JsonNode outcome;
    try (var broker = Broker.start(directory.resolve("kafka"));
        var pager = Pager.start();
        var alertmanager = Alertmanager.start(directory.resolve("am"), pager.authority())) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      try (var sender =
              Sender.start(
                  broker.servers(), alertmanager.address(), directory.resolve("sender.log"));
          var outages = new Outages(broker.kafka());
          var faults = Faults.begin(outages, plan.open(), plan.seed())) {
        outcome =
            new NotificationProof(sender, alertmanager, pager, plan.seed()).crash(plan, faults);
      }
    }
    Written.delete(directory, clean(outcome));
    return outcome;
  }

  private JsonNode crash(Plan plan, Faults faults) throws Exception {
    for (int round = 0; round < plan.rounds(); round++) {
      for (var point : Point.values()) {
        if (sender.dieAt(point, 1 + random.nextInt(2))) {
          halted.merge(point, 1, Integer::sum);
        } else {
          notReached++;
        }
        catchUp(faults.begun());
      }
      pager.beAway(random.nextLong(LONGEST_ABSENCE_MILLIS));
      absences++;
      if (restarts < plan.restarts()) {
        alertmanager.beAway(random.nextLong(LONGEST_ABSENCE_MILLIS));
        restarts++;
      }
      System.out.printf(
          "%s round %d: %d notifications%n",
          Instant.now(), round + 1, pager.notifications().size());
    }
    int begun = faults.beginNoMore();
    var delivery = settle(faults, begun);
    return outcome(plan, delivery);
  }

  /** What heals before anybody could be told of it pages nobody (rule 35). */
  private void catchUp(int begun) throws InterruptedException {
    long deadline = System.nanoTime() + CAUGHT_UP.toNanos();
    while (Delivery.of(begun, pager.notifications()).silent() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private Delivery settle(Faults faults, int begun) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!faults.over() || isMissing(begun)) {
      if (System.nanoTime() > deadline) {
        break; // the account says what is missing
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    TimeUnit.NANOSECONDS.sleep(LATE.toNanos()); // what is doubled may come late
    return Delivery.of(begun, pager.notifications());
  }

  private boolean isMissing(int begun) {
    var delivery = Delivery.of(begun, pager.notifications());
    return delivery.silent() > 0 || delivery.endless() > 0;
  }

  private JsonNode outcome(Plan plan, Delivery delivery) {
    int killed = notReached + halted.values().stream().mapToInt(Integer::intValue).sum();
    int crashes = killed + restarts + absences;
    var json = JSON.createObjectNode();
    json.put("clean", delivery.clean(crashes));
    json.put("crashes", crashes);
    json.set("delivery", JSON.valueToTree(delivery));
    json.put("openSeconds", plan.open().toSeconds());
    json.put("restarts", restarts);
    json.put("absences", absences);
    json.put("pointsNotReached", notReached);
    var points = json.putObject("points");
    for (var point : Point.values()) {
      points.put(
          point.name().toLowerCase(Locale.ROOT).replace('_', ' '), halted.getOrDefault(point, 0));
    }
    return json;
  }
}
