package dev.tunnelwatch.model;

/** How reachable a site is from one gateway, best first; {@code UNKNOWN} stands apart (rule 31). */
public enum SiteState {
  FULL,
  DEGRADED,
  LOST,
  UNKNOWN
}
