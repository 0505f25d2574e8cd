package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Revisions of incidents for the stories. */
final class Revised {

  private Revised() {}

  static Incident warning(Incident i) {
    return judged(i, new Incident.Judgement(Severity.WARNING, false, i.judgement().cause()));
  }

  static Incident info(Incident i) {
    return judged(i, new Incident.Judgement(Severity.INFO, false, i.judgement().cause()));
  }

  static Incident critical(Incident i) {
    return judged(i, new Incident.Judgement(Severity.CRITICAL, true, i.judgement().cause()));
  }

  static Incident next(Incident i) {
    return i.withRevision(i.revision() + 1);
  }

  /** A revision that says something else. */
  static Incident saying(String title, Incident i) {
    var now = next(i);
    return copy(
        now.id(),
        now,
        now.judgement(),
        new Incident.Wording(title, now.wording().explanation()),
        now.redundancy());
  }

  static Incident reopened(Incident i) {
    var now = next(i).withState(IncidentState.OPEN);
    return new Incident(
        now.id(),
        now.revision(),
        now.state(),
        now.judgement(),
        now.wording(),
        new Incident.Span(now.span().startedAt(), Optional.empty()),
        now.scope(),
        now.redundancy(),
        now.conditions(),
        now.proof(),
        now.lineage(),
        now.inventory(),
        now.flags());
  }

  static Incident named(String id, Incident i) {
    return copy(id, i, i.judgement());
  }

  static Incident replacing(String old, Incident i) {
    return i.withLineage(new Incident.Lineage(List.of(old), Optional.empty()));
  }

  static Incident mergedInto(String heir, Incident i) {
    return next(i)
        .withState(IncidentState.CLOSED)
        .withLineage(new Incident.Lineage(List.of(), Optional.of(heir)));
  }

  /** The site can be reached again, and still lacks a path. */
  static Incident backAt(Incident i, Instant lostTo) {
    var rows =
        i.redundancy().stream()
            .map(
                r ->
                    new Redundancy(
                        r.gateway(),
                        r.site(),
                        r.expected(),
                        r.up(),
                        r.worst(),
                        r.lostFrom(),
                        Optional.of(lostTo)))
            .toList();
    return copy(i.id(), i, i.judgement(), rows);
  }

  /** The site is lost again, or another one. */
  static Incident lostAt(Incident i, Instant lostFrom) {
    var rows =
        i.redundancy().stream()
            .map(
                r ->
                    new Redundancy(
                        r.gateway(),
                        r.site(),
                        r.expected(),
                        r.up(),
                        r.worst(),
                        Optional.of(lostFrom),
                        Optional.empty()))
            .toList();
    return copy(i.id(), next(i), i.judgement(), rows);
  }

  static Incident withRows(Incident i, List<Redundancy> rows) {
    return copy(i.id(), i, i.judgement(), rows);
  }

  private static Incident judged(Incident i, Incident.Judgement judgement) {
    return copy(i.id(), i, judgement);
  }

  private static Incident copy(String id, Incident i, Incident.Judgement judgement) {
    return copy(id, i, judgement, i.wording(), i.redundancy());
  }

  /** What became of paths stands in the title, too. */
  private static Incident copy(
      String id, Incident i, Incident.Judgement judgement, List<Redundancy> redundancy) {
    var lost =
        redundancy.stream()
            .map(row -> row.site() + ' ' + row.lostFrom() + ' ' + row.lostTo())
            .collect(Collectors.joining(", ", " (", ")"));
    var wording = new Incident.Wording(i.wording().title() + lost, i.wording().explanation());
    return copy(id, i, judgement, wording, redundancy);
  }

  private static Incident copy(
      String id,
      Incident i,
      Incident.Judgement judgement,
      Incident.Wording wording,
      List<Redundancy> redundancy) {
    return new Incident(
        id,
        i.revision(),
        i.state(),
        judgement,
        wording,
        i.span(),
        i.scope(),
        redundancy,
        i.conditions(),
        i.proof(),
        i.lineage(),
        i.inventory(),
        i.flags());
  }
}
