package dev.tunnelwatch.simulator.fleet;

import java.util.ArrayList;
import java.util.List;

/** A place of the fleet that a fault can strike: connections of one gateway or of several. */
record Spot(List<Struck> struck) {

  Spot {
    struck = List.copyOf(struck);
  }

  /** One gateway of it. */
  record Struck(FleetGateway gateway, FleetConnection connection) {}

  List<FleetGateway> gateways() {
    return struck.stream().map(Struck::gateway).toList();
  }

  /** Whether its loss leaves no other way to the site. */
  boolean onlyWay() {
    return struck.stream()
        .allMatch(
            s ->
                s.gateway().connections().stream()
                        .filter(c -> c.site().equals(s.connection().site()))
                        .count()
                    == 1);
  }

  static List<Spot> ownSites(Estate estate) {
    var spots = new ArrayList<Spot>();
    for (var gateway : estate.gateways()) {
      for (var connection : gateway.connections()) {
        if (connection.far() instanceof Far.Device && seenFrom(estate, connection).size() == 1) {
          spots.add(new Spot(List.of(new Struck(gateway, connection))));
        }
      }
    }
    return spots;
  }

  static List<Spot> sharedSites(Estate estate) {
    var spots = new ArrayList<Spot>();
    for (var gateway : estate.gateways()) {
      for (var connection : gateway.connections()) {
        var struck = seenFrom(estate, connection);
        if (struck.size() > 1 && struck.getFirst().gateway().equals(gateway)) {
          spots.add(new Spot(struck));
        }
      }
    }
    return spots;
  }

  static List<Spot> loneGateways(Estate estate) {
    return estate.gateways().stream()
        .filter(g -> g.connections().stream().noneMatch(c -> c.far() instanceof Far.Twin))
        .map(g -> new Spot(List.of(new Struck(g, g.connections().getFirst()))))
        .toList();
  }

  private static List<Struck> seenFrom(Estate estate, FleetConnection connection) {
    var seen = new ArrayList<Struck>();
    for (var gateway : estate.gateways()) {
      for (var other : gateway.connections()) {
        if (other.far() instanceof Far.Device device
            && connection.far() instanceof Far.Device same
            && device.ip().equals(same.ip())) {
          seen.add(new Struck(gateway, other));
        }
      }
    }
    return seen;
  }
}
