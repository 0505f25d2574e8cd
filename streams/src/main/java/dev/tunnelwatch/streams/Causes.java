package dev.tunnelwatch.streams;

import java.util.stream.Stream;

/** A failure and what led to it. */
final class Causes {

  private Causes() {}

  static Stream<Throwable> of(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }
}
