package dev.tunnelwatch.benchmarks.alerts;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.testing.Incidents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Faults that begin one after the other, get another cause on their way, and end: told to Kafka on
 * a thread of its own, as correlation would.
 */
final class Faults implements AutoCloseable {
  private static final long PAUSE_MILLIS = 400;

  private final Outages outages;
  private final Duration open;
  private final SplittableRandom random;
  private final Queue<Life> lives = new ArrayDeque<>();
  private final Thread thread = Thread.ofPlatform().name("faults").unstarted(this::run);
  private volatile boolean beginning = true;
  private final AtomicInteger begun = new AtomicInteger();
  private volatile boolean over;

  /** What has been told of it, and when there is something new. */
  private record Life(Incident incident, Instant next) {}

  private Faults(Outages outages, Duration open, long seed) {
    this.outages = outages;
    this.open = open;
    random = new SplittableRandom(seed);
  }

  /** Each is open for that long, and up to a half more. */
  static Faults begin(Outages outages, Duration open, long seed) {
    var faults = new Faults(outages, open, seed);
    faults.thread.start();
    return faults;
  }

  private void run() {
    try {
      while (beginning || !lives.isEmpty()) {
        var now = Instant.now();
        if (beginning) {
          lives.add(tell(Outages.began(begun.get(), now), now));
          begun.incrementAndGet();
        }
        for (int left = lives.size(); left > 0; left--) {
          var life = lives.remove();
          if (life.next().isAfter(now)) {
            lives.add(life);
          } else if (life.incident().revision() == 1) {
            lives.add(tell(Outages.because(life.incident(), Cause.IKE_POLICY_MISMATCH), now));
          } else {
            var _ = outages.publish(Incidents.recovered(life.incident(), now));
          }
        }
        TimeUnit.MILLISECONDS.sleep(random.nextLong(PAUSE_MILLIS / 2, 2 * PAUSE_MILLIS));
      }
      over = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Life tell(Incident incident, Instant now) {
    var _ = outages.publish(incident);
    long half = open.toMillis() / 2;
    return new Life(incident, now.plusMillis(half + random.nextLong(half / 2 + 1)));
  }

  /** How many so far. */
  int begun() {
    return begun.get();
  }

  /** No more begin; those there are still end. */
  int beginNoMore() {
    beginning = false;
    return begun.get();
  }

  /** All have ended. */
  boolean over() {
    return over;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
