package dev.tunnelwatch.benchmarks.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How much is done to correlating processes while a fleet tells of its faults.
 *
 * @param records about
 * @param kinds of faults, one after the other
 * @param stopped how long a process is that is stopped
 */
record FaultPlan(
    int processes, long records, long seed, List<Faults.Kind> kinds, Duration stopped) {
  /** One and a half times the time-out of transactions (10 s), which is beyond the session's. */
  private static final Duration STOPPED = Duration.ofSeconds(15);

  /** One and a half times the longest time-out, for which others wait for who does not join. */
  static final Duration STOPPED_FOR_LONG = Duration.ofSeconds(90);

  /** Beyond the session's time-out of 6 s: the others take over. */
  private static final Duration STOPPED_SHORTLY = Duration.ofSeconds(9);

  /** How long a fault takes, about; by then its share of the records has been told. */
  private static final int SECONDS_A_FAULT = 14;

  private static final int SECONDS_OF_THE_MACHINE = 60;
  private static final double SLOWEST = 200;

  FaultPlan {
    kinds = List.copyOf(kinds);
  }

  /** Any of those, in an order that the seed decides. */
  static FaultPlan mixed(int faults, long records, long seed, List<Faults.Kind> of) {
    var kinds =
        new ArrayList<>(IntStream.range(0, faults).mapToObj(i -> of.get(i % of.size())).toList());
    Collections.shuffle(kinds, new Random(seed));
    return new FaultPlan(3, records, seed, kinds, STOPPED);
  }

  /** What a build can afford: each once that needs nothing but processes. */
  static FaultPlan small(long seed) {
    var kinds = List.of(Faults.Kind.KILL, Faults.Kind.STOP, Faults.Kind.BROKER, Faults.Kind.BOTH);
    return new FaultPlan(2, 6_000, seed, kinds, STOPPED_SHORTLY);
  }

  double perSecond() {
    int seconds =
        kinds.stream().anyMatch(Faults.Kind.OF_THE_MACHINE::contains)
            ? SECONDS_OF_THE_MACHINE
            : SECONDS_A_FAULT;
    return Math.max(SLOWEST, records / (kinds.size() * (double) seconds));
  }

  /** How many records are told before the fault after that is over: each has its share. */
  long toldWith(int faultsBefore) {
    return records * (faultsBefore + 1) / kinds.size();
  }

  boolean fillsDisks() {
    return kinds.contains(Faults.Kind.DISK_FULL) || kinds.contains(Faults.Kind.DISK_FULL_AT_START);
  }
}
