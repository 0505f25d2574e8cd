package dev.tunnelwatch.ingest;

/** A value that must never be printed: its text form says nothing about it. */
public final class Secret {
  private final String value;

  public Secret(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("secret: expected some text, got none");
    }
    this.value = value;
  }

  /** The value itself, for the one client that needs it. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
