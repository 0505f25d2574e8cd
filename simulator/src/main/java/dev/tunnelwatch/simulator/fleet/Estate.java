package dev.tunnelwatch.simulator.fleet;

import java.util.List;

/** All gateways of a fleet with what they are connected to, while nothing is broken. */
record Estate(List<FleetGateway> gateways) {

  Estate {
    gateways = List.copyOf(gateways);
  }

  /** A fleet of that size; the same size gives the same fleet. */
  static Estate of(int size) {
    return new EstateBuilder(size).build();
  }

  /** A fleet for that scenario. */
  static Estate of(Scenario scenario) {
    return scenario.plot() == Scenario.Plot.SCALE
        ? LargeEstate.of(scenario.gateways())
        : of(scenario.gateways());
  }

  /** The gateway of that name, which must be there. */
  FleetGateway named(String name) {
    return gateways.stream().filter(g -> g.name().equals(name)).findFirst().orElseThrow();
  }
}
