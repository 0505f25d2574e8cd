package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.Tier;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The newest revision of an incident.
 *
 * @param pageDue from when on someone may be told of it (rule 35); empty when nobody is to be
 */
record Known(Incident incident, Optional<Instant> pageDue) {

  boolean isOpen() {
    return incident.state() == IncidentState.OPEN;
  }

  boolean isClosed() {
    return incident.state() == IncidentState.CLOSED;
  }

  boolean isMerged() {
    return incident.lineage().mergedInto().isPresent();
  }

  /** Over, and not because it goes on as another or never was. */
  boolean hasHealed() {
    return !isOpen() && !isMerged() && incident.span().endedAt().isPresent();
  }

  /**
   * When it ended; of what was merged or withdrawn before its end, when something last happened.
   */
  Instant overAt() {
    var happened =
        incident.conditions().stream()
            .flatMap(c -> Stream.concat(Stream.of(c.from()), c.to().stream()));
    return incident
        .span()
        .endedAt()
        .or(() -> happened.max(Comparator.naturalOrder()))
        .orElse(incident.span().startedAt());
  }

  /**
   * Who is to be told of it as it is now: empty for what concerns nobody, a blip or maintenance
   * that came back within confirm. A site that is back wakes nobody, though its incident stays
   * critical (rules 33 and 35).
   */
  Optional<Tier> tier() {
    if (incident.judgement().page()) {
      return Optional.of(isBack() ? Tier.NOTIFY : Tier.PAGE);
    }
    return incident.judgement().severity() == Severity.WARNING
        ? Optional.of(Tier.NOTIFY)
        : Optional.empty();
  }

  /** Since when a site is lost; of several the first. */
  Optional<Instant> lostSince() {
    return incident.redundancy().stream()
        .filter(row -> row.lostTo().isEmpty())
        .flatMap(row -> row.lostFrom().stream())
        .min(Comparator.naturalOrder());
  }

  /** The same without what makes it large. */
  Known withoutProof() {
    var i = incident;
    return new Known(
        new Incident(
            i.id(),
            i.revision(),
            i.state(),
            i.judgement(),
            i.wording(),
            i.span(),
            i.scope(),
            List.of(),
            List.of(),
            new Incident.Proof(List.of(), 0, List.of()),
            i.lineage(),
            i.inventory(),
            i.flags()),
        pageDue);
  }

  private boolean isBack() {
    var lost = incident.redundancy().stream().filter(row -> row.lostFrom().isPresent()).toList();
    return !lost.isEmpty() && lost.stream().allMatch(row -> row.lostTo().isPresent());
  }

  /**
   * Whether it is time to begin telling of it; never once it has ended, be it open for a minute.
   */
  boolean isDue(Instant now) {
    return pageDue.isPresent()
        && !pageDue.get().isAfter(now)
        && incident.span().endedAt().isEmpty();
  }
}
