package dev.tunnelwatch.ingest;

/**
 * A transaction was aborted, and Kafka said so: nothing of it counts, and it may be tried again.
 */
final class AbortedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AbortedException(Throwable cause) {
    super("transaction aborted", cause);
  }
}
