package dev.tunnelwatch.simulator.hub;

import java.util.Optional;

/** What a producer's link does with a message: every event in it goes to its partition, or none. */
final class EventIntake implements Incoming.Handler {

  private final Hub hub;
  private final Optional<Partition> fixed;

  EventIntake(Hub hub, Optional<Partition> fixed) {
    this.hub = hub;
    this.fixed = fixed;
  }

  @Override
  public Incoming.Outcome take(byte[] message, int format) {
    if (hub.deleted()) {
      return new Incoming.Outcome.Gone(Refusal.notFound(hub.name()));
    }
    try {
      var events = Wire.events(message, format);
      if (!events.isEmpty()) {
        // one publication lands in one partition
        var partition = fixed.orElseGet(() -> hub.route(events.getFirst()));
        events.forEach(event -> hub.append(partition, event));
      }
      return new Incoming.Outcome.Taken();
    } catch (Wire.UndecodableException e) {
      return new Incoming.Outcome.Refused(Refusal.undecodable("expected an AMQP message"));
    }
  }
}
