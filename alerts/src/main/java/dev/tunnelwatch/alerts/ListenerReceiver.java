package dev.tunnelwatch.alerts;

import java.time.Instant;
import java.util.function.Consumer;

/** Tells someone in this process: the terminal. */
record ListenerReceiver(String name, Consumer<Send> listener) implements Receiver {

  @Override
  public boolean wantsRepeats() {
    return false;
  }

  @Override
  public boolean reachesPeople() {
    return false;
  }

  @Override
  public Outcome deliver(Send send, Instant since, Instant now) {
    listener.accept(send);
    return new Outcome.Delivered();
  }
}
