package dev.tunnelwatch.ingest;

/**
 * A source that cannot even be tried with what was configured; waiting does not heal it. The
 * message is for the user and holds no secret.
 */
public final class SourceSettingsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  SourceSettingsException(String message) {
    // Without its cause: the client's message may quote the connection string.
    super(message);
  }
}
