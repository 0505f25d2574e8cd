package dev.tunnelwatch.app.check;

import java.util.Optional;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/** What Kafka's errors say. They come from the broker or name settings of ours, never values. */
final class Refusals {
  private Refusals() {}

  static boolean isOfRights(@Nullable Throwable problem) {
    return problem instanceof AuthorizationException;
  }

  static String words(Throwable problem) {
    return Optional.ofNullable(problem.getMessage()).orElse(problem.getClass().getSimpleName());
  }
}
