package dev.tunnelwatch.streams;

import dev.tunnelwatch.streams.RecordLags.Waiting;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
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

  /** Looks in a row that told nothing, a minute at most: what asks Kafka may be broken itself. */
  private static final int IN_VAIN = 6;

  private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);

  private final Supplier<? extends Source> sources;
  private final RecordLags lags;
  private final KafkaContact contact;
  private final Duration every;
  private final Thread thread;

  /** Why the last look failed, or did for some; empty when it did not. For the thread alone. */
  private String unknown = "";

  private LagWatch(
      Supplier<? extends Source> sources, RecordLags lags, KafkaContact contact, Duration every) {
    this.sources = sources;
    this.lags = lags;
    this.contact = contact;
    this.every = every;
    thread = Thread.ofPlatform().daemon().name("correlation-lag").unstarted(this::watch);
  }

  /** Whoever knows what waits. */
  interface Source extends AutoCloseable {

    /**
     * What waits now.
     *
     * @return by partition; one of which that is not known in time is left out
     */
    Map<Integer, Waiting> of(Set<Integer> partitions)
        throws ExecutionException, TimeoutException, InterruptedException;

    @Override
    void close();
  }

  static LagWatch start(CorrelatorConfig config, RecordLags lags, KafkaContact contact) {
    return start(() -> new WaitingRecords(config), lags, contact, EVERY);
  }

  static LagWatch start(
      Supplier<? extends Source> sources, RecordLags lags, KafkaContact contact, Duration every) {
    var watch = new LagWatch(sources, lags, contact, every);
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

  /**
   * Comes back where it cannot even begin, as while a name server is away, and where it has asked
   * in vain for long.
   */
  private void follow() throws InterruptedException {
    try (var source = sources.get()) {
      int inVain = 0;
      while (inVain < IN_VAIN) {
        inVain = look(source) ? 0 : inVain + 1;
        pause();
      }
    } catch (RuntimeException e) { // a boundary: it is tried again
      cannotTell(e.toString());
    }
  }

  private void pause() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(every.toNanos());
  }

  /** Whether it told anything. */
  private boolean look(Source source) throws InterruptedException {
    try {
      var asked = lags.partitions();
      var found = source.of(asked);
      lags.tell(found);
      if (!found.isEmpty()) {
        contact.answered(); // without a partition nobody was asked
      }
      var lacking = new TreeSet<>(asked);
      lacking.removeAll(found.keySet());
      told(lacking);
      return asked.isEmpty() || !found.isEmpty();
    } catch (ExecutionException e) {
      contact.failed(e);
      cannotTell(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      cannotTell(e.toString());
    }
    return false;
  }

  private void told(Set<Integer> lacking) {
    var why = lacking.isEmpty() ? "" : "some partitions";
    if (!lacking.isEmpty() && !why.equals(unknown)) {
      LOG.atWarn()
          .addKeyValue("partitions", lacking)
          .log("how far correlation is behind in some partitions cannot be told");
    }
    unknown = why;
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
