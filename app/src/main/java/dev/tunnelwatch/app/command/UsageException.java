package dev.tunnelwatch.app.command;

/**
 * A command line that makes no sense; the message names what, what was expected, what was found.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message);
  }
}
