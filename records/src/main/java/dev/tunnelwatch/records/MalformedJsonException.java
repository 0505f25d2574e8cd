package dev.tunnelwatch.records;

/**
 * JSON of ours that is not of its form: a bug, another version, or a stranger's write. The message
 * names the field, what was expected and what kind of thing was found, never content.
 */
public final class MalformedJsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedJsonException(String message) {
    super(message);
  }
}
