package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How long a record was on its way, which is a property of the record: slowness of ours makes
 * nothing late (rule 8). Without an enqueued time nothing is.
 */
public final class Lateness {
  static final Duration LATE = Duration.ofMinutes(30);

  /** Beyond it a record is for the timeline only. */
  static final Duration HORIZON = Duration.ofHours(36);

  private Lateness() {}

  /** Whether it was over 30 min on its way. */
  public static boolean isLate(Evidence evidence) {
    return isEnqueuedAfter(evidence, LATE);
  }

  static boolean isTooLate(Evidence evidence) {
    return isEnqueuedAfter(evidence, HORIZON);
  }

  /** Late records that were enqueued in the same minute are judged together, as of its start. */
  static Instant judgedAt(Evidence late) {
    return late.enqueuedAt().orElseThrow().truncatedTo(ChronoUnit.MINUTES);
  }

  private static boolean isEnqueuedAfter(Evidence evidence, Duration delay) {
    return evidence.enqueuedAt().filter(evidence.at().plus(delay)::isBefore).isPresent();
  }
}
