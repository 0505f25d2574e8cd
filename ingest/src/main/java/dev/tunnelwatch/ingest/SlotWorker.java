package dev.tunnelwatch.ingest;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one slot. It ends when it is stopped or when the slot is lost, and says which. */
final class SlotWorker {
  private static final Logger LOG = LoggerFactory.getLogger(SlotWorker.class);
  private static final Duration IDLE = Duration.ofMillis(50);

  /** Whoever gave the slot to this worker. */
  @FunctionalInterface
  interface Owner {
    /** Called once, on the worker's own thread, when the slot must be given up. */
    void lost(String why);
  }

  private final Slot slot;
  private final Owner owner;
  private final Thread thread;
  private volatile boolean stopping;

  SlotWorker(int number, Slot slot, Owner owner) {
    this.slot = slot;
    this.owner = owner;
    thread = Thread.ofPlatform().daemon().name("ingest-slot-" + number).unstarted(this::run);
  }

  /** Why it reads nothing though it lives. */
  Optional<String> problem() {
    return slot.problem();
  }

  void start() {
    thread.start();
  }

  /**
   * Ends them all, and waits for all of them together no longer than the time given: whoever takes
   * the slots next fences what is still running.
   */
  static void end(Collection<SlotWorker> workers, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    workers.forEach(SlotWorker::stop);
    for (var worker : workers) {
      worker.join(Duration.ofNanos(deadline - System.nanoTime()));
    }
  }

  private void stop() {
    stopping = true;
    slot.intake().wake();
  }

  private void join(Duration patience) throws InterruptedException {
    if (!thread.join(patience)) {
      LOG.atWarn().addKeyValue("thread", thread.getName()).log("does not stop; interrupted");
      thread.interrupt();
    }
  }

  /**
   * A named boundary: whatever goes wrong in a slot costs that slot, and is never silent. Errors
   * too: a thread that died of one would keep its slot, and nobody would read it any more.
   */
  private void run() {
    try (slot) {
      while (!stopping) {
        if (!slot.step()) {
          slot.intake().await(IDLE);
        }
      }
    } catch (SlotLostException e) {
      report(String.valueOf(e.getMessage()), e);
    } catch (Throwable e) {
      report(e.toString(), e);
    }
  }

  /** Told before it is logged: a process without memory may not get as far as the log. */
  private void report(String why, Throwable problem) {
    if (!stopping) {
      owner.lost(why);
      LOG.atWarn().addKeyValue("thread", thread.getName()).setCause(problem).log("slot lost");
    }
  }
}
