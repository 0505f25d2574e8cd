package dev.tunnelwatch.ingest;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
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
    feeds.keySet().forEach(source -> unknown.put(source, "no answer yet"));
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

  /** Asks all, and takes the answers as they come: one that is silent keeps nobody waiting. */
  void look() throws InterruptedException {
    var answers = new LinkedBlockingQueue<Runnable>();
    for (var feed : feeds.entrySet()) {
      var name = feed.getKey();
      var _ =
          feed.getValue()
              .source()
              .describe()
              .whenComplete(
                  (said, failure) ->
                      answers.add(
                          failure == null ? () -> learn(name, said) : () -> failed(name, failure)));
    }
    for (var _ : feeds.keySet()) {
      answers.take().run();
    }
  }

  private void failed(String source, Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    var why =
        cause instanceof SourceException told ? told.trouble().sentence() : String.valueOf(cause);
    if (cause instanceof SourceException told) {
      feed(source).startUp().refused(told);
    }
    complain(source, why);
    silent.updateAndGet(
        before -> {
          var now = new TreeMap<>(before);
          now.put(source, why);
          return now;
        });
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
    silent.updateAndGet(
        before -> {
          var now = new TreeMap<>(before);
          now.remove(source);
          return now;
        });
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
