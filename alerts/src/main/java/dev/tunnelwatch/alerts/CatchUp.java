package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Knows whether we are catching up after an outage of ours: the low watermark is more than 5 min
 * behind and moving. That holds pages for at most 15 min; a source that has not moved for 2 min
 * holds nothing (rule 37).
 */
final class CatchUp {

  static final Duration BEHIND = Duration.ofMinutes(5);
  static final Duration STALLED = Duration.ofMinutes(2);
  static final Duration LONGEST = Duration.ofMinutes(15);

  private final Map<SourceId, Moved> sources = new HashMap<>();
  private Optional<Instant> since = Optional.empty();

  private record Moved(Instant readUpTo, Instant movedAt) {}

  /** Takes what a source says of itself, heard at {@code now}. */
  void put(SourceCoverage coverage, Instant now) {
    var before = sources.get(coverage.source());
    if (before == null || coverage.readUpTo().isAfter(before.readUpTo())) {
      sources.put(coverage.source(), new Moved(coverage.readUpTo(), now));
    }
  }

  /**
   * What was heard until now was said before we came, at the times of its writing: as much before
   * now as before the last of it. So a source that is gone holds nothing, and an outage of all of
   * us makes none of them gone.
   */
  void heardAll(Instant now) {
    var last = sources.values().stream().map(Moved::movedAt).max(Instant::compareTo);
    last.ifPresent(
        at -> {
          var since = Duration.between(at, now);
          sources.replaceAll(
              (_, moved) -> new Moved(moved.readUpTo(), moved.movedAt().plus(since)));
        });
  }

  /** Whether pages wait now. */
  boolean holds(Instant now) {
    var watermark =
        sources.values().stream()
            .filter(moved -> !moved.movedAt().isBefore(now.minus(STALLED)))
            .map(Moved::readUpTo)
            .min(Instant::compareTo);
    boolean behind = watermark.isPresent() && watermark.get().isBefore(now.minus(BEHIND));
    if (!behind) {
      since = Optional.empty();
      return false;
    }
    since = Optional.of(since.orElse(now));
    return now.isBefore(since.get().plus(LONGEST));
  }
}
