package dev.tunnelwatch.simulator.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The records of a fleet on their way into the hub, stretch by stretch of its life, so that a day
 * of many gateways never lies in memory. Within a stretch and over all of them emissions come in
 * order of delivery; what is delivered at one time is never torn apart.
 */
final class Transit implements Iterator<List<Emission>> {

  private static final Duration STRETCH = Duration.ofMinutes(5);

  /** Azure Monitor gathers for some seconds before it sends. */
  private static final long GRID_MILLIS = 5_000;

  private static final Comparator<Emission> BY_DELIVERY =
      Comparator.comparing(Emission::deliveredAt)
          .thenComparingInt(Emission::partition)
          .thenComparing(Emission::record, LogRecord.ORDER);

  private final Scenario scenario;
  private final Delivery delivery;
  private final List<LogRecord> told;
  private final List<Noise> chatter;
  private final Logbook book;
  private final Mishaps mishaps;
  private final Dice dice;
  private final PriorityQueue<Emission> travelling = new PriorityQueue<>(BY_DELIVERY);
  private Instant now;
  private int nextTold;

  /**
   * @param told what faults make gateways write and is not lost, in {@link LogRecord#ORDER}
   * @param chatter writes into {@code book}
   */
  Transit(
      Scenario scenario,
      Delivery delivery,
      List<LogRecord> told,
      List<Noise> chatter,
      Logbook book) {
    this.scenario = scenario;
    this.delivery = delivery;
    this.told = told;
    this.chatter = chatter;
    this.book = book;
    this.mishaps = new Mishaps(scenario);
    this.dice = Dice.of(scenario.seed(), "delivery " + delivery);
    this.now = scenario.start();
  }

  @Override
  public boolean hasNext() {
    return now.isBefore(scenario.end()) || !travelling.isEmpty();
  }

  @Override
  public List<Emission> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("everything is delivered");
    }
    if (now.isBefore(scenario.end())) {
      live();
    }
    boolean over = !now.isBefore(scenario.end());
    var delivered = new ArrayList<Emission>();
    while (!travelling.isEmpty() && (over || travelling.peek().deliveredAt().isBefore(now))) {
      delivered.add(travelling.remove());
    }
    return delivered;
  }

  /** One more stretch: what is said in it sets out. */
  private void live() {
    var until = now.plus(STRETCH);
    now = until.isBefore(scenario.end()) ? until : scenario.end();
    for (var gateway : chatter) {
      gateway.until(now);
    }
    var chattered = book.drain();
    var said = new ArrayList<LogRecord>();
    chattered.stream().filter(record -> !mishaps.lost(record)).forEach(said::add);
    while (nextTold < told.size() && told.get(nextTold).at().isBefore(now)) {
      said.add(told.get(nextTold));
      nextTold++;
    }
    said.sort(LogRecord.ORDER);
    said.forEach(this::send);
  }

  private void send(LogRecord record) {
    var delay = delivery.delay(dice).plus(mishaps.detour(record));
    int partition = dice.below(scenario.traffic().partitions());
    var first = new Emission(record.at(), arrival(record, delay), partition, record);
    travelling.add(first);
    for (var again : mishaps.copies(record)) {
      int other = again.elsewhere() ? (partition + 1) % scenario.traffic().partitions() : partition;
      travelling.add(
          new Emission(record.at(), arrival(record, delay.plus(again.later())), other, record));
    }
  }

  /** On a grid, since what travels together arrives together; never later than the limit. */
  private Instant arrival(LogRecord record, Duration delay) {
    long exact = record.at().plus(delay).toEpochMilli();
    var onGrid = Instant.ofEpochMilli(Math.ceilDiv(exact, GRID_MILLIS) * GRID_MILLIS);
    var limit = Duration.ofSeconds((long) Delivery.MAX_SECONDS);
    boolean within = delivery == Delivery.UNIFORM && delay.compareTo(limit) <= 0;
    boolean over = within && onGrid.isAfter(record.at().plus(limit));
    return over ? onGrid.minusMillis(GRID_MILLIS) : onGrid;
  }
}
