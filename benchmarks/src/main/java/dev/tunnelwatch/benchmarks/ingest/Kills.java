package dev.tunnelwatch.benchmarks.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Kills three processes again and again: at every {@link Place} in turn, at random, and back to
 * back. A dead one comes back under its name, at once or after the others took its slots.
 */
final class Kills {
  private static final int PROCESSES = 3;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static final Duration MOMENT = Duration.ofMillis(200);

  /** Beyond the session's time-out of 6 s: the others take over. */
  private static final int LONGEST_ABSENCE_MILLIS = 9_000;

  private final Stage stage;
  private final Refusals refusals;
  private final SplittableRandom random;
  private final List<Mortal> processes = new ArrayList<>();
  private final Map<Place, Integer> halted = new EnumMap<>(Place.class);
  private int notReached;
  private int atRandom;
  private int backToBack;

  Kills(Stage stage, long seed) {
    this.stage = stage;
    refusals = new Refusals(stage);
    random = new SplittableRandom(seed);
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(stage.ingest(name(i)));
    }
  }

  /** What was done, for the record. */
  record Tally(Map<Place, Integer> halted, int notReached, int atRandom, int backToBack) {
    int kills() {
      return halted.values().stream().mapToInt(Integer::intValue).sum()
          + notReached
          + atRandom
          + backToBack;
    }
  }

  Tally tally() {
    return new Tally(Map.copyOf(halted), notReached, atRandom, backToBack);
  }

  /** At a place; who does not come by one in time dies all the same. */
  void at(Place place) throws Exception {
    int victim = random.nextInt(PROCESSES);
    int other = (victim + 1 + random.nextInt(PROCESSES - 1)) % PROCESSES;
    awaitAll();
    if (place.way() == Place.Way.SHARING) {
      leave(other);
      TimeUnit.MILLISECONDS.sleep(1_000); // its slots go to those that stay
    }
    var doomed =
        place.way() == Place.Way.TAKING_OVER // nobody knows who gets what the other leaves behind
            ? IntStream.range(0, PROCESSES).filter(each -> each != other).boxed().toList()
            : List.of(victim);
    long millis = place.way() == Place.Way.WORKING_ON ? random.nextInt(1, 30) : 0;
    int passing = 1 + random.nextInt(place.most());
    doomed.forEach(each -> processes.get(each).arm(place, passing, millis));
    switch (place.way()) {
      case WORKING, WORKING_ON -> {}
      case TAKING_OVER -> leave(other);
      case SHARING -> processes.set(other, stage.ingest(name(other)));
      case REFUSED -> refusals.begin();
      case ENDING -> processes.get(victim).leave();
    }
    bury(place, doomed, victim);
    refusals.end();
    if (!processes.get(other).alive()) {
      processes.set(other, stage.ingest(name(other)));
    }
  }

  /** The first of the doomed to die saves those that have not died with it. */
  private void bury(Place place, List<Integer> doomed, int victim) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (doomed.stream().allMatch(each -> processes.get(each).alive())
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    if (doomed.stream().allMatch(each -> processes.get(each).alive())) {
      notReached++;
      processes.get(victim).kill();
      comeBack(victim);
    }
    for (int each : doomed) {
      processes.get(each).spare();
      if (processes.get(each).awaitEnd(MOMENT)) {
        if (processes.get(each).halted()) {
          halted.merge(place, 1, Integer::sum);
        }
        comeBack(each);
      }
    }
  }

  void atRandom() throws InterruptedException {
    int victim = random.nextInt(PROCESSES);
    TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
    processes.get(victim).kill();
    atRandom++;
    comeBack(victim);
  }

  /** No pause: whoever is killed may not even have come up again; every other one has. */
  void backToBack(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      int victim = random.nextInt(PROCESSES);
      if (i % 2 == 0) {
        await(victim);
      }
      processes.get(victim).kill();
      backToBack++;
      processes.set(victim, stage.ingest(name(victim)));
    }
  }

  void awaitAll() throws InterruptedException {
    for (int i = 0; i < PROCESSES; i++) {
      await(i);
    }
  }

  private void comeBack(int victim) throws InterruptedException {
    if (random.nextInt(3) == 0) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_ABSENCE_MILLIS));
    }
    processes.set(victim, stage.ingest(name(victim)));
  }

  private void leave(int other) throws InterruptedException {
    processes.get(other).leave();
    if (!processes.get(other).awaitEnd(LIMIT)) {
      throw new IllegalStateException(name(other) + " does not leave");
    }
  }

  private void await(int process) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!processes.get(process).ready()) {
      if (!processes.get(process).alive()) {
        processes.set(process, stage.ingest(name(process))); // Kafka was not there for it
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            name(process) + " is not ready after " + LIMIT.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static String name(int process) {
    return "process-" + process;
  }
}
