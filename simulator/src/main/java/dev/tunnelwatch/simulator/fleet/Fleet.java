package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.GatewayId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/** A fleet, what befalls it, and what its gateways write about it. */
public final class Fleet {

  /** Azure Monitor gathers for some seconds before it sends. */
  private static final long GRID_MILLIS = 5_000;

  private static final Comparator<Emission> BY_DELIVERY =
      Comparator.comparing(Emission::deliveredAt)
          .thenComparingInt(Emission::partition)
          .thenComparing(Emission::record, LogRecord.ORDER);

  private final Scenario scenario;
  private final Estate estate;
  private final List<Label> labels;
  private final List<LogRecord> records;

  private Fleet(Scenario scenario, Estate estate, List<Label> labels, List<LogRecord> records) {
    this.scenario = scenario;
    this.estate = estate;
    this.labels = List.copyOf(labels);
    this.records = List.copyOf(records);
  }

  /**
   * Lives the scenario through.
   *
   * @throws IllegalArgumentException when its fleet or its length leaves no room for its faults
   */
  public static Fleet of(Scenario scenario) {
    var estate = Estate.of(scenario.gateways());
    var faults = Plan.of(scenario, estate);
    var labels = new ArrayList<Label>();
    var records = new ArrayList<LogRecord>();
    for (var fault : faults) {
      var book = new Logbook(scenario.end());
      fault.tell(new Narrator(book, Dice.of(scenario.seed(), "tell " + fault.label().id())));
      var told = book.records().stream().sorted(LogRecord.ORDER).toList();
      labels.add(fault.label().withEvidence(told.stream().map(Label.Line::of).toList()));
      records.addAll(told);
    }
    var book = new Logbook(scenario.end());
    for (var gateway : estate.gateways()) {
      Noise.write(scenario, faults, gateway, book);
    }
    records.addAll(book.records());
    records.sort(LogRecord.ORDER);
    labels.sort(Comparator.comparing((Label l) -> l.span().startedAt()).thenComparing(Label::id));
    return new Fleet(scenario, estate, labels, records);
  }

  public Scenario scenario() {
    return scenario;
  }

  public List<GatewayId> gateways() {
    return estate.gateways().stream().map(FleetGateway::id).toList();
  }

  /** The truth about every fault, by start. */
  public List<Label> labels() {
    return labels;
  }

  /** Every record as the scenario's delivery brings it, in order of delivery. */
  public List<Emission> emissions() {
    return emissions(scenario.traffic().delivery());
  }

  /** The same records, brought in another way. */
  public List<Emission> emissions(Delivery delivery) {
    var dice = Dice.of(scenario.seed(), "delivery " + delivery);
    var emissions = new ArrayList<Emission>();
    for (var record : records) {
      int partition = dice.below(scenario.traffic().partitions());
      emissions.add(new Emission(record.at(), arrival(record, delivery, dice), partition, record));
    }
    emissions.sort(BY_DELIVERY);
    return emissions;
  }

  /** On a grid, since what travels together arrives together; never later than the limit. */
  private static Instant arrival(LogRecord record, Delivery delivery, Dice dice) {
    long exact = record.at().plus(delivery.delay(dice)).toEpochMilli();
    var onGrid = Instant.ofEpochMilli(Math.ceilDiv(exact, GRID_MILLIS) * GRID_MILLIS);
    var limit = Duration.ofSeconds((long) Delivery.MAX_SECONDS);
    boolean over = delivery == Delivery.UNIFORM && onGrid.isAfter(record.at().plus(limit));
    return over ? onGrid.minusMillis(GRID_MILLIS) : onGrid;
  }

  /** The hub events of the scenario's delivery, from the first on. */
  public Feed feed() {
    return new Feed(Body.batch(emissions()));
  }

  /** The inventory as {@code az … list -o json} prints it: content by file name. */
  public SortedMap<String, byte[]> inventory() {
    return InventoryJson.of(estate);
  }
}
