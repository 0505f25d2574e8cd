package dev.tunnelwatch.model;

import java.util.Locale;

/** Whether a receiver is to wake someone or only to tell. Only ever rises to {@code PAGE}. */
public enum Tier {
  NOTIFY,
  PAGE;

  /** The word of the alert's label. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
