package dev.tunnelwatch.ingest;

/** A source that does not do what it was asked for. The message holds no secret. */
public final class SourceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient HubTrouble trouble;

  SourceException(String source, HubTrouble trouble) {
    // Without its cause, whose message may quote what must not be seen.
    super(source + ": " + trouble.sentence());
    this.trouble = trouble;
  }

  SourceException(String message) {
    super(message);
    trouble = new HubTrouble(HubTrouble.Kind.OTHER, message);
  }

  /** What stands in the way. */
  public HubTrouble trouble() {
    return trouble;
  }
}
