package dev.tunnelwatch.records;

/** What is tried with a record that is no JSON before it is rejected. */
public enum Repair {
  NONE,

  /** Objects in single quotes, as some Azure services write them into {@code properties}. */
  SINGLE_QUOTES
}
