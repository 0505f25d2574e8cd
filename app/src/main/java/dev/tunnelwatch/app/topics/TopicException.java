package dev.tunnelwatch.app.topics;

import java.util.Optional;

/** The topics are not as they have to be, or Kafka does not say; the message is for the user. */
public final class TopicException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TopicException(String message, Optional<Throwable> cause) {
    super(message, cause.orElse(null));
  }
}
