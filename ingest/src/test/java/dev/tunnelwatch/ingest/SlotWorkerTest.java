package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SlotWorkerTest {
  private static final int WORKERS = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Semaphore stuck = new Semaphore(0);
  private final HandClock clock = new HandClock();
  private final Environment environment =
      new Environment(
          Tuning.DEFAULT,
          clock,
          clock::nanos,
          new IngestMetrics(new SimpleMeterRegistry(), clock),
          Steps.UNWATCHED);

  @AfterEach
  void release() {
    stuck.release(WORKERS);
  }

  @Test
  void slotsThatDoNotStopAreWaitedForTogether() throws InterruptedException {
    var workers = IntStream.range(0, WORKERS).mapToObj(this::worker).toList();
    workers.forEach(SlotWorker::start);
    Await.until("all stuck", Duration.ofSeconds(20), () -> stuck.getQueueLength() == WORKERS);

    long began = System.nanoTime();
    SlotWorker.end(workers, PATIENCE);

    var took = Duration.ofNanos(System.nanoTime() - began);
    assertThat(took).isBetween(PATIENCE, PATIENCE.multipliedBy(WORKERS - 2));
  }

  /** Hangs in its first step and hears no interrupt. */
  private SlotWorker worker(int number) {
    var seat = new Seat(number, 1, () -> true);
    var kafka = new FakeKafka().slotKafka();
    var slot = new Slot(seat, kafka, Map.of(), this::layout, environment);
    return new SlotWorker(number, slot, _ -> {});
  }

  private Layout layout() {
    stuck.acquireUninterruptibly();
    return Layout.UNKNOWN;
  }
}
