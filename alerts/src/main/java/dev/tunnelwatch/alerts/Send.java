package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.SentAlert.Takers;
import dev.tunnelwatch.model.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something receivers are to be told.
 *
 * @param at decision time
 * @param labels frozen since the first send under this key
 * @param incidents one, but for {@link Action#SUMMARY}
 * @param standing what people said of it that counts now
 * @param heard all that people said of it, be it without effect by now
 */
public record Send(
    Instant at,
    SentAlert.Labels labels,
    Tier tier,
    Action action,
    List<Incident> incidents,
    Standing standing,
    Standing heard) {

  public Send {
    incidents = List.copyOf(incidents);
    if (incidents.isEmpty()) {
      throw new IllegalArgumentException("incidents: expected at least one, got none");
    }
  }

  /** Of what nobody has spoken. */
  public Send(
      Instant at, SentAlert.Labels labels, Tier tier, Action action, List<Incident> incidents) {
    this(at, labels, tier, action, incidents, Standing.NONE, Standing.NONE);
  }

  /** The same as another thing to happen. */
  Send as(Action other) {
    return new Send(at, labels, tier, other, incidents, standing, heard);
  }

  /** Of what is over, to whoever never heard of it: nobody is woken. */
  Send asSomethingThatWas() {
    return new Send(at, labels, Tier.NOTIFY, Action.TELL, incidents);
  }

  /** The one incident it is about; of a summary the first. */
  public Incident incident() {
    return incidents.getFirst();
  }

  /** What is told, in a line. */
  public String title() {
    return switch (action) {
      case SUMMARY ->
          Counted.of(incidents.size(), "incident") + " healed while logs were being caught up";
      case RESOLVE -> end() + incident().wording().title();
      case PAGE, NOTIFY, TELL, UPDATE -> incident().wording().title();
    };
  }

  /** Whether no more is to be said of its end than that it is over. */
  boolean endsPlainly() {
    return end().isEmpty();
  }

  /** An alert may end though what its title says goes on, or never was. */
  private String end() {
    var heir = incident().lineage().mergedInto();
    if (heir.isPresent()) {
      return "merged into " + heir.get() + ", was: ";
    }
    if (standing.closed().isPresent()) {
      return "closed by " + standing.closed().get().action().who() + ": ";
    }
    if (incident().state() == IncidentState.OPEN && standing.expected().isPresent()) {
      return "expected, wakes nobody until "
          + standing.expected().flatMap(Standing.Said::until).orElse(at)
          + ": ";
    }
    if (incident().state() == IncidentState.OPEN) {
      return "goes on under another alert: ";
    }
    return incident().span().endedAt().isPresent()
        ? ""
        : "withdrawn, later lines say otherwise; was: ";
  }

  /** What happens to the alert. */
  public enum Action {
    /** A human is woken; also when a notification becomes one. */
    PAGE,
    /** Someone is told without being woken, of something that is still on. */
    NOTIFY,
    /** Someone is told of something that healed before its page was due (rule 35). */
    TELL,
    /** What healed while we were catching up, all at once (rule 37). */
    SUMMARY,
    /** What was said is revised. */
    UPDATE,
    /** It is over. */
    RESOLVE;

    /** Whether the alert goes on firing after this. */
    boolean keepsFiring() {
      return switch (this) {
        case PAGE, NOTIFY, UPDATE -> true;
        case TELL, SUMMARY, RESOLVE -> false;
      };
    }

    /** Which words of people this tells, by their places; once it is over none matters. */
    Optional<String> wordsOf(Standing standing) {
      return keepsFiring() ? standing.marked(standing) : Optional.empty();
    }

    /** Who has taken what of an alert once this is said, which nobody has taken yet. */
    Takers takersAfter(Takers sofar) {
      return switch (this) {
        case PAGE, NOTIFY -> new Takers(Set.of(), Set.of(), sofar.ofAny(), sofar.handed());
        case UPDATE, RESOLVE, TELL, SUMMARY ->
            new Takers(Set.of(), sofar.ofBeginning(), sofar.ofAny(), sofar.handed());
      };
    }
  }
}
