package dev.tunnelwatch.model;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that may fail again and again: worth a line when it begins, for each other reason, and
 * when it is over, and none each time. What fails now and then does not begin and end each time.
 *
 * <p>Not safe for several threads.
 */
public final class Breakdown {

  /** What has not failed for so long is over, once it has gone well. */
  static final Duration CALM = Duration.ofSeconds(30);

  private static final int DEEPEST = 10;

  /** More ways to fail than these are one. */
  private static final int MOST = 10;

  private final Duration calm;

  /** Of this breakdown; empty where there is none. */
  private final Set<String> reasons = new HashSet<>();

  private long since;
  private long lastAt;
  private Optional<Long> wellSince = Optional.empty();

  /** Of what is tried every few seconds. */
  public Breakdown() {
    this(CALM);
  }

  /**
   * Of what is tried at longer intervals.
   *
   * @param calm longer than a few of these
   */
  public Breakdown(Duration calm) {
    this.calm = calm;
  }

  /**
   * Takes a failure.
   *
   * @return whether it is to be told: it is the first, or the first of its kind
   */
  public boolean isNews(Throwable why, long nanos) {
    return isNews(kind(why), nanos);
  }

  /** The same of a failure in words. */
  public boolean isNews(String why, long nanos) {
    if (wellSince.isPresent() && isCalm(nanos)) {
      reasons.clear(); // nobody came by to say that it was over
    }
    if (reasons.isEmpty()) {
      since = nanos;
    }
    lastAt = nanos;
    wellSince = Optional.empty();
    return reasons.size() < MOST && reasons.add(why);
  }

  /** Takes that it goes well; how long it did not, once that is over. */
  public Optional<Duration> over(long nanos) {
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    long well = wellSince.orElse(nanos);
    wellSince = Optional.of(well);
    if (!isCalm(nanos)) {
      return Optional.empty();
    }
    reasons.clear();
    return Optional.of(Duration.ofNanos(well - since));
  }

  private boolean isCalm(long nanos) {
    return nanos - lastAt >= calm.toNanos();
  }

  /** Not the message, which may name another time or number each time. */
  public static String kind(Throwable why) {
    return Stream.iterate(why, Objects::nonNull, Throwable::getCause)
        .limit(DEEPEST)
        .map(each -> each.getClass().getName())
        .collect(Collectors.joining(" by "));
  }
}
