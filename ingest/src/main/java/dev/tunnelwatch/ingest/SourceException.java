package dev.tunnelwatch.ingest;

/** A source that does not do what it was asked for. The message holds no secret. */
final class SourceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SourceException(String message, Throwable cause) {
    super(message, cause);
  }

  SourceException(String message) {
    super(message);
  }
}
