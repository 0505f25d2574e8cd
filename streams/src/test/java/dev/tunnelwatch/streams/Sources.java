package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What ingest tells of what it has read. */
final class Sources {

  private Sources() {}

  static void readUpTo(Coverage coverage, Instant time) {
    coverage.update(new SourceCoverage(SourceId.parse("hub/3"), time, 1, Story.TEN, List.of()));
  }

  /** Everything has been read, whenever the story asks: the clock decides. */
  static void ahead(Coverage coverage) {
    readUpTo(coverage, Story.TEN.plus(Duration.ofDays(1)));
  }
}
