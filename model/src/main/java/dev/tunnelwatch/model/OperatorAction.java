package dev.tunnelwatch.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a person said of an incident, and of what they saw of it then: shown in the timeline, obeyed
 * by alerts, never evidence. Its checks quote nothing, since anybody may have written it.
 *
 * @param who 1 to {@value #LONGEST_WHO} characters
 * @param seen the incident as it was then: what is worse than that, nobody has spoken of
 */
public record OperatorAction(String incident, String who, Instant at, Seen seen, Deed deed) {

  /** In code points, as the other. */
  public static final int LONGEST_WHO = 100;

  public static final int LONGEST_NOTE = 2_000;

  /** Longer than any maintenance; what lasts for ever is to be configured, not expected. */
  public static final Duration LONGEST_EXPECTED = Duration.ofDays(30);

  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

  /** Beyond these no calendar can show an instant, nor anything be added to it. */
  private static final Instant EARLIEST = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  public OperatorAction {
    if (!isId(incident)) {
      throw new IllegalArgumentException("incident: expected 16 hex digits, got another text");
    }
    plain(who, LONGEST_WHO, "who");
    if (at.isBefore(EARLIEST) || !at.isBefore(LATEST)) {
      throw new IllegalArgumentException(
          "at: expected an instant from 1970 to 9998, got one outside");
    }
    switch (deed) {
      case Deed.ExpectUntil(var until) -> within(at, until);
      case Deed.Note(var text) -> plain(text, LONGEST_NOTE, "text");
      case Deed.Acknowledge _, Deed.Close _ -> {
        // nothing beyond what all have
      }
    }
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

    /** The word of the command line and of the JSON. */
    default String word() {
      return switch (this) {
        case Acknowledge _ -> "acknowledge";
        case Close _ -> "close";
        case ExpectUntil _ -> "expect-until";
        case Note _ -> "note";
      };
    }
  }

  /** Whether a text has the form of an incident's id (rule 39). */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  private static void plain(String text, int longest, String field) {
    int length = text.codePointCount(0, text.length());
    if (text.isBlank() || length > longest) {
      throw new IllegalArgumentException(
          "%s: expected 1 to %d characters, got %s"
              .formatted(field, longest, text.isBlank() ? "none" : length));
    }
    if (text.codePoints().anyMatch(OperatorAction::steers)) {
      throw new IllegalArgumentException(
          field + ": expected one line of plain text, got one with a control character");
    }
  }

  /** What moves a cursor, turns a line around, or is no character at all. */
  private static boolean steers(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static void within(Instant at, Instant until) {
    if (!until.isAfter(at) || until.isAfter(at.plus(LONGEST_EXPECTED))) {
      throw new IllegalArgumentException(
          "until: expected an instant in the %d days after %s, got another"
              .formatted(LONGEST_EXPECTED.toDays(), at));
    }
  }

  /**
   * An incident as it was when somebody spoke of it.
   *
   * @param lost the sites without a way, as seen from one gateway each
   */
  public record Seen(int revision, Severity severity, List<Lost> lost) {
    public Seen {
      Require.atLeast(0, revision, "revision");
      lost = List.copyOf(lost);
    }

    /** A site that was lost, and since when. */
    public record Lost(GatewayId gateway, String site, Instant from) {
      private boolean isSameSite(Lost other) {
        return gateway.equals(other.gateway) && site.equals(other.site);
      }
    }

    /** Whether an incident is worse than that. */
    public boolean isWorse(Incident incident) {
      return incident.judgement().severity().compareTo(severity) < 0;
    }

    /** Whether another site is lost than those that were. */
    public boolean isElsewhere(Incident incident) {
      return of(incident).lost.stream().anyMatch(now -> lost.stream().noneMatch(now::isSameSite));
    }

    /** Whether a site that was lost is so again. */
    public boolean isLostAnew(Incident incident) {
      return of(incident).lost.stream()
          .anyMatch(
              now ->
                  lost.stream().anyMatch(s -> now.isSameSite(s) && now.from().isAfter(s.from())));
    }

    /** What there is to be seen of a revision. */
    public static Seen of(Incident incident) {
      return new Seen(
          incident.revision(), incident.judgement().severity(), lost(incident.redundancy()));
    }

    private static List<Lost> lost(List<Redundancy> rows) {
      return rows.stream()
          .filter(row -> row.lostTo().isEmpty())
          .flatMap(
              row -> row.lostFrom().stream().map(from -> new Lost(row.gateway(), row.site(), from)))
          .toList();
    }
  }
}
