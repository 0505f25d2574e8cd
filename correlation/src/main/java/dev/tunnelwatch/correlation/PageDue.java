package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * The due time an incident is published with. D moves with every minute of arrivals (rule 35), and
 * a change of the due time is a revision (rule 36), so that of one fault there would be a revision
 * whenever D trembles. But the due time says when to speak, once: after it has passed it can matter
 * no longer, and a step of D more or less never matters.
 */
final class PageDue {

  /** D is told in such steps; one of them is no news. */
  private static final Duration TREMBLE = Duration.ofSeconds(5);

  private PageDue() {}

  /**
   * @param before the last revision of this incident, where there is one
   * @param delay D of the incident, before clamping
   * @param clock decision time
   */
  static Optional<Instant> of(
      Optional<PublishedIncident> before, Incident incident, Duration delay, Instant clock) {
    var due = PageTiming.due(incident, delay);
    return before
        .filter(last -> !isAnotherQuestion(last.incident(), incident))
        .flatMap(PublishedIncident::pageDue)
        .filter(last -> !last.isAfter(clock) || due.filter(at -> near(last, at)).isPresent())
        .or(() -> due);
  }

  /** A page where a notification was due, and what is lost anew, have a due time of their own. */
  private static boolean isAnotherQuestion(Incident last, Incident now) {
    return last.judgement().severity() != now.judgement().severity()
        || last.judgement().page() != now.judgement().page()
        || (last.span().endedAt().isPresent() && now.span().endedAt().isEmpty())
        || isLostAnew(last, now);
  }

  /**
   * All that is lost now was lost later than what was known to be. Not of what flaps: each loss of
   * a site that is away for 45 s of every minute would put the page off until after its return.
   */
  private static boolean isLostAnew(Incident last, Incident now) {
    var before = lostSince(last);
    return !flaps(now)
        && lostSince(now)
            .filter(lost -> before.isEmpty() || lost.isAfter(before.get()))
            .isPresent();
  }

  private static boolean flaps(Incident incident) {
    return incident.conditions().stream()
        .anyMatch(c -> c.kind() == ConditionKind.TUNNEL_FLAPPING && c.to().isEmpty());
  }

  private static Optional<Instant> lostSince(Incident incident) {
    return incident.redundancy().stream()
        .filter(LostSites::isOn)
        .flatMap(row -> row.lostFrom().stream())
        .min(Comparator.naturalOrder());
  }

  private static boolean near(Instant last, Instant due) {
    return Duration.between(last, due).abs().compareTo(TREMBLE) <= 0;
  }
}
