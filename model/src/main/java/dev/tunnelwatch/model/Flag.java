package dev.tunnelwatch.model;

/** What a reader must know about how an incident was concluded. */
public enum Flag {
  LATE_EVIDENCE("Some of its lines came more than 30 min late."),
  GAP_IN_SOURCE("A source of the log had a gap or stood still, so that lines may be missing."),
  MISSING_RECOVERY("For at least one return there is no record; later lines show it."),
  AMBIGUOUS_ORDER("Lines of one second may be in another order than they are taken in."),
  UNCONFIRMED("Nothing was heard of it for 24 h: whether it goes on is not known."),
  TRUNCATED(
      "Not all that it touched is listed: the lists are cut at 500 entries, sooner where its names"
          + " are very long.");

  private final String sentence;

  Flag(String sentence) {
    this.sentence = sentence;
  }

  /** The same for a human. */
  public String sentence() {
    return sentence;
  }
}
