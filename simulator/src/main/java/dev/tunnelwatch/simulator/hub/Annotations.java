package dev.tunnelwatch.simulator.hub;

import java.util.Set;
import org.apache.qpid.proton.amqp.Symbol;

/** The names under which Event Hubs writes into a message what it knows about it. */
final class Annotations {

  static final Symbol SEQUENCE_NUMBER = Symbol.valueOf("x-opt-sequence-number");
  static final Symbol OFFSET = Symbol.valueOf("x-opt-offset");
  static final Symbol ENQUEUED_TIME = Symbol.valueOf("x-opt-enqueued-time");
  static final Symbol PARTITION_KEY = Symbol.valueOf("x-opt-partition-key");

  /** A sender that sets these is overruled: they are the hub's to give. */
  static final Set<Symbol> GIVEN_BY_HUB = Set.of(SEQUENCE_NUMBER, OFFSET, ENQUEUED_TIME);

  private Annotations() {}
}
