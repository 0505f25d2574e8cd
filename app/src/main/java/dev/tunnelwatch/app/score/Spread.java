package dev.tunnelwatch.app.score;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * How durations spread, in seconds.
 *
 * @param count how many there were; with none the others are 0
 * @param values all of them, ascending, so that several spreads can be joined
 */
public record Spread(int count, double median, double p95, List<Double> values) {

  static Spread of(Collection<Duration> durations) {
    return ofSeconds(durations.stream().map(each -> each.toMillis() / 1_000.0));
  }

  /** All values of several. */
  public static Spread join(Collection<Spread> spreads) {
    return ofSeconds(spreads.stream().flatMap(spread -> spread.values().stream()));
  }

  private static Spread ofSeconds(Stream<Double> seconds) {
    var sorted = seconds.sorted().toList();
    return new Spread(sorted.size(), quantile(sorted, 50), quantile(sorted, 95), sorted);
  }

  /** The least value that so many of a hundred do not exceed. */
  private static double quantile(List<Double> sorted, int percent) {
    int rank = (sorted.size() * percent + 99) / 100;
    return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, rank - 1));
  }
}
