package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.benchmarks.processes.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Does things to correlating processes and their broker, one after the other. A process that dies
 * comes back under its name with what its disk holds, as whoever runs it would see to.
 */
final class Faults implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** More than the hour by which Kafka takes a record to be of the future. */
  private static final Duration CLOCK_OFF = Duration.ofSeconds(3_700);

  /** Until that has reached it: on a busy machine a start takes a while. */
  private static final Duration REACHED = Duration.ofMinutes(2);

  /** How long a process then has to bear what its machine does. */
  private static final Duration BORNE = Duration.ofSeconds(30);

  private static final String DISK = "512m";

  private static final long BROKER_AWAY_MILLIS = 2_000;

  /** Beyond the session's time-out of 6 s: the others take over. */
  private static final int LONGEST_ABSENCE_MILLIS = 9_000;

  private final Broker broker;
  private final Path directory;
  private final Duration stopped;
  private final SplittableRandom random;
  private final Crew crew = new Crew(this::start);
  private final Map<Integer, TimeOfDay> clocks = new HashMap<>();
  private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
  private final List<Trial> trials = new ArrayList<>();
  private final List<SmallDisk> disks = new ArrayList<>();
  private long longestMillis;

  /** What happens. */
  enum Kind {
    /** {@code kill -9}. */
    KILL,
    /** {@code SIGSTOP} until everybody has given it up, then {@code SIGCONT}. */
    STOP,
    /** Likewise, beyond all time-outs. */
    STOP_FOR_LONG,
    /** {@code kill -9} of the broker. */
    BROKER,
    /** A process, and the broker while nobody has taken over yet. */
    BOTH,
    /**
     * The disk of a process is full, and it has to take over from another, which it works beside.
     */
    DISK_FULL,
    /** The disk of a process is full when it starts again. */
    DISK_FULL_AT_START,
    /** What a process asks to be on disk for certain fails, from its start on. */
    IO_ERROR,
    /** A process starts with a clock more than an hour ahead: Kafka refuses what comes of it. */
    CLOCK_AHEAD,
    /** Likewise, behind. */
    CLOCK_BEHIND,
    /** The clock of a process at work is set ahead by that, and half a minute later set right. */
    CLOCK_SET;

    /** Half of them kills. */
    static final List<Kind> MIX =
        List.of(
            KILL,
            STOP,
            KILL,
            BROKER,
            KILL,
            BOTH,
            KILL,
            STOP,
            KILL,
            BROKER, //
            KILL,
            STOP,
            KILL,
            BROKER,
            KILL,
            BOTH,
            KILL,
            STOP_FOR_LONG,
            KILL,
            BROKER);

    /** Those that leave the broker alone. */
    static final List<Kind> OF_PROCESSES = List.of(KILL, STOP);

    /** Those that only root can do, with strace and libfaketime installed. */
    static final List<Kind> OF_THE_MACHINE =
        List.of(DISK_FULL, DISK_FULL_AT_START, IO_ERROR, CLOCK_AHEAD, CLOCK_BEHIND, CLOCK_SET);
  }

  private Faults(Broker broker, Path directory, FaultPlan plan) {
    this.broker = broker;
    this.directory = directory;
    stopped = plan.stopped();
    random = new SplittableRandom(plan.seed());
  }

  /**
   * Starts the processes.
   *
   * @throws IllegalStateException where one of the faults cannot be done
   */
  static Faults start(Broker broker, Path directory, FaultPlan plan)
      throws IOException, InterruptedException {
    var faults = new Faults(broker, directory, plan);
    try {
      for (int i = 0; i < plan.processes(); i++) {
        if (plan.fillsDisks()) {
          faults.disks.add(disk(faults.where(i).state()));
        }
        faults.crew.join();
      }
      return faults;
    } catch (IOException | InterruptedException | RuntimeException e) {
      faults.close();
      throw e;
    }
  }

  private static SmallDisk disk(Path state) throws IOException, InterruptedException {
    return SmallDisk.mount(state, DISK)
        .orElseThrow(() -> new IllegalStateException("only root may mount a disk to fill"));
  }

  private Correlating where(int process) {
    return new Correlating(broker.servers(), directory, "process-" + process, 1);
  }

  private Child start(int process, Map<String, String> environment) {
    var clock = new TimeOfDay(InstantSource.system());
    clocks.put(process, clock);
    return where(process).start(environment, clock::hear);
  }

  void happen(Kind kind) throws Exception {
    int victim = random.nextInt(crew.size());
    TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
    done.merge(kind, 1, Integer::sum);
    switch (kind) {
      case KILL -> {
        crew.kill(victim);
        comeBack(victim);
      }
      case STOP -> stop(victim, stopped);
      case STOP_FOR_LONG -> stop(victim, FaultPlan.STOPPED_FOR_LONG);
      case BROKER -> replaceBroker();
      case BOTH -> {
        crew.kill(victim);
        replaceBroker();
        comeBack(victim);
      }
      case DISK_FULL -> fill(victim);
      case DISK_FULL_AT_START -> startFull(victim);
      case IO_ERROR -> failDisk(victim);
      case CLOCK_AHEAD -> moveClock(kind, victim, CLOCK_OFF);
      case CLOCK_BEHIND -> moveClock(kind, victim, CLOCK_OFF.negated());
      case CLOCK_SET -> setClock(victim);
    }
    if (random.nextInt(4) > 0) { // else the next one comes while this one is not over
      awaitAll();
    }
  }

  private void stop(int victim, Duration time) throws IOException, InterruptedException {
    crew.of(victim).stop();
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
    crew.of(victim).goOn();
  }

  /** State is written when tasks come from another, or a disk is full and nobody would know. */
  private void fill(int victim) throws Exception {
    awaitAll();
    int other = (victim + 1) % crew.size();
    long before = logged(victim);
    Reaction reaction;
    try (var _ = disks.get(victim).keepFull()) {
      crew.kill(other);
      reaction = bear(victim, before, () -> said(victim, before).noSpace() > 0);
    }
    tried(Kind.DISK_FULL, reaction, said(victim, before).noSpace());
    crew.start(other, Map.of());
  }

  private void startFull(int victim) throws Exception {
    crew.kill(victim);
    long before = logged(victim);
    Reaction reaction;
    try (var _ = disks.get(victim).keepFull()) {
      crew.start(victim, Map.of());
      reaction = bear(victim, before, () -> said(victim, before).noSpace() > 0);
    }
    tried(Kind.DISK_FULL_AT_START, reaction, said(victim, before).noSpace());
  }

  private void failDisk(int victim) throws Exception {
    crew.kill(victim);
    long before = logged(victim);
    crew.start(victim, Map.of());
    var disk = FailingDisk.under(crew.of(victim), directory.resolve("strace.log"));
    Reaction reaction;
    try {
      reaction = bear(victim, before, () -> disk.answers() > 0);
    } finally {
      disk.end();
    }
    tried(Kind.IO_ERROR, reaction, disk.answers());
  }

  private void moveClock(Kind kind, int victim, Duration moved) throws Exception {
    crew.kill(victim);
    long before = logged(victim);
    crew.start(victim, WrongClock.by((int) moved.toSeconds()));
    var reaction = bear(victim, before, () -> crew.of(victim).ready());
    tried(kind, reaction, Objects.requireNonNull(clocks.get(victim)).looks(moved));
    crew.restart(victim, Map.of());
  }

  private void setClock(int victim) throws Exception {
    crew.kill(victim);
    long before = logged(victim);
    var hands = directory.resolve("clock-" + victim);
    crew.start(victim, WrongClock.set(hands, Duration.ZERO));
    awaitAll();
    var _ = WrongClock.set(hands, CLOCK_OFF);
    TimeUnit.MILLISECONDS.sleep(WrongClock.SEEN.toMillis());
    var clock = Objects.requireNonNull(clocks.get(victim));
    clock.forget();
    var reaction = bear(victim, before, () -> true);
    tried(Kind.CLOCK_SET, reaction, clock.looks(CLOCK_OFF));
    var _ = WrongClock.set(hands, Duration.ZERO);
    var _ = crew.of(victim).awaitEnd(BORNE);
    crew.restart(victim, Map.of());
  }

  /**
   * What becomes of a process that lives with that for a while.
   *
   * @param reached whether it has met it, or would by now
   */
  private Reaction bear(int victim, long logged, Callable<Boolean> reached) throws Exception {
    long deadline = System.nanoTime() + REACHED.toNanos();
    while (crew.of(victim).alive() && !reached.call() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    var _ = crew.of(victim).awaitEnd(BORNE);
    return Reaction.of(crew.of(victim), said(victim, logged));
  }

  private void tried(Kind kind, Reaction reaction, long arrivals) {
    var trial = new Trial(kind, reaction, arrivals);
    System.out.println(trial);
    trials.add(trial);
  }

  private long logged(int process) throws IOException {
    return Files.size(where(process).log());
  }

  private Said said(int process, long logged) {
    return Said.since(where(process).log(), logged);
  }

  private void replaceBroker() throws InterruptedException {
    broker.kill();
    TimeUnit.MILLISECONDS.sleep(BROKER_AWAY_MILLIS);
    broker.restart();
  }

  private void comeBack(int victim) throws InterruptedException {
    if (random.nextInt(3) == 0) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_ABSENCE_MILLIS));
    }
    crew.start(victim, Map.of());
  }

  /** All work. */
  void awaitAll() throws InterruptedException {
    long began = System.nanoTime();
    for (int i = 0; i < crew.size(); i++) {
      while (!crew.of(i).ready()) {
        if (!crew.of(i).alive()) {
          crew.start(i, Map.of());
        }
        if (System.nanoTime() - began > LIMIT.toNanos()) {
          throw new IllegalStateException(
              "process-" + i + " does not work after " + LIMIT.toSeconds() + " s");
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    longestMillis =
        Math.max(longestMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  Map<Kind, Integer> done() {
    return new EnumMap<>(done);
  }

  /** How processes bore what their machine did. */
  List<Trial> trials() {
    return List.copyOf(trials);
  }

  /** How often a process gave up. */
  int endedThemselves() {
    return crew.endedThemselves();
  }

  /** From a fault until all said that they work, the longest. */
  long longestMillis() {
    return longestMillis;
  }

  @Override
  public void close() {
    crew.close();
    for (var disk : disks) {
      try {
        disk.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
