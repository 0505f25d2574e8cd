package dev.tunnelwatch.model;

/** What a reader must know about how an incident was concluded. */
public enum Flag {
  LATE_EVIDENCE,
  GAP_IN_SOURCE,
  MISSING_RECOVERY,
  AMBIGUOUS_ORDER,
  UNCONFIRMED,
  TRUNCATED
}
