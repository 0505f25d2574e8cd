package dev.tunnelwatch.app.config;

import java.util.List;

/** The configuration cannot be run. Carries every problem found, not the first. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** {@code where} is the file; a problem is {@code key: expected X, got Y}. */
  public ConfigException(String where, List<String> problems) {
    super(where + " cannot be used:\n  - " + String.join("\n  - ", problems));
  }
}
