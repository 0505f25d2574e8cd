package dev.tunnelwatch.records;

import java.util.Locale;

/** How far one record was understood. */
public enum Standing {
  /** Understood, and it says nothing new. */
  ROUTINE,
  /** Understood, and it says something new. */
  NEWS,
  /** Its operation is certain, but not all of what it says. */
  UNSURE,
  /** Of a known category, in a shape that is unknown. */
  UNRECOGNISED,
  /** Of something else. */
  FOREIGN,
  /** It should have been a record. */
  REJECTED;

  /** Whether it is one of a gateway's lines of which something was not understood. */
  public boolean isUnknown() {
    return this == UNSURE || this == UNRECOGNISED;
  }

  /** {@code unsure}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
