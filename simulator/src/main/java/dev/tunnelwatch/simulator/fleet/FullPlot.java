package dev.tunnelwatch.simulator.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The kinds of faults a scenario is about, each once, and again as often as there is room. */
final class FullPlot {

  private static final Duration LEAD = Duration.ofMinutes(15);
  private static final Duration TAIL = Duration.ofMinutes(10);

  private static final Duration CALM = Duration.ofMinutes(50);

  private static final int TRIES = 400;
  private static final int MOST_HOURS_MORE = 24;
  private static final int EVERY_DESIGN = 12;

  private final Scenario scenario;
  private final Estate estate;
  private final Dice dice;
  private final Calendar calendar;
  private final Map<FaultKind.Place, List<Spot>> spots = new EnumMap<>(FaultKind.Place.class);
  private final List<Appointment> appointments = new ArrayList<>();

  /** A fault that has its place. */
  private record Placed(Spot spot, Instant from, Instant to, List<Calendar.Entry> entries) {}

  private FullPlot(Scenario scenario, Estate estate) {
    this.scenario = scenario;
    this.estate = estate;
    this.dice = Dice.of(scenario.seed(), "all");
    this.calendar = new Calendar(scenario.end());
  }

  /**
   * @throws IllegalArgumentException when the fleet is too small or the run too short for one fault
   *     of each kind
   */
  static List<Appointment> of(Scenario scenario, Estate estate) {
    var plot = new FullPlot(scenario, estate);
    var programme = Programme.of(scenario.plot());
    int rounds = programme.rounds(scenario.gateways(), scenario.length().toHours());
    for (int round = 0; round < rounds; round++) {
      for (var scene : programme.scenes()) {
        if (!plot.play(scene) && round == 0 && programme.complete()) {
          throw new IllegalArgumentException(
              "gateways and hours: expected enough for one fault of each kind, such as "
                  + enough(scenario)
                  + ", got "
                  + size(scenario)
                  + ", without room for "
                  + LabelJson.word(scene.first()));
        }
      }
    }
    return plot.appointments;
  }

  /** The next larger fleet that would do and the next longer run, else one that is both. */
  private static String enough(Scenario scenario) {
    int gateways = scenario.gateways();
    var larger =
        IntStream.rangeClosed(gateways + 1, Scenario.MAX_GATEWAYS)
            .mapToObj(more -> scenario.sized(more, scenario.length()))
            .filter(FullPlot::hasRoom)
            .findFirst();
    var sizes = Stream.of(larger, longer(scenario)).flatMap(Optional::stream).toList();
    var all = scenario.sized(Math.max(gateways, EVERY_DESIGN), scenario.length());
    return (sizes.isEmpty() ? longer(all).stream() : sizes.stream())
        .map(FullPlot::size)
        .collect(Collectors.joining(" or "));
  }

  private static Optional<Scenario> longer(Scenario scenario) {
    int hours = (int) scenario.length().toHours();
    return IntStream.rangeClosed(hours + 1, hours + MOST_HOURS_MORE)
        .mapToObj(more -> scenario.sized(scenario.gateways(), Duration.ofHours(more)))
        .filter(FullPlot::hasRoom)
        .findFirst();
  }

  private static boolean hasRoom(Scenario scenario) {
    var plot = new FullPlot(scenario, Estate.of(scenario));
    return Programme.of(scenario.plot()).scenes().stream().allMatch(plot::play);
  }

  private static String size(Scenario scenario) {
    return scenario.gateways() + " gateways and " + scenario.length().toHours() + " hours";
  }

  private boolean play(Programme.Scene scene) {
    for (int i = 0; i < TRIES; i++) {
      var first = place(scene.first());
      if (first.isPresent()) {
        scene.beside().ifPresent(second -> beside(first.get(), second, scene.first()));
        return true;
      }
    }
    return false;
  }

  private Optional<Placed> place(FaultKind kind) {
    var all = spots.computeIfAbsent(kind.place(), place -> Spot.of(estate, place));
    if (all.isEmpty()) {
      return Optional.empty();
    }
    var spot = dice.any(all);
    var span = Dice.seconds(kind.seconds(dice));
    var earliest = scenario.start().plus(lead(kind, spot));
    var latest = scenario.end().minus(tail(kind)).minus(span);
    double room = Duration.between(earliest, latest).toSeconds();
    if (room <= 0) {
      return Optional.empty();
    }
    var from =
        kind == FaultKind.NEVER_UP
            ? dice.after(scenario.start(), 1, 20)
            : dice.after(earliest, 0, room);
    return settle(kind, spot, from, span, List.of());
  }

  /** Time before a fault that belongs to it: an SA has to grow old first. */
  private static Duration lead(FaultKind kind, Spot spot) {
    return kind == FaultKind.REKEY_FAILURE ? LEAD.plus(age(spot)) : LEAD;
  }

  /** Time after a fault in which it can be seen to be over: a line has to prove that it is calm. */
  private static Duration tail(FaultKind kind) {
    return switch (kind) {
      case PATH_UNSTABLE, LONG_STROKES, GATEWAY_UNSTABLE, INSTANCE_UNSTABLE -> CALM;
      default -> TAIL;
    };
  }

  private static Duration age(Spot spot) {
    var lifetime = spot.struck().getFirst().connection().timers().saLifetime();
    return Dice.seconds(lifetime * 1.01);
  }

  private Optional<Placed> settle(
      FaultKind kind, Spot spot, Instant from, Duration span, List<Calendar.Entry> beside) {
    var taken = kind == FaultKind.REKEY_FAILURE ? from.minus(age(spot)) : from;
    var to = from.plus(span);
    if (!calendar.free(spot, kind, taken, to, beside)) {
      return Optional.empty();
    }
    appointments.add(new Appointment(kind, spot, from, Optional.of(dice.after(to, 0, 0.001))));
    return Optional.of(new Placed(spot, from, to, calendar.book(spot, kind, taken, to)));
  }

  /** A second fault at another site of the same gateway, while the first lasts. */
  private void beside(Placed first, FaultKind kind, FaultKind firstKind) {
    var gateway = first.spot().gateways().getFirst();
    var all =
        Spot.of(estate, kind.place()).stream()
            .filter(s -> s.gateways().equals(List.of(gateway)))
            .toList();
    boolean between = firstKind == FaultKind.PLANNED_MAINTENANCE;
    for (int i = 0; i < TRIES && !all.isEmpty(); i++) {
      var span = Dice.seconds(between ? dice.between(60, 300) : kind.seconds(dice));
      var from =
          between
              ? dice.after(first.from(), 560, 640)
              : dice.after(first.from(), nearest(gateway), 140);
      boolean fits =
          between
              ? from.plus(span).isBefore(first.to().minusSeconds(480))
              : from.plus(span).isBefore(scenario.end().minus(TAIL));
      if (fits && settle(kind, dice.any(all), from, span, first.entries()).isPresent()) {
        return;
      }
    }
  }

  /**
   * How soon after another, in seconds. Where a gateway has two sites only, losing both at once is
   * what losing the gateway looks like, and nobody could tell.
   */
  private double nearest(FleetGateway gateway) {
    long sites = gateway.connections().stream().map(FleetConnection::site).distinct().count();
    return sites > 2 && dice.chance(0.5) ? 0 : 25;
  }
}
