package dev.tunnelwatch.ingest;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one slot holds in memory, however many partitions fill it. Sources ask for more only while
 * there is room, so that a slow Kafka costs no memory. Any thread.
 */
final class Intake {
  private final long limit;
  private final AtomicLong held = new AtomicLong();
  private final Semaphore news = new Semaphore(0);

  Intake(long limit) {
    this.limit = limit;
  }

  void arrived(int bytes) {
    held.addAndGet(bytes);
    wake();
  }

  void taken(long bytes) {
    held.addAndGet(-bytes);
  }

  boolean hasRoom() {
    return held.get() < limit;
  }

  long held() {
    return held.get();
  }

  void wake() {
    news.release();
  }

  /** Returns when something happened since the last call, at the latest after the given time. */
  void await(Duration atMost) throws InterruptedException {
    if (news.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      news.drainPermits();
    }
  }
}
