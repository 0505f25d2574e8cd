package dev.tunnelwatch.alerts;

import dev.tunnelwatch.alerts.Receiver.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings sends to one receiver on a thread of its own, so that a receiver that hangs holds up
 * nobody else. Times here are real time.
 */
final class Courier implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Receiver receiver;
  private final InstantSource clock;
  private final DeliveryMetrics metrics;
  private final BiConsumer<Send, String> delivered;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition handed = lock.newCondition();
  private final Satchel satchel = new Satchel();
  private final Thread thread;
  private boolean running = true;

  /**
   * @param delivered told of each first delivery, on the courier's thread
   */
  Courier(
      Receiver receiver,
      InstantSource clock,
      DeliveryMetrics metrics,
      BiConsumer<Send, String> delivered) {
    this.receiver = receiver;
    this.clock = clock;
    this.metrics = metrics;
    this.delivered = delivered;
    this.thread = Thread.ofPlatform().name("alerts-" + receiver.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  String receiver() {
    return receiver.name();
  }

  /** See {@link Receiver#remembers}. */
  boolean remembers() {
    return receiver.remembers();
  }

  boolean healthy() {
    return thread.isAlive();
  }

  void hand(Send send) {
    lock.lock();
    try {
      satchel.add(send);
      metrics.pending(receiver.name(), satchel.waiting());
      handed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets everything: somebody else sends from now on. */
  void clear() {
    lock.lock();
    try {
      satchel.clear();
      metrics.pending(receiver.name(), 0);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (var next = next(); next.isPresent(); next = next()) {
        var load = next.get();
        settle(load, receiver.deliver(load.send(), load.since(), clock.instant()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for something that is due; empty when it is time to stop. */
  private Optional<Satchel.Load> next() throws InterruptedException {
    lock.lock();
    try {
      while (running) {
        var load = satchel.due(clock.instant());
        if (load.isPresent()) {
          return load;
        }
        boolean _ = handed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void settle(Satchel.Load load, Outcome outcome) {
    metrics.count(receiver.name(), load.send().action(), outcome);
    Instant now = clock.instant();
    boolean stale;
    lock.lock();
    try {
      stale = satchel.isStale(load);
      switch (outcome) {
        case Outcome.Delivered _ -> satchel.delivered(load, now, receiver.wantsRepeats());
        case Outcome.Refused(var why) -> {
          LOG.atError().addKeyValue("receiver", receiver.name()).log("alert refused: {}", why);
          satchel.refused(load, now);
        }
        case Outcome.Unreachable(var why) -> {
          LOG.atWarn().addKeyValue("receiver", receiver.name()).log("alert not taken: {}", why);
          satchel.unreachable(now);
        }
      }
      metrics.pending(receiver.name(), satchel.waiting());
    } finally {
      lock.unlock();
    }
    if (outcome instanceof Outcome.Delivered && !load.repeat() && !stale) {
      delivered.accept(load.send(), receiver.name());
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      running = false;
      handed.signal();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
