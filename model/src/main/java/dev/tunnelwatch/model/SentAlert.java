package dev.tunnelwatch.model;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What receivers have acknowledged of one alert: the fact that a page was sent (rule 34).
 *
 * @param labels frozen at the first send
 * @param incident the id last sent under this key; it may move, the key does not (rule 39)
 * @param pagedAt decision time of the last page, before one of the first send
 * @param takers who took what
 * @param words the places in their topic of what people had said of it that counted and was told
 *     last; empty without any, and once it is over
 */
public record SentAlert(
    Labels labels,
    String incident,
    Tier tier,
    Status status,
    int revision,
    Instant pagedAt,
    Takers takers,
    Optional<String> words) {

  /** Of what nobody has spoken. */
  public SentAlert(
      Labels labels,
      String incident,
      Tier tier,
      Status status,
      int revision,
      Instant pagedAt,
      Takers takers) {
    this(labels, incident, tier, status, revision, pagedAt, takers, Optional.empty());
  }

  /**
   * Names of receivers.
   *
   * @param ofThis that took what was said last
   * @param ofBeginning that took the last beginning, a page or a notification, or what came after
   * @param ofAny that ever took that the alert fires, so that they wait for its end
   * @param handed to which a beginning went off: they may have taken it, though nobody came to say
   *     so
   */
  public record Takers(
      Set<String> ofThis, Set<String> ofBeginning, Set<String> ofAny, Set<String> handed) {
    public static final Takers NOBODY = new Takers(Set.of(), Set.of(), Set.of());

    /** Of which nothing is under way. */
    public Takers(Set<String> ofThis, Set<String> ofBeginning, Set<String> ofAny) {
      this(ofThis, ofBeginning, ofAny, Set.of());
    }

    public Takers {
      ofThis = Set.copyOf(ofThis);
      ofBeginning = Set.copyOf(ofBeginning);
      ofAny = Set.copyOf(ofAny);
      handed = Set.copyOf(handed);
    }
  }

  /** The same, taken by others. */
  public SentAlert with(Takers others) {
    return new SentAlert(labels, incident, tier, status, revision, pagedAt, others, words);
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
