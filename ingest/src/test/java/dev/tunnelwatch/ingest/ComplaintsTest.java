package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Complaints complaints = new Complaints(nanos::get);

  @Test
  void sameTroubleIsToldOnceAMinuteAndAnotherAtOnce() {
    assertThat(complaints.due("refused")).isTrue();
    assertThat(complaints.due("refused")).isFalse();
    assertThat(complaints.due("owned")).isTrue();

    pass(Duration.ofSeconds(59));
    assertThat(complaints.due("refused")).isFalse();

    pass(Duration.ofSeconds(1));
    assertThat(complaints.due("refused")).isTrue();
    assertThat(complaints.due("refused")).isFalse();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
