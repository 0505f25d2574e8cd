package dev.tunnelwatch.model;

import java.time.Instant;
import java.util.Set;

/**
 * What receivers have acknowledged of one alert: the fact that a page was sent (rule 34).
 *
 * @param labels frozen at the first send
 * @param incident the id last sent under this key; it may move, the key does not (rule 39)
 * @param pagedAt decision time of the last page, before one of the first send
 * @param acknowledgedBy names of the receivers that took this revision
 */
public record SentAlert(
    Labels labels,
    String incident,
    Tier tier,
    Status status,
    int revision,
    Instant pagedAt,
    Set<String> acknowledgedBy) {

  public SentAlert {
    acknowledgedBy = Set.copyOf(acknowledgedBy);
  }

  /**
   * The labels an alert keeps for life; {@code pageKey} is the first id paged of its lineage, with
   * a {@code +} for each time that somebody was woken once more while it fired.
   */
  public record Labels(String pageKey, String gateway, String site, String scope) {}

  /** What the receivers were last told. */
  public enum Status {
    FIRING,
    RESOLVED
  }
}
