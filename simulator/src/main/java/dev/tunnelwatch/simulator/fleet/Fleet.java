package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.GatewayId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/** A fleet, what befalls it, and what its gateways write about it. */
public final class Fleet {

  private final Scenario scenario;
  private final Estate estate;
  private final List<Label> labels;
  private final List<Fault> faults;
  private final List<LogRecord> told;

  private Fleet(Scenario scenario, Estate estate, List<Fault> faults) {
    this.scenario = scenario;
    this.estate = estate;
    this.faults = List.copyOf(faults);
    var all = Losses.of(scenario, faults.stream().map(this::tell).toList());
    var labels = new ArrayList<>(all.stream().map(Losses.Told::label).toList());
    var told = new ArrayList<>(all.stream().flatMap(t -> t.records().stream()).toList());
    labels.sort(Comparator.comparing((Label l) -> l.span().startedAt()).thenComparing(Label::id));
    told.sort(LogRecord.ORDER);
    this.labels = List.copyOf(labels);
    this.told = List.copyOf(told);
  }

  /**
   * Lives the scenario through.
   *
   * @throws IllegalArgumentException when its fleet or its length leaves no room for its faults
   */
  public static Fleet of(Scenario scenario) {
    var estate = Estate.of(scenario);
    return new Fleet(scenario, estate, Plan.of(scenario, estate));
  }

  private Losses.Told tell(Fault fault) {
    var book = new Logbook(scenario.end());
    var dice = Dice.of(scenario.seed(), "tell " + fault.label().id());
    var voice = new Voice(scenario.mutated(), dice.named("words of " + fault.label().id()));
    var narrator = new Narrator(book, dice, voice);
    fault.tale().tell(narrator);
    var lines = book.drain().stream().sorted(LogRecord.ORDER).toList();
    var label = fault.label().withEvidence(lines.stream().map(Label.Line::of).toList());
    fault.aside().tell(narrator);
    var all = Stream.concat(lines.stream(), book.drain().stream()).sorted(LogRecord.ORDER).toList();
    return new Losses.Told(label, all);
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
    var emissions = new ArrayList<Emission>();
    stretches(delivery).forEach(emissions::addAll);
    return emissions;
  }

  /**
   * The same, a few minutes of the fleet's life at a time, so that memory does not grow with it;
   * what is delivered at one time is in one stretch.
   */
  public Iterable<List<Emission>> stretches(Delivery delivery) {
    return () -> {
      var book = new Logbook(scenario.end());
      var chatter =
          estate.gateways().stream().map(g -> new Noise(scenario, faults, g, book)).toList();
      return new Transit(scenario, delivery, told, chatter, book);
    };
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
