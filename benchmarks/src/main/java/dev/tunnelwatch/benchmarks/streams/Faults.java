package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Child;
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

  private static final long BROKER_AWAY_MILLIS = 2_000;

  /** Beyond the session's time-out of 6 s: the others take over. */
  private static final int LONGEST_ABSENCE_MILLIS = 9_000;

  private final Broker broker;
  private final Path directory;
  private final SplittableRandom random;
  private final List<Child> processes = new ArrayList<>();
  private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
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
    BOTH;

    /** Half of them kills. */
    static final List<Kind> MIX =
        List.of(KILL, KILL, KILL, KILL, KILL, STOP, STOP, BROKER, BROKER, BOTH);

    /** Those that leave the broker alone. */
    static final List<Kind> OF_PROCESSES = List.of(KILL, STOP);
  }

  Faults(Broker broker, Path directory, int processes, long seed) {
    this.broker = broker;
    this.directory = directory;
    random = new SplittableRandom(seed);
    for (int i = 0; i < processes; i++) {
      this.processes.add(start(i));
    }
  }

  private Child start(int process) {
    return new Correlating(
            broker.servers(), directory, "process-" + process, 1, Correlating.USUAL_PATIENCE)
        .start();
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
    }
    if (random.nextInt(4) > 0) { // else the next one comes while this one is not over
      awaitAll();
    }
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
  }
}
