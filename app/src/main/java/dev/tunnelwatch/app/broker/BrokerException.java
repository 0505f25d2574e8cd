package dev.tunnelwatch.app.broker;

/** The embedded Kafka cannot be used; the message says why and what its log says last. */
public final class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BrokerException(String message) {
    super(message);
  }

  BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
