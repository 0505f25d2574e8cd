package dev.tunnelwatch.model;

import java.time.Instant;

/** What a person did about an incident: shown in the timeline, never evidence. */
public record OperatorAction(String incident, String who, Instant at, Deed deed) {

  public OperatorAction {
    Require.text(incident, "incident");
    Require.text(who, "who");
  }

  /** The choices a person has. */
  public sealed interface Deed {
    /** Someone looks after it. */
    record Acknowledge() implements Deed {}

    /** It is over, whatever the logs say. */
    record Close() implements Deed {}

    /** It is known and will last until then. */
    record ExpectUntil(Instant until) implements Deed {}

    /** A remark. */
    record Note(String text) implements Deed {}
  }
}
