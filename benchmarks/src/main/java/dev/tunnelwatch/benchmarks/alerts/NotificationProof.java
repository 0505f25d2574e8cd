package dev.tunnelwatch.benchmarks.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.pages.ReliabilityPage;
import dev.tunnelwatch.benchmarks.pages.Verdict;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.model.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Whoever sends alerts is killed where it hurts, the Alertmanager is killed and receivers are away,
 * while faults begin and end: each has to wake somebody once and end once, at a pager behind a real
 * Alertmanager with the configuration we ship, and at a webhook that takes CloudEvents.
 */
public final class NotificationProof {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An Alertmanager that was killed is told once a minute of what it no longer knows. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private static final Duration CAUGHT_UP = Duration.ofSeconds(20);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final int LONGEST_ABSENCE_MILLIS = 4_000;
  private static final int LONGEST_PEACE_MILLIS = 2_000;

  private final Sender sender;
  private final Alertmanager alertmanager;
  private final Pager pager;
  private final Hook hook;
  private final Crash.Log crashes;
  private final SplittableRandom random;
  private final Map<Point, Integer> halted = new EnumMap<>(Point.class);
  private int notReached;
  private int alertmanagerKills;
  private int absences;

  private NotificationProof(
      Sender sender,
      Alertmanager alertmanager,
      Pager pager,
      Hook hook,
      Crash.Log crashes,
      long seed) {
    this.sender = sender;
    this.alertmanager = alertmanager;
    this.pager = pager;
    this.hook = hook;
    this.crashes = crashes;
    random = new SplittableRandom(seed);
  }

  /**
   * How much of it.
   *
   * @param rounds how often the sender dies at each point, and receivers are away after it
   * @param alertmanagerKills how often the Alertmanager dies, too, spread over the deaths of the
   *     sender; at most once after each of them
   * @param open how long a fault lasts at least; beyond a minute when the Alertmanager dies
   */
  record Plan(int rounds, int alertmanagerKills, Duration open, long seed) {

    Plan {
      if (alertmanagerKills > rounds * Point.values().length) {
        throw new IllegalArgumentException(
            "alertmanagerKills: expected at most %d, got %d"
                .formatted(rounds * Point.values().length, alertmanagerKills));
      }
    }

    /** What a build can afford: each point once, and the Alertmanager once. */
    static Plan small(long seed) {
      return new Plan(1, 1, Duration.ofSeconds(65), seed);
    }

    /** How often it has died by then, after so many deaths of the sender. */
    int alertmanagerKills(int deaths) {
      return alertmanagerKills * deaths / (rounds * Point.values().length);
    }
  }

  /** Arguments: rounds, kills of the Alertmanager, seconds a fault lasts, seed, pages. */
  public static void main(String[] args) throws Exception {
    var plan =
        new Plan(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Duration.ofSeconds(Long.parseLong(args[2])),
            Long.parseLong(args[3]));
    var written = Written.begin("NotificationProof " + String.join(" ", args));
    var outcome = Verdict.of(() -> prove(plan));
    System.out.println(outcome);
    written.write(
        ReliabilityPage.NOTIFICATIONS,
        String.valueOf(plan.seed()),
        Map.of("faults", outcome.path("delivery").path("faults").asLong()),
        List.of(outcome),
        Path.of(args[4]));
    Runtime.getRuntime().exit(Verdict.clean(outcome) ? 0 : 1);
  }

  /** On a stage of its own, whose data are kept where something went wrong. */
  static JsonNode prove(Plan plan) throws Exception {
    var directory = Files.createTempDirectory("notification-proof");
    JsonNode outcome;
    var crashes = new Crash.Log();
    try (var broker = Broker.start(directory.resolve("kafka"));
        var pager = Pager.start();
        var hook = Hook.start(directory.resolve("key"));
        var alertmanager = Alertmanager.startHasty(directory.resolve("am"), pager.authority())) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      try (var sender =
              Sender.start(
                  broker.servers(),
                  alertmanager.address(),
                  hook,
                  directory.resolve("sender.log"),
                  crashes);
          var outages = new Outages(broker.kafka());
          var faults = Faults.begin(outages, plan.open(), plan.seed())) {
        outcome =
            new NotificationProof(sender, alertmanager, pager, hook, crashes, plan.seed())
                .crash(plan, faults);
      }
    }
    Written.delete(directory, Verdict.clean(outcome));
    return outcome;
  }

  private JsonNode crash(Plan plan, Faults faults) throws Exception {
    int deaths = 0;
    for (int round = 0; round < plan.rounds(); round++) {
      for (var point : Point.values()) {
        if (sender.dieAt(point, 1 + random.nextInt(2))) {
          halted.merge(point, 1, Integer::sum);
        } else {
          notReached++;
        }
        catchUp(faults.begun());
        deaths++;
        if (alertmanagerKills < plan.alertmanagerKills(deaths)) {
          TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_PEACE_MILLIS));
          alertmanager.dieFor(random.nextLong(LONGEST_ABSENCE_MILLIS), crashes);
          alertmanagerKills++;
        }
      }
      leaveReceivers();
      System.out.printf(
          "%s round %d: %d notifications, %d events%n",
          Instant.now(), round + 1, pager.notifications().size(), hook.events().size());
    }
    int begun = faults.beginNoMore();
    settle(faults, begun);
    return outcome(plan, begun);
  }

  private void leaveReceivers() throws InterruptedException {
    pager.leave();
    hook.leave();
    TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_ABSENCE_MILLIS));
    crashes.ended(Crash.Whom.PAGER);
    crashes.ended(Crash.Whom.WEBHOOK);
    pager.comeBack();
    hook.comeBack();
    absences++;
  }

  private Delivery atPager(int faults) {
    var its = EnumSet.of(Crash.Whom.SENDER, Crash.Whom.ALERTMANAGER, Crash.Whom.PAGER);
    return Delivery.of(faults, pager.notifications(), crashes.of(its));
  }

  private Delivery atHook(int faults) {
    var its = EnumSet.of(Crash.Whom.SENDER, Crash.Whom.WEBHOOK);
    return HookAccount.of(faults, hook.events(), crashes.of(its));
  }

  /** What heals before anybody could be told of it pages nobody (rule 35). */
  private void catchUp(int begun) throws InterruptedException {
    long deadline = System.nanoTime() + CAUGHT_UP.toNanos();
    while (atPager(begun).silent() + atHook(begun).silent() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void settle(Faults faults, int begun) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!faults.over() || isMissing(begun)) {
      if (System.nanoTime() > deadline) {
        break; // the account says what is missing
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    TimeUnit.NANOSECONDS.sleep(LATE.toNanos()); // what is doubled may come late
  }

  private boolean isMissing(int begun) {
    return Stream.of(atPager(begun), atHook(begun))
        .anyMatch(delivery -> delivery.silent() > 0 || delivery.endless() > 0);
  }

  private JsonNode outcome(Plan plan, int begun) {
    int killed = notReached + halted.values().stream().mapToInt(Integer::intValue).sum();
    var pages = atPager(begun);
    var events = atHook(begun);
    var json = JSON.createObjectNode();
    new Verdict()
        .addAll(pages.failures("at the pager"))
        .addAll(events.failures("at the webhook"))
        .into(json);
    json.put("crashes", killed + alertmanagerKills + absences);
    json.set("delivery", JSON.valueToTree(pages));
    json.set("webhook", JSON.valueToTree(events));
    json.set("webhookDoubled", JSON.valueToTree(HookAccount.doubled(begun, hook.events())));
    json.put("openSeconds", plan.open().toSeconds());
    json.put("alertmanagerKills", alertmanagerKills);
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
