package dev.tunnelwatch.ingest;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every source what it is, again and again: partitions may be added, and a hub may be deleted
 * and created anew. A source that does not answer keeps the layout it had.
 */
final class LayoutWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LayoutWatch.class);
  private static final Duration RHYTHM = Duration.ofSeconds(30);

  private final Map<String, Feed> feeds;
  private final IngestMetrics metrics;
  private final AtomicReference<Layout> layout = new AtomicReference<>(Layout.UNKNOWN);
  private final AtomicReference<Map<String, String>> silent;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private Backoff backoff = Backoff.NONE;

  LayoutWatch(Map<String, Feed> feeds, IngestMetrics metrics) {
    this.feeds = feeds;
    this.metrics = metrics;
    var unknown = new TreeMap<String, String>();
    feeds.keySet().forEach(source -> unknown.put(source, "not asked yet"));
    silent = new AtomicReference<>(unknown);
    thread = Thread.ofPlatform().daemon().name("ingest-layout").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Layout layout() {
    return layout.get();
  }

  /** Why one of the sources will never be read. */
  Optional<String> failure() {
    return feeds.values().stream().flatMap(feed -> feed.startUp().failure().stream()).findFirst();
  }

  /** Which sources have not answered the last time they were asked, and why. */
  Optional<String> problem() {
    var now = silent.get();
    return now.isEmpty() ? Optional.empty() : Optional.of("hubs that do not answer: " + now);
  }

  /** A named boundary: whatever a client throws, the watch goes on. */
  private void run() {
    try {
      do {
        try {
          look();
        } catch (RuntimeException | Error e) {
          LOG.atError().setCause(e).log("hubs could not be asked");
        }
      } while (!stopping.await(pause().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration pause() {
    backoff = silent.get().isEmpty() ? Backoff.NONE : backoff.failed();
    return silent.get().isEmpty() ? RHYTHM : backoff.delay();
  }

  /** Asks all, then waits for all: one that is silent does not keep the others waiting long. */
  void look() throws InterruptedException {
    var asked = new TreeMap<String, CompletableFuture<SourceDescription>>();
    feeds.forEach((name, feed) -> asked.put(name, feed.source().describe()));
    var failed = new TreeMap<String, String>();
    for (var question : asked.entrySet()) {
      try {
        learn(question.getKey(), question.getValue().get());
      } catch (ExecutionException e) {
        failed.put(question.getKey(), why(e));
        if (e.getCause() instanceof SourceException told) {
          feed(question.getKey()).startUp().refused(told);
        }
      }
    }
    failed.forEach(this::complain);
    silent.set(failed);
  }

  private static String why(ExecutionException e) {
    return e.getCause() instanceof SourceException told
        ? told.trouble().sentence()
        : String.valueOf(e.getCause());
  }

  private void complain(String source, String why) {
    if (feed(source).complaints().due(why)) {
      LOG.atWarn()
          .addKeyValue("source", source)
          .addKeyValue("why", why)
          .log("the hub does not answer; trying again and again");
    }
  }

  private Feed feed(String source) {
    return Objects.requireNonNull(feeds.get(source));
  }

  private void learn(String source, SourceDescription said) {
    feed(source).startUp().answered();
    var before = layout.get();
    var now = before.with(source, said);
    if (!now.equals(before)) {
      LOG.atInfo()
          .addKeyValue("source", source)
          .addKeyValue("partitions", said.partitions().size())
          .addKeyValue("created", said.incarnation())
          .log("source described");
      now.partitions().keySet().forEach(metrics::of);
      layout.set(now);
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
