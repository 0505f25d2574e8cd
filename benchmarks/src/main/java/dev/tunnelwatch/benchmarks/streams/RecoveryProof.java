package dev.tunnelwatch.benchmarks.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.pages.ReliabilityPage;
import dev.tunnelwatch.benchmarks.pages.Verdict;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.model.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How long nothing is told when a correlating process is killed, in three ways of going on. */
public final class RecoveryProof {
  static final String NAME = ReliabilityPage.RECOVERY;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /**
   * How often a broker looks for transactions to abort: the setting that we ask for, as it is where
   * nobody sets it.
   */
  private static final Map<String, String> AS_KAFKA_HAS_IT =
      Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "10000");

  /** Younger than that is what is on its way as a rule. */
  private static final long FLOWS_MILLIS = 1_000;

  private static final int FLOWING_LOOKS = 40;
  private static final long LOOK_MILLIS = 50;

  /** For the copies of the state to be whole again. */
  private static final long STANDBY_MILLIS = 5_000;

  private final Broker broker;
  private final Path directory;
  private final SplittableRandom random;
  private final Pulse pulse;

  private RecoveryProof(Broker broker, Path directory, Pulse pulse, long seed) {
    this.broker = broker;
    this.directory = directory;
    this.pulse = pulse;
    random = new SplittableRandom(seed);
  }

  /** How it goes on after a kill. */
  enum Way {
    /** The process is started again at once, where it was. */
    RESTARTED(8),
    /** It is started again at once, and its state is gone. */
    WIPED(8),
    /** Nobody starts it: another has a copy of its state. */
    TAKEN_OVER(15);

    private final Duration goal;

    Way(int seconds) {
      goal = Duration.ofSeconds(seconds);
    }

    private String words() {
      return name().toLowerCase(Locale.ROOT);
    }

    private int processes() {
      return this == TAKEN_OVER ? 2 : 1;
    }
  }

  /** Arguments: kills of each way, seed, pages. */
  public static void main(String[] args) throws Exception {
    int kills = Integer.parseInt(args[0]);
    long seed = Long.parseLong(args[1]);
    var written = Written.begin("RecoveryProof " + String.join(" ", args));
    var found = new ArrayList<JsonNode>();
    for (var way : Way.values()) {
      var one = found(way, gaps(way, kills, seed, Map.of()));
      new Verdict()
          .require(
              isSoon(gaps(one), way.goal),
              way.words().replace('_', ' ') + ": more than 5 of 100 took longer than the goal")
          .into(one);
      System.out.println(one);
      found.add(one);
    }
    for (var way : Way.values()) {
      var one = found(way, gaps(way, kills, seed, AS_KAFKA_HAS_IT)).put("setting", false);
      System.out.println(new Verdict().into(one)); // no goal: it is told
      found.add(one);
    }
    var counts = Map.of("kills", (long) kills * found.size());
    written.write(NAME, args[1], counts, found, Path.of(args[2]));
    Runtime.getRuntime().exit(found.stream().allMatch(Verdict::clean) ? 0 : 1);
  }

  private static ObjectNode found(Way way, List<Long> gaps) {
    var one = JSON.createObjectNode().put("way", way.words());
    one.set("millis", JSON.valueToTree(gaps));
    return one;
  }

  private static List<Long> gaps(JsonNode one) {
    return one.path("millis").valueStream().map(JsonNode::asLong).toList();
  }

  /** 95 of 100 within the goal. */
  static boolean isSoon(List<Long> gaps, Duration goal) {
    long late = gaps.stream().filter(millis -> millis > goal.toMillis()).count();
    return !gaps.isEmpty() && 20 * late <= gaps.size();
  }

  /**
   * For how long nothing new was told, in milliseconds, kill by kill.
   *
   * @param settings of the broker, beyond ours
   * @throws IllegalStateException where nothing is told for minutes
   */
  static List<Long> gaps(Way way, int kills, long seed, Map<String, String> settings)
      throws Exception {
    var directory = Files.createTempDirectory("recovery");
    var gaps = new ArrayList<Long>();
    try (var broker = Broker.start(directory.resolve("kafka"), settings)) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      try (var pulse = Pulse.start(broker)) {
        new RecoveryProof(broker, directory, pulse, seed).kill(way, kills, gaps);
      }
    }
    Written.delete(directory, true);
    return gaps;
  }

  private void kill(Way way, int kills, List<Long> gaps) throws Exception {
    var processes = new ArrayList<Child>();
    try {
      for (int i = 0; i < way.processes(); i++) {
        processes.add(start(way, i));
      }
      for (int i = 0; i < kills; i++) {
        awaitFlow(() -> processes.stream().allMatch(Child::ready));
        TimeUnit.MILLISECONDS.sleep(
            random.nextInt(1_500) + (way == Way.TAKEN_OVER ? STANDBY_MILLIS : 0));
        pulse.takeOldestMillis();
        int victim = random.nextInt(processes.size());
        processes.get(victim).kill();
        switch (way) {
          case RESTARTED -> processes.set(victim, start(way, victim));
          case WIPED -> {
            Written.delete(where(way, victim).state(), true);
            processes.set(victim, start(way, victim));
          }
          case TAKEN_OVER -> {}
        }
        awaitFlow(() -> true);
        gaps.add(pulse.takeOldestMillis());
        System.out.println(way + ": " + gaps);
        if (way == Way.TAKEN_OVER) {
          processes.set(victim, start(way, victim));
        }
      }
    } finally {
      processes.forEach(Child::close);
    }
  }

  private Child start(Way way, int process) {
    return where(way, process).start();
  }

  private Correlating where(Way way, int process) {
    return new Correlating(broker.servers(), directory, "process-" + process, way.processes() - 1);
  }

  /** Until nothing old was on its way for a while. */
  private void awaitFlow(BooleanSupplier ready) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    for (int looks = 0; looks < FLOWING_LOOKS; ) {
      looks = ready.getAsBoolean() && pulse.awaitedMillis() < FLOWS_MILLIS ? looks + 1 : 0;
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("nothing is told after " + LIMIT.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
