package dev.tunnelwatch.simulator.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every kind of fault once, and again as often as there is room. A gateway is left in peace for
 * almost an hour after each, so that no fault can be taken for a part of the one before.
 */
final class FullPlot {

  private static final Duration LEAD = Duration.ofMinutes(15);
  private static final Duration TAIL = Duration.ofMinutes(10);
  private static final Duration PEACE = Duration.ofMinutes(55);

  /** What ends by itself does so within this. */
  private static final Duration AT_MOST = Duration.ofMinutes(15);

  /** One fault of each kind wants about this many hours of gateways to be spread over. */
  private static final int GATEWAY_HOURS = 36;

  private static final int TRIES = 500;

  private static final List<FaultKind> FEW =
      List.of(
          FaultKind.PEER_UNREACHABLE,
          FaultKind.PLANNED_MAINTENANCE,
          FaultKind.BLIP,
          FaultKind.IKE_AUTHENTICATION);

  private final Scenario scenario;
  private final Estate estate;
  private final Dice dice;
  private final Map<FleetGateway, List<Busy>> calendar = new LinkedHashMap<>();
  private final Map<FaultKind, List<Spot>> spots = new EnumMap<>(FaultKind.class);
  private final List<Appointment> appointments = new ArrayList<>();

  private record Busy(Instant from, Instant to) {}

  private FullPlot(Scenario scenario, Estate estate) {
    this.scenario = scenario;
    this.estate = estate;
    this.dice = Dice.of(scenario.seed(), "all");
    estate.gateways().forEach(gateway -> calendar.put(gateway, new ArrayList<>()));
  }

  /**
   * @throws IllegalArgumentException when the fleet is too small or the run too short for one fault
   *     of each kind
   */
  static List<Appointment> of(Scenario scenario, Estate estate) {
    var plot = new FullPlot(scenario, estate);
    long room = scenario.gateways() * scenario.length().toHours();
    long rounds = Math.max(1, room / GATEWAY_HOURS);
    for (int round = 0; round < rounds; round++) {
      for (var kind : FaultKind.values()) {
        boolean found = plot.place(kind);
        if (!found && round == 0) {
          throw new IllegalArgumentException(
              "gateways and hours: expected enough for one fault of each kind, got "
                  + scenario.gateways()
                  + " gateways and "
                  + scenario.length().toHours()
                  + " hours");
        }
      }
    }
    return plot.appointments;
  }

  /** A few kinds, a fault for each fifty gateways. */
  static List<Appointment> few(Scenario scenario, Estate estate) {
    var plot = new FullPlot(scenario, estate);
    for (int i = 0; i <= scenario.gateways() / 50; i++) {
      plot.place(FEW.get(i % FEW.size()));
    }
    return plot.appointments;
  }

  private boolean place(FaultKind kind) {
    var spots = this.spots.computeIfAbsent(kind, k -> k.spots(estate));
    for (int i = 0; i < TRIES && !spots.isEmpty(); i++) {
      var spot = dice.any(spots);
      var lasting = Dice.seconds(60 * kind.minutes(dice));
      var span = lasting.isZero() ? AT_MOST : lasting;
      double room = scenario.length().minus(LEAD).minus(TAIL).minus(span).toSeconds();
      if (room <= 0) {
        return false;
      }
      var from = dice.after(scenario.start().plus(LEAD), 0, room);
      if (spot.gateways().stream().allMatch(g -> free(g, from, from.plus(span)))) {
        book(new Appointment(kind, spot, from, end(lasting, from)), from.plus(span));
        return true;
      }
    }
    return false;
  }

  private Optional<Instant> end(Duration lasting, Instant from) {
    double seconds = lasting.toMillis() / 1000.0;
    return lasting.isZero() ? Optional.empty() : Optional.of(dice.after(from, seconds, seconds));
  }

  private boolean free(FleetGateway gateway, Instant from, Instant to) {
    return calendar.getOrDefault(gateway, List.of()).stream()
        .allMatch(
            busy -> from.isAfter(busy.to().plus(PEACE)) || to.plus(PEACE).isBefore(busy.from()));
  }

  private void book(Appointment appointment, Instant to) {
    for (var gateway : appointment.spot().gateways()) {
      calendar
          .computeIfAbsent(gateway, _ -> new ArrayList<>())
          .add(new Busy(appointment.from(), to));
    }
    appointments.add(appointment);
  }
}
