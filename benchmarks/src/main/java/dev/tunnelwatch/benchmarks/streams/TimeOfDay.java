package dev.tunnelwatch.benchmarks.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What a process says that the time is, beside ours when that is heard. */
final class TimeOfDay {
  private static final String WORD = "clock ";

  /** So long a word may take on a busy machine; an hour is far beyond. */
  private static final Duration NEAR = Duration.ofMinutes(1);

  private final InstantSource ours;
  private final List<Duration> ahead = new ArrayList<>();

  TimeOfDay(InstantSource ours) {
    this.ours = ours;
  }

  /** Any line of the process. */
  synchronized void hear(String line) {
    if (line.startsWith(WORD)) {
      var theirs = Instant.parse(line.substring(WORD.length()));
      ahead.add(Duration.between(ours.instant(), theirs));
    }
  }

  /** What it said so far does not count. */
  synchronized void forget() {
    ahead.clear();
  }

  /** How often its clock was that much ahead of ours; none counts where one look says otherwise. */
  synchronized long looks(Duration moved) {
    boolean all = ahead.stream().allMatch(found -> found.minus(moved).abs().compareTo(NEAR) <= 0);
    return all ? ahead.size() : 0;
  }
}
