package dev.tunnelwatch.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out every few seconds how far the tasks of this process are behind. It is beside their
 * threads, since one that hangs would go on saying what it saw last.
 *
 * @see RecordLags where it stands
 */
final class LagWatch implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);

  private final CorrelatorConfig config;
  private final RecordLags lags;
  private final Thread thread;

  /** Why the last look failed, empty when it did not; for the thread alone. */
  private String unknown = "";

  private LagWatch(CorrelatorConfig config, RecordLags lags) {
    this.config = config;
    this.lags = lags;
    thread = Thread.ofPlatform().daemon().name("correlation-lag").unstarted(this::watch);
  }

  static LagWatch start(CorrelatorConfig config, RecordLags lags) {
    var watch = new LagWatch(config, lags);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (true) {
        follow();
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } finally {
      lags.tell(Map.of());
    }
  }

  /** Comes back where it cannot even begin, as while a name server is away. */
  private void follow() throws InterruptedException {
    try (var waiting = new WaitingRecords(config)) {
      while (true) {
        look(waiting);
        pause();
      }
    } catch (RuntimeException e) { // a boundary: it is tried again
      cannotTell(e.toString());
    }
  }

  private static void pause() throws InterruptedException {
    TimeUnit.SECONDS.sleep(EVERY.toSeconds());
  }

  private void look(WaitingRecords waiting) throws InterruptedException {
    try {
      lags.tell(waiting.of(lags.partitions()));
      unknown = "";
    } catch (ExecutionException e) {
      cannotTell(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      cannotTell(e.toString());
    }
  }

  /** Said once for each reason in a row, for it may be so for days. */
  private void cannotTell(String why) {
    lags.tell(Map.of());
    if (!why.equals(unknown)) {
      unknown = why;
      LOG.atWarn().addKeyValue("why", why).log("how far correlation is behind cannot be told");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
