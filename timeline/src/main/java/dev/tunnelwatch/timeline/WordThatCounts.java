package dev.tunnelwatch.timeline;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which word of people counts of an incident: a closing, else an expectation, else an
 * acknowledgement, of each kind the last, and only what has not been overtaken; else the last note.
 *
 * <p>What {@code alerts} sent is not known here. A word is taken as overtaken by any revision since
 * that shows what nobody has spoken of, though it be so no longer: somebody may have been woken,
 * and to call them safe from it would be the worse mistake.
 */
final class WordThatCounts {

  private final List<Incident> revisions;
  private final List<OperatorAction> words;
  private final Instant now;

  private WordThatCounts(List<Incident> revisions, List<OperatorAction> words, Instant now) {
    this.revisions = revisions;
    this.words = words;
    this.now = now;
  }

  /**
   * @param revisions of the incident, oldest first, at least one
   * @param words of it and of those it took over, by their place in the topic
   */
  static Optional<OperatorAction> of(
      List<Incident> revisions, List<OperatorAction> words, Instant now) {
    return new WordThatCounts(revisions, words, now).found();
  }

  private Optional<OperatorAction> found() {
    return Stream.<Optional<OperatorAction>>of(
            last(Deed.Close.class).filter(this::closes),
            last(Deed.ExpectUntil.class).filter(this::expects),
            last(Deed.Acknowledge.class).filter(this::acknowledges),
            last(Deed.Note.class))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<OperatorAction> last(Class<? extends Deed> kind) {
    return words.stream().filter(said -> kind.isInstance(said.deed())).reduce((_, later) -> later);
  }

  private boolean closes(OperatorAction said) {
    return sinceThen(said)
        .noneMatch(
            i -> said.seen().isWorse(i) || said.seen().isElsewhere(i) || said.seen().isLostAnew(i));
  }

  private boolean expects(OperatorAction said) {
    return until(said).filter(now::isBefore).isPresent()
        && sinceThen(said).noneMatch(i -> said.seen().isWorse(i) || said.seen().isElsewhere(i));
  }

  /** It is of an alert that fires; what was expected beyond it pages when its time has come. */
  private boolean acknowledges(OperatorAction said) {
    boolean isPastTheTime =
        last(Deed.ExpectUntil.class)
            .flatMap(WordThatCounts::until)
            .filter(until -> until.isAfter(said.at()) && !now.isBefore(until))
            .isPresent();
    boolean cameBack =
        isOpen(revisions.getLast()) && !sinceThen(said).allMatch(WordThatCounts::isOpen);
    return !isPastTheTime && !cameBack && sinceThen(said).noneMatch(i -> said.seen().isWorse(i));
  }

  /** What somebody who spoke had not seen; of an id that moved, all of its heir. */
  private Stream<Incident> sinceThen(OperatorAction said) {
    Predicate<Incident> isSeen =
        i -> said.incident().equals(i.id()) && i.revision() <= said.seen().revision();
    return Stream.concat(
        Stream.of(revisions.getLast()), revisions.stream().filter(isSeen.negate()));
  }

  private static Optional<Instant> until(OperatorAction said) {
    return said.deed() instanceof Deed.ExpectUntil(var until)
        ? Optional.of(until)
        : Optional.empty();
  }

  private static boolean isOpen(Incident incident) {
    return incident.state() == IncidentState.OPEN;
  }
}
