package dev.tunnelwatch.simulator.hub;

import java.util.concurrent.Executor;

/** The one thread that may touch a connection's AMQP engine. */
interface ConnectionLoop extends Executor {

  /** Lets the loop look for something to send. Cheap; calls that come close together are one. */
  void wake();
}
