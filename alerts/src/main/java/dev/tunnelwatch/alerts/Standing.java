package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What people said of an incident: of each kind the last word, by its place in the topic. A word is
 * about what was seen; nobody has spoken of what is worse than that.
 */
public record Standing(
    Optional<Said> acknowledged, Optional<Said> expected, Optional<Said> closed) {

  static final Standing NONE = new Standing(Optional.empty(), Optional.empty(), Optional.empty());

  /** A page that was decided so shortly after a word did not know of it yet. */
  static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

  /** A word, and its place in the topic. */
  public record Said(long offset, OperatorAction action) {

    private boolean isBefore(Said other) {
      return offset < other.offset;
    }

    private Seen seen() {
      return action.seen();
    }

    /** Of an expectation until when, else empty. */
    Optional<Instant> until() {
      return action.deed() instanceof Deed.ExpectUntil(var until)
          ? Optional.of(until)
          : Optional.empty();
    }
  }

  /** Of one word; a note asks for nothing. */
  static Standing of(Said said) {
    var one = Optional.of(said);
    return switch (said.action().deed()) {
      case Deed.Acknowledge _ -> new Standing(one, Optional.empty(), Optional.empty());
      case Deed.ExpectUntil _ -> new Standing(Optional.empty(), one, Optional.empty());
      case Deed.Close _ -> new Standing(Optional.empty(), Optional.empty(), one);
      case Deed.Note _ -> NONE;
    };
  }

  /** Both; the same twice is the same, and order does not matter. */
  Standing and(Standing other) {
    return new Standing(
        later(acknowledged, other.acknowledged),
        later(expected, other.expected),
        later(closed, other.closed));
  }

  private static Optional<Said> later(Optional<Said> one, Optional<Said> two) {
    return Stream.of(one, two).flatMap(Optional::stream).reduce((a, b) -> a.isBefore(b) ? b : a);
  }

  /** Whether somebody who has spoken does not want to be woken of it. */
  boolean holdsPages() {
    return acknowledged.isPresent() || expected.isPresent();
  }

  /**
   * The places of these words, each with an {@code x} that is without effect by now; empty without
   * any. As time goes by none that had one gets it back, so that it tells apart what was told.
   */
  Optional<String> marked(Standing inEffect) {
    return all()
        .sorted(Comparator.comparingLong(Said::offset))
        .map(said -> said.offset() + (inEffect.all().anyMatch(said::equals) ? "" : "x"))
        .reduce((one, two) -> one + '.' + two);
  }

  private Stream<Said> all() {
    return Stream.of(acknowledged, expected, closed).flatMap(Optional::stream);
  }

  /**
   * Only what still counts.
   *
   * @param sent what was last said of it
   */
  Standing inEffect(Incident incident, Optional<SentAlert> sent, Instant now) {
    if (equals(NONE)) {
      return NONE;
    }
    return new Standing(
        acknowledged.filter(
            said ->
                !said.seen().isWorse(incident)
                    && !isPagedSince(said, sent)
                    && !isOver(sent)
                    && !isPastTheTime(said, now)),
        expected.filter(
            said ->
                now.isBefore(said.until().orElse(Instant.MIN))
                    && !said.seen().isWorse(incident)
                    && !said.seen().isElsewhere(incident)
                    && !isPagedSince(said, sent)),
        closed.filter(
            said ->
                !said.seen().isWorse(incident)
                    && !said.seen().isElsewhere(incident)
                    && !said.seen().isLostAnew(incident)
                    && !isPagedSince(said, sent)));
  }

  /** Whoever was woken after they had spoken has not spoken of that. */
  private static boolean isPagedSince(Said said, Optional<SentAlert> sent) {
    return sent.filter(s -> s.tier() == Tier.PAGE)
        .filter(s -> s.pagedAt().isAfter(said.action().at().plus(ON_ITS_WAY)))
        .isPresent();
  }

  /** An acknowledgement is of an alert that fires, or is yet to. */
  private static boolean isOver(Optional<SentAlert> sent) {
    return sent.filter(s -> s.status() == SentAlert.Status.RESOLVED).isPresent();
  }

  /** What was expected until then pages then, though somebody looked after it meanwhile. */
  private boolean isPastTheTime(Said acknowledgement, Instant now) {
    return expected
        .flatMap(Said::until)
        .filter(until -> until.isAfter(acknowledgement.action().at()) && !now.isBefore(until))
        .isPresent();
  }
}
