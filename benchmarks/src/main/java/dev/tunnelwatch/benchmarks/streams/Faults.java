package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.benchmarks.processes.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Does things to correlating processes and their broker, one after the other. A process that dies
 * comes back under its name with what its disk holds, as whoever runs it would see to.
 */
final class Faults implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** One and a half times the longest time-out, which is that of transactions (10 s). */
  private static final long STOPPED_MILLIS = 15_000;

  /** More than the hour by which Kafka takes a record to be of the future. */
  private static final int CLOCK_SECONDS = 3_700;

  /** How long a process has to bear what its machine does. */
  private static final Duration BORNE = Duration.ofSeconds(30);

  private static final String DISK = "512m";

  private static final long BROKER_AWAY_MILLIS = 2_000;

  /** Beyond the session's time-out of 6 s: the others take over. */
  private static final int LONGEST_ABSENCE_MILLIS = 9_000;

  private final Broker broker;
  private final Path directory;
  private final SplittableRandom random;
  private final List<Child> processes = new ArrayList<>();
  private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
  private final Map<Kind, Map<Reaction, Integer>> reactions = new EnumMap<>(Kind.class);
  private final List<SmallDisk> disks = new ArrayList<>();
  private int endedThemselves;
  private long longestMillis;

  /** What happens. */
  enum Kind {
    /** {@code kill -9}. */
    KILL,
    /** {@code SIGSTOP} until everybody has given it up, then {@code SIGCONT}. */
    STOP,
    /** {@code kill -9} of the broker. */
    BROKER,
    /** A process, and the broker while nobody has taken over yet. */
    BOTH,
    /** The disk of a process is full while it works, and when it starts again. */
    DISK_FULL,
    /** What a process asks to be on disk for certain fails, from its start on. */
    IO_ERROR,
    /** A process starts with a clock more than an hour ahead: Kafka refuses what comes of it. */
    CLOCK_AHEAD,
    /** Likewise, behind. */
    CLOCK_BEHIND;

    /** Half of them kills. */
    static final List<Kind> MIX =
        List.of(KILL, KILL, KILL, KILL, KILL, STOP, STOP, BROKER, BROKER, BOTH);

    /** Those that leave the broker alone. */
    static final List<Kind> OF_PROCESSES = List.of(KILL, STOP);

    /** Those that only root can do, with strace and libfaketime installed. */
    static final List<Kind> OF_THE_MACHINE =
        List.of(DISK_FULL, IO_ERROR, CLOCK_AHEAD, CLOCK_BEHIND);
  }

  private Faults(Broker broker, Path directory, long seed) {
    this.broker = broker;
    this.directory = directory;
    random = new SplittableRandom(seed);
  }

  /**
   * Starts the processes.
   *
   * @param kinds that are to happen
   * @throws IllegalStateException where one of them cannot be done
   */
  static Faults start(Broker broker, Path directory, int processes, long seed, List<Kind> kinds)
      throws IOException, InterruptedException {
    var faults = new Faults(broker, directory, seed);
    try {
      for (int i = 0; i < processes; i++) {
        if (kinds.contains(Kind.DISK_FULL)) {
          faults.disks.add(disk(faults.where(i).state()));
        }
        faults.processes.add(faults.start(i));
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

  private Child start(int process) {
    return where(process).start();
  }

  void happen(Kind kind) throws Exception {
    int victim = random.nextInt(processes.size());
    TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
    done.merge(kind, 1, Integer::sum);
    switch (kind) {
      case KILL -> {
        processes.get(victim).kill();
        comeBack(victim);
      }
      case STOP -> {
        processes.get(victim).stop();
        TimeUnit.MILLISECONDS.sleep(STOPPED_MILLIS);
        processes.get(victim).goOn();
      }
      case BROKER -> replaceBroker();
      case BOTH -> {
        processes.get(victim).kill();
        replaceBroker();
        comeBack(victim);
      }
      case DISK_FULL -> fill(victim);
      case IO_ERROR -> failDisk(victim);
      case CLOCK_AHEAD -> moveClock(kind, victim, CLOCK_SECONDS);
      case CLOCK_BEHIND -> moveClock(kind, victim, -CLOCK_SECONDS);
    }
    if (random.nextInt(4) > 0) { // else the next one comes while this one is not over
      awaitAll();
    }
  }

  private void fill(int victim) throws Exception {
    disks.get(victim).fill();
    observe(Kind.DISK_FULL, victim, logged(victim));
    restart(victim, Map.of());
    disks.get(victim).fill(); // what the dead one held is free again
    observe(Kind.DISK_FULL, victim, logged(victim));
    disks.get(victim).free();
  }

  private void failDisk(int victim) throws Exception {
    long before = logged(victim);
    restart(victim, Map.of());
    var answers = FailingMachine.failingDisk(processes.get(victim));
    try {
      observe(Kind.IO_ERROR, victim, before);
    } finally {
      answers.destroy();
      answers.waitFor();
    }
  }

  private void moveClock(Kind kind, int victim, int seconds) throws Exception {
    long before = logged(victim);
    restart(victim, FailingMachine.clock(seconds));
    observe(kind, victim, before);
    restart(victim, Map.of());
  }

  private void restart(int victim, Map<String, String> environment) throws InterruptedException {
    processes.get(victim).kill();
    processes.set(victim, where(victim).start(environment));
  }

  private long logged(int process) throws IOException {
    return Files.size(where(process).log());
  }

  /** What becomes of a process that lives with that for a while. */
  private void observe(Kind kind, int process, long logged) throws InterruptedException {
    var victim = processes.get(process);
    if (victim.awaitEnd(BORNE)) {
      endedThemselves++;
    }
    reactions
        .computeIfAbsent(kind, _ -> new EnumMap<>(Reaction.class))
        .merge(Reaction.of(victim, where(process).log(), logged), 1, Integer::sum);
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
    processes.set(victim, start(victim));
  }

  /** All work. */
  void awaitAll() throws InterruptedException {
    long began = System.nanoTime();
    for (int i = 0; i < processes.size(); i++) {
      while (!processes.get(i).ready()) {
        if (!processes.get(i).alive()) {
          endedThemselves++;
          processes.set(i, start(i));
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

  /** What processes did while their machine failed them. */
  Map<Kind, Map<Reaction, Integer>> reactions() {
    return new EnumMap<>(reactions);
  }

  /** How often one of them ended and said nothing. */
  int endedSilently() {
    return reactions.values().stream()
        .mapToInt(of -> of.getOrDefault(Reaction.ENDED_SILENTLY, 0))
        .sum();
  }

  /** How often a process gave up and was started again. */
  int endedThemselves() {
    return endedThemselves;
  }

  /** From a fault until all said that they work, the longest. */
  long longestMillis() {
    return longestMillis;
  }

  @Override
  public void close() {
    processes.forEach(Child::close);
    for (var disk : disks) {
      try {
        disk.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
