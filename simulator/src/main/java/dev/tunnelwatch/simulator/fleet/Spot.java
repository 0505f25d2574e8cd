package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    return byDevice(estate).stream().filter(spot -> spot.struck().size() == 1).toList();
  }

  static List<Spot> sharedSites(Estate estate) {
    return byDevice(estate).stream().filter(spot -> spot.struck().size() > 1).toList();
  }

  static List<Spot> loneGateways(Estate estate) {
    return estate.gateways().stream()
        .filter(g -> g.connections().stream().noneMatch(c -> c.far() instanceof Far.Twin))
        .map(g -> new Spot(List.of(new Struck(g, g.connections().getFirst()))))
        .toList();
  }

  /** Each device with the gateways that reach it, in order of the first of them. */
  private static List<Spot> byDevice(Estate estate) {
    var struck = new LinkedHashMap<IpAddress, List<Struck>>();
    for (var gateway : estate.gateways()) {
      for (var connection : gateway.connections()) {
        if (connection.far() instanceof Far.Device device) {
          struck
              .computeIfAbsent(device.ip(), _ -> new ArrayList<>())
              .add(new Struck(gateway, connection));
        }
      }
    }
    return struck.values().stream().map(Spot::new).toList();
  }
}
