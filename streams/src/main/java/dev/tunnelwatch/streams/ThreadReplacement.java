package dev.tunnelwatch.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.streams.errors.ProcessorStateException;
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

  private final StateDirectory state;
  private final Deque<Long> deaths = new ArrayDeque<>();
  private Optional<String> gaveUp = Optional.empty();

  ThreadReplacement(StateDirectory state) {
    this.state = state;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable exception) {
    return died(exception, System.nanoTime());
  }

  synchronized StreamThreadExceptionResponse died(Throwable exception, long nanoTime) {
    deaths.addLast(nanoTime);
    while (nanoTime - deaths.getFirst() > WITHIN.toNanos()) {
      deaths.removeFirst();
    }
    gaveUp = gaveUp.or(() -> finalReason(exception));
    LOG.atError()
        .addKeyValue("deaths", deaths.size())
        .setCause(exception)
        .log(gaveUp.isPresent() ? "correlation gives up" : "stream thread replaced");
    return gaveUp.isPresent()
        ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
        : StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** Why no other thread is tried; empty while one is. */
  synchronized Optional<String> gaveUp() {
    return gaveUp;
  }

  private Optional<String> finalReason(Throwable exception) {
    boolean ofState = Causes.of(exception).anyMatch(ProcessorStateException.class::isInstance);
    var shortage = ofState ? Shortage.behind(exception, state) : Shortage.behind(exception);
    if (shortage.isPresent()) {
      return shortage.map(what -> what.sentence(state)); // the next thread would meet the same
    }
    if (ofState) {
      state.rebuildNextTime(); // the next thread would meet the same bytes
      return Optional.of("its state on disk is of no use, the next start rebuilds it from Kafka");
    }
    if (exception instanceof Error) {
      return Optional.of(exception.getClass().getSimpleName());
    }
    return deaths.size() <= LIMIT
        ? Optional.empty()
        : Optional.of(
            "%d of its threads died within %d min, the last of %s"
                .formatted(
                    deaths.size(), WITHIN.toMinutes(), exception.getClass().getSimpleName()));
  }
}
