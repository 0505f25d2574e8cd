package dev.tunnelwatch.app.pipeline;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM: the wish to stop reaches the thread that runs things, and the JVM waits, not
 * for ever, until that thread has stopped them.
 */
public final class StopSignal implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile OptionalInt code = OptionalInt.empty();

  /** Listens from now on. */
  public static StopSignal listen() {
    var signal = new StopSignal();
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(signal::askAndWait));
    return signal;
  }

  private void askAndWait() {
    if (stopped.getCount() == 0) {
      return; // the JVM ends by itself
    }
    System.err.println("tunnelwatch: stopping…");
    asked.countDown();
    try {
      if (!stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("tunnelwatch: not stopped in time, giving up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // A JVM that a signal ends has a code of its own; only a halt can give another.
    code.ifPresent(Runtime.getRuntime()::halt);
  }

  /** Waits for the wish without end; the process then ends with this code, as it was all done. */
  public void awaitAndEndWith(int doneWith) throws InterruptedException {
    code = OptionalInt.of(doneWith);
    asked.await();
  }

  /** Waits for the wish; false when the time is over first. */
  public boolean await(Duration limit) throws InterruptedException {
    return asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Everything is stopped, the JVM may end. */
  @Override
  public void close() {
    stopped.countDown();
  }
}
