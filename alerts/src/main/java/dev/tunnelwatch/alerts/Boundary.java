package dev.tunnelwatch.alerts;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Around what one record, one incident or one alert makes of our own code, be it a bug or a text
 * that is nested too deep: it may not cost all others theirs. What is no fault of that one (memory
 * that is gone, a class that is missing) goes through.
 */
final class Boundary {

  private Boundary() {}

  static <T> T around(Supplier<T> work, Function<Throwable, T> failed) {
    try {
      return work.get();
    } catch (RuntimeException | StackOverflowError e) {
      return failed.apply(e);
    }
  }

  static void around(Runnable work, Consumer<Throwable> failed) {
    try {
      work.run();
    } catch (RuntimeException | StackOverflowError e) {
      failed.accept(e);
    }
  }
}
