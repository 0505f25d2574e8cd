package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class CommitsTest {
  private final MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();
  private final MockProcessorContext<String, byte[]> beside = new MockProcessorContext<>();

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger committed = new AtomicInteger();
  private final ThreadLocal<OptionalLong> asked = ThreadLocal.withInitial(OptionalLong::empty);

  @Test
  void whatNobodyWaitsForIsCommittedWithTheRest() {
    new Commits(context, nanos::get, asked, committed::get).tick();

    assertThat(context.committed()).isFalse();
  }

  @Test
  void whatIsAwaitedIsCommittedOnceItsTickIsOver() {
    var commits = new Commits(context, nanos::get, asked, committed::get);
    commits.hasten();
    assertThat(context.committed()).as("there may be more in this tick").isFalse();

    commits.tick();

    assertThat(context.committed()).isTrue();
    context.resetCommit();
    nanos.addAndGet(Commits.PACE.toNanos());
    commits.tick();
    assertThat(context.committed()).as("once").isFalse();
  }

  @Test
  void twoTasksOfAThreadDoNotOvertakeEachOther() {
    var one = new Commits(context, nanos::get, asked, committed::get);
    var other = new Commits(beside, nanos::get, asked, committed::get);
    one.hasten();
    one.tick();
    other.hasten();
    other.tick();
    assertThat(context.committed()).isTrue();
    assertThat(beside.committed()).as("the thread was asked just now").isFalse();

    nanos.addAndGet(Commits.PACE.toNanos());
    other.tick();

    assertThat(beside.committed()).isTrue();
  }

  /** All tasks of a thread are committed together: else each would cost the broker one. */
  @Test
  void whatWentWithTheCommitOfAnotherTaskIsNotAskedForAgain() {
    var one = new Commits(context, nanos::get, asked, committed::get);
    var other = new Commits(beside, nanos::get, asked, committed::get);
    one.hasten();
    one.tick();
    other.hasten();
    other.tick();
    committed.incrementAndGet();
    nanos.addAndGet(Commits.PACE.toNanos());

    other.tick();
    assertThat(beside.committed()).isFalse();

    other.hasten();
    other.tick();
    assertThat(beside.committed()).as("what was sent since did not").isTrue();
  }
}
