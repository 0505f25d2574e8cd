package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.P2sOutcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one gateway said since its task began that its standing does not tell: what became of P2S
 * sessions, and when Azure worked on it. Of what it never said there are no series. Written by one
 * thread, read by all.
 */
final class Heard {

  /** Of a gateway that said nothing of it. */
  static final Heard NOTHING = new Heard(-1);

  private final int partition;
  private final Map<P2sOutcome, LongAdder> sessions = new EnumMap<>(P2sOutcome.class);
  private volatile Optional<Instant> maintenance = Optional.empty();
  private volatile boolean p2s;

  /**
   * Nothing yet.
   *
   * @param partition whose task hears it
   */
  Heard(int partition) {
    this.partition = partition;
    for (var outcome : P2sOutcome.values()) {
      sessions.put(outcome, new LongAdder());
    }
  }

  /** Which series there are. */
  record Shape(boolean p2s, boolean maintenance) {
    static final Shape NONE = new Shape(false, false);

    int series() {
      return (p2s ? P2sOutcome.values().length : 0) + (maintenance ? 1 : 0);
    }
  }

  int partition() {
    return partition;
  }

  /** Whether a line is of what is told here. */
  static boolean tellsOf(GatewayEvent event) {
    return event instanceof GatewayEvent.P2sSession
        || event instanceof GatewayEvent.MaintenanceNoted;
  }

  void take(GatewayEvent event) {
    if (event instanceof GatewayEvent.P2sSession session) {
      p2s = true;
      var count = sessions.get(session.outcome());
      if (count != null) {
        count.increment();
      }
    } else if (event instanceof GatewayEvent.MaintenanceNoted noted) {
      var at = happened(noted); // a line that comes late is of one before
      maintenance = Optional.of(maintenance.filter(at::isBefore).orElse(at));
    }
  }

  /** None is of a maintenance that was still to come: it would stand there until that time. */
  private static Instant happened(GatewayEvent.MaintenanceNoted noted) {
    return noted.evidence().enqueuedAt().filter(noted.at()::isAfter).orElse(noted.at());
  }

  Shape shape() {
    return new Shape(p2s, maintenance.isPresent());
  }

  /**
   * Makes the series of a shape.
   *
   * @param gateway its name as a label
   */
  List<Meter> show(MeterRegistry registry, String gateway, Shape shape) {
    var meters = new ArrayList<Meter>();
    if (shape.p2s()) {
      sessions.forEach(
          (outcome, count) ->
              meters.add(
                  FunctionCounter.builder(
                          "tunnelwatch.gateway.p2s.sessions", count, LongAdder::doubleValue)
                      .description("What became of P2S sessions of one gateway")
                      .tag("gateway", gateway)
                      .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                      .register(registry)));
    }
    if (shape.maintenance()) {
      meters.add(
          Gauge.builder("tunnelwatch.maintenance.last.timestamp.seconds", this::lastMaintenance)
              .description("When Azure last worked on the gateway")
              .tag("gateway", gateway)
              .register(registry));
    }
    return meters;
  }

  private double lastMaintenance() {
    return maintenance.map(at -> at.toEpochMilli() / 1e3).orElse(Double.NaN);
  }
}
