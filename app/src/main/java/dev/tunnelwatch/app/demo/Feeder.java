package dev.tunnelwatch.app.demo;

import dev.tunnelwatch.simulator.fleet.Feed;
import dev.tunnelwatch.simulator.hub.Hub;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Brings a fleet's bodies into an event hub when they are due. */
public final class Feeder implements AutoCloseable {
  private static final long PAUSE_NANOS = 20_000_000;

  private final Feed feed;
  private final Hub hub;
  private final InstantSource clock;
  private final AtomicLong records = new AtomicLong();
  private final Thread thread;
  private volatile boolean done;
  private volatile boolean closing;

  private Feeder(Feed feed, Hub hub, InstantSource clock) {
    this.feed = feed;
    this.hub = hub;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("feeder").unstarted(this::feed);
  }

  public static Feeder start(Feed feed, Hub hub, InstantSource clock) {
    var feeder = new Feeder(feed, hub, clock);
    feeder.thread.start();
    return feeder;
  }

  private void feed() {
    while (!closing && !feed.done()) {
      for (var body : feed.until(clock.instant())) {
        hub.publish(body.partition(), body.bytes());
        records.addAndGet(body.records());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    done = true;
  }

  /** Whether everything has been brought. */
  public boolean done() {
    return done;
  }

  public long records() {
    return records.get();
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
