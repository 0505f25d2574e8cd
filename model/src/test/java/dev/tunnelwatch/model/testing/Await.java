package dev.tunnelwatch.model.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for something that happens in another thread or process, up to a deadline. */
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Await() {}

  /**
   * Waits until a condition holds.
   *
   * @param what named in the failure: "await paris to be paged"
   * @throws AssertionError when the deadline passes first; the last exception of the condition, if
   *     any, is its cause
   */
  public static void until(String what, Duration limit, Callable<Boolean> condition) {
    var _ = value(what, limit, condition, holds -> holds);
  }

  /**
   * Asks for a value until it is good, and returns it.
   *
   * @throws AssertionError when the deadline passes first; tells the last value that was not good
   */
  public static <T> T value(
      String what, Duration limit, Callable<? extends T> source, Predicate<? super T> good) {
    long deadline = System.nanoTime() + limit.toNanos();
    Optional<T> last = Optional.empty();
    Optional<Exception> failure = Optional.empty();
    do {
      try {
        T value = source.call();
        if (good.test(value)) {
          return value;
        }
        last = Optional.ofNullable(value);
        failure = Optional.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + what, e);
      } catch (Exception e) {
        failure = Optional.of(e);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    } while (System.nanoTime() < deadline);
    throw new AssertionError(
        "%s: not within %s, last was %s"
            .formatted(what, limit, last.map(String::valueOf).orElse("nothing")),
        failure.orElse(null));
  }
}
