package dev.tunnelwatch.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died, but not for ever: what fails again and again is no accident,
 * and a process that says so is better than one that looks busy.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {

  static final int LIMIT = 5;
  static final Duration WITHIN = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);

  private final Deque<Long> deaths = new ArrayDeque<>();
  private boolean gaveUp;

  @Override
  public StreamThreadExceptionResponse handle(Throwable exception) {
    return died(exception, System.nanoTime());
  }

  synchronized StreamThreadExceptionResponse died(Throwable exception, long nanoTime) {
    deaths.addLast(nanoTime);
    while (nanoTime - deaths.getFirst() > WITHIN.toNanos()) {
      deaths.removeFirst();
    }
    gaveUp |= exception instanceof Error || deaths.size() > LIMIT;
    LOG.atError()
        .addKeyValue("deaths", deaths.size())
        .setCause(exception)
        .log(gaveUp ? "correlation gives up" : "stream thread replaced");
    return gaveUp
        ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
        : StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  synchronized boolean gaveUp() {
    return gaveUp;
  }
}
