package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.model.ConditionKind.FAILOVER;
import static dev.tunnelwatch.model.ConditionKind.GATEWAY_DOWN;
import static dev.tunnelwatch.model.ConditionKind.TUNNEL_DOWN;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When the page or the notification of an incident is due (rule 35). */
public final class PageTiming {
  private static final Duration LEAST_DELAY = Duration.ofSeconds(30);
  private static final Duration MOST_DELAY = Duration.ofMinutes(3);

  private PageTiming() {}

  /**
   * Loss + confirm + D; of a page, from loss + confirm on the first line that corroborates the
   * loss, if that is earlier. A notification has time for what else belongs to the fault.
   *
   * @param delay D, how late records of the gateway usually are, before it is clamped
   * @return empty for what healed within confirm: nothing is to be told
   */
  public static Optional<Instant> due(Incident incident, Duration delay) {
    if (incident.judgement().severity() == Severity.INFO && incident.span().endedAt().isPresent()) {
      return Optional.empty();
    }
    var confirm = Confirm.of(incident.conditions(), incident.scope().gateways());
    var loss = loss(incident, confirm);
    var usual = confirm.of(loss.from());
    var patient = mayBeTakenOver(incident) ? later(usual, Confirm.STANDBY_FAILOVER) : usual;
    var confirmed = loss.from().plus(patient);
    var patience = delay.compareTo(LEAST_DELAY) < 0 ? LEAST_DELAY : delay;
    var due = confirmed.plus(patience.compareTo(MOST_DELAY) > 0 ? MOST_DELAY : patience);
    return incident.judgement().page()
        ? Stream.concat(Stream.of(due), Corroboration.of(incident, loss, confirmed))
            .min(Comparator.naturalOrder())
        : Optional.of(due);
  }

  /**
   * Whether an active-standby gateway lost all it had: its standby has two minutes to take over
   * (rule 33), and the record of that is as long on its way as any.
   */
  private static boolean mayBeTakenOver(Incident incident) {
    return incident.conditions().stream()
            .filter(condition -> condition.causedBy().isEmpty())
            .anyMatch(root -> root.kind() == GATEWAY_DOWN || root.kind() == FAILOVER)
        && incident.conditions().stream()
            .filter(condition -> condition.kind() == TUNNEL_DOWN)
            .noneMatch(Corroboration::namesInstance);
  }

  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /**
   * When a site was lost that is lost now, which must itself outlast confirm; when none is, one
   * that outlasted it; else when the first path or session went.
   */
  private static Loss loss(Incident incident, Confirm confirm) {
    var critical = incident.judgement().page();
    return LostSites.of(incident.redundancy(), confirm, critical).told().stream()
        .map(row -> new Loss(row.lostFrom().orElseThrow(), row.lostTo(), row.gateway().name()))
        .min(Comparator.comparing(Loss::from).thenComparing(Loss::gateway))
        .orElseGet(() -> new Loss(incident.span().startedAt(), Optional.empty(), ""));
  }

  /**
   * What sets the due time.
   *
   * @param gateway whose site was lost; empty for the first path or session of all
   */
  record Loss(Instant from, Optional<Instant> to, String gateway) {}
}
