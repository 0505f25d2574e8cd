package dev.tunnelwatch.alerts;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that may fail again and again: worth a line when it begins, when it becomes another and
 * when it is over, and none each time.
 *
 * <p>Not safe for several threads.
 */
final class Trouble {

  /** What has gone well for so long is well. */
  static final Duration CALM = Duration.ofSeconds(30);

  private static final int DEEPEST = 10;

  private Optional<String> last = Optional.empty();
  private long lastAt;

  /**
   * Takes a failure.
   *
   * @return whether it is another than the last
   */
  boolean isNews(Throwable why, long nanos) {
    var before = last;
    last = Optional.of(kind(why));
    lastAt = nanos;
    return !before.equals(last);
  }

  /** Takes that it went well; whether it is over by that, which it is once. */
  boolean isOver(long nanos) {
    if (last.isEmpty() || nanos - lastAt < CALM.toNanos()) {
      return false;
    }
    last = Optional.empty();
    return true;
  }

  /** Not the message, which may name another time or number each time. */
  static String kind(Throwable why) {
    return Stream.iterate(why, Objects::nonNull, Throwable::getCause)
        .limit(DEEPEST)
        .map(each -> each.getClass().getName())
        .collect(Collectors.joining(" by "));
  }
}
