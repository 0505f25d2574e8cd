package dev.tunnelwatch.records;

/** What is tried with a record that is no JSON before it is rejected. */
public enum Repair {
  NONE,

  /** Objects in single quotes, as some Azure services write them into {@code properties}. */
  SINGLE_QUOTES;

  /** Stands behind the source of what was repaired. */
  static final String MARK = " (repaired)";

  /** Whether what has that source came of a guess. */
  public static boolean isMarked(String source) {
    return source.endsWith(MARK);
  }
}
