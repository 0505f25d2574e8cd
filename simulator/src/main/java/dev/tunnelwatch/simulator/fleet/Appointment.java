package dev.tunnelwatch.simulator.fleet;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** That a fault of a kind strikes a place at a time. */
record Appointment(FaultKind kind, Spot spot, Instant from, Optional<Instant> to) {

  static final Comparator<Appointment> ORDER =
      Comparator.comparing(Appointment::from)
          .thenComparing(Appointment::kind)
          .thenComparingInt(a -> a.spot().gateways().getFirst().number());
}
