package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Predicate;

/** How late it is for certain (rule 11). Event time moves nothing here. */
public final class LowWatermark {

  private LowWatermark() {}

  /**
   * The least enqueued time up to which every source has been read, at most {@code now}.
   *
   * @param sources every partition that may carry the gateway
   * @param stalled those that have not moved for 2 min; they no longer hold anyone up
   */
  public static Instant of(
      Collection<SourceCoverage> sources, Predicate<SourceId> stalled, Instant now) {
    return sources.stream()
        .filter(source -> !stalled.test(source.source()))
        .map(SourceCoverage::readUpTo)
        .filter(readUpTo -> readUpTo.isBefore(now))
        .min(Instant::compareTo)
        .orElse(now);
  }
}
