package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A place of the fleet that a fault can strike: connections of one gateway or of several. */
record Spot(List<Struck> struck) {

  Spot {
    struck = List.copyOf(struck);
  }

  /** One gateway of it. */
  record Struck(FleetGateway gateway, FleetConnection connection) {

    /** How many connections of the gateway lead to the same site. */
    private long ways() {
      return gateway.connections().stream().filter(c -> c.site().equals(connection.site())).count();
    }
  }

  /** The places of a fleet where faults of that kind are at home. */
  static List<Spot> of(Estate estate, FaultKind.Place place) {
    return switch (place) {
      case OWN_SITE -> own(estate, _ -> true);
      case OWN_REDUNDANT -> own(estate, s -> s.gateway().activeActive());
      case BGP_SITE -> own(estate, s -> s.connection().bgpDevice().isPresent());
      case SHORT_SA ->
          own(
              estate,
              s ->
                  s.connection().timers().saLifetime()
                      < FleetConnection.Timers.DEFAULT.saLifetime());
      case SHARED_SITE ->
          byDevice(estate).stream().filter(spot -> spot.struck().size() > 1).toList();
      case DEVICES -> devices(estate);
      case JOINED -> joined(estate);
      case WHOLE_GATEWAY -> lone(estate, _ -> true);
      case WHOLE_REDUNDANT -> lone(estate, FleetGateway::activeActive);
      case WHOLE_STANDBY -> lone(estate, g -> !g.activeActive());
    };
  }

  List<FleetGateway> gateways() {
    return struck.stream().map(Struck::gateway).toList();
  }

  /** Whether its loss leaves no other way to the site. */
  boolean onlyWay() {
    return struck.stream().allMatch(s -> s.ways() == 1);
  }

  private static List<Spot> own(Estate estate, Predicate<Struck> fit) {
    return byDevice(estate).stream()
        .filter(spot -> spot.struck().size() == 1)
        .filter(spot -> fit.test(spot.struck().getFirst()))
        .toList();
  }

  private static List<Spot> devices(Estate estate) {
    return own(estate, s -> s.ways() > 1).stream()
        .filter(spot -> first(spot.struck().getFirst()))
        .toList();
  }

  private static boolean first(Struck struck) {
    return struck.gateway().connections().stream()
        .filter(c -> c.site().equals(struck.connection().site()))
        .findFirst()
        .filter(struck.connection()::equals)
        .isPresent();
  }

  /** Two gateways and the two connections by which they are joined. */
  private static List<Spot> joined(Estate estate) {
    var spots = new ArrayList<Spot>();
    for (var gateway : estate.gateways()) {
      for (var connection : gateway.connections()) {
        if (connection.far() instanceof Far.Twin twin) {
          var other = estate.named(twin.site());
          var back =
              other.connections().stream()
                  .filter(c -> c.site().equals(gateway.name()))
                  .map(c -> new Struck(other, c));
          if (gateway.number() < other.number()) {
            spots.add(
                new Spot(Stream.concat(Stream.of(new Struck(gateway, connection)), back).toList()));
          }
        }
      }
    }
    return spots;
  }

  private static List<Spot> lone(Estate estate, Predicate<FleetGateway> fit) {
    return estate.gateways().stream()
        .filter(g -> g.design().tellsOfTunnels() && !g.joined() && fit.test(g))
        .map(g -> new Spot(List.of(new Struck(g, g.connections().getFirst()))))
        .toList();
  }

  /** Each device with the gateways that reach it and tell of it, in order of the first of them. */
  private static List<Spot> byDevice(Estate estate) {
    var struck = new LinkedHashMap<IpAddress, List<Struck>>();
    for (var gateway : estate.gateways()) {
      for (var connection : gateway.connections()) {
        if (gateway.design().tellsOfTunnels() && connection.far() instanceof Far.Device device) {
          struck
              .computeIfAbsent(device.ip(), _ -> new ArrayList<>())
              .add(new Struck(gateway, connection));
        }
      }
    }
    return struck.values().stream().map(Spot::new).toList();
  }
}
