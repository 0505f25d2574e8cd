package dev.tunnelwatch.app.demo;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.simulator.fleet.Label;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What was concluded, beside what the simulator did.
 *
 * @param unlabelled incidents somebody was woken for although nothing had been broken
 */
record Verdict(List<Row> rows, List<Incident> unlabelled) {

  /** A fault shows a little later than it begins, and a shape is dated from its earliest loss. */
  private static final Duration TOLERANCE = Duration.ofMinutes(3);

  Verdict {
    rows = List.copyOf(rows);
    unlabelled = List.copyOf(unlabelled);
  }

  /**
   * One fault.
   *
   * @param incident the one that covers most of it; a blip may have none
   */
  record Row(Label label, Optional<Incident> incident, boolean paged) {

    boolean found() {
      return incident.isPresent() || label.blip();
    }

    boolean named() {
      return label.blip()
          || incident.filter(i -> label.acceptable().contains(i.judgement().cause())).isPresent();
    }

    boolean pagedRightly() {
      return paged == label.verdict().page();
    }

    boolean right() {
      return found() && named() && pagedRightly();
    }
  }

  static Verdict of(List<Label> labels, Collection<Incident> incidents, Predicate<Incident> paged) {
    var current =
        incidents.stream()
            .filter(incident -> incident.lineage().mergedInto().isEmpty())
            .sorted(Comparator.comparing(Incident::id))
            .toList();
    var rows = new ArrayList<Row>();
    var labelled = new HashSet<String>();
    for (var label : labels) {
      var of = current.stream().filter(incident -> belongs(incident, label)).toList();
      of.forEach(incident -> labelled.add(incident.id()));
      rows.add(
          new Row(
              label,
              of.stream().max(Comparator.comparingInt(incident -> overlap(incident, label))),
              of.stream().anyMatch(paged)));
    }
    var unlabelled =
        current.stream()
            .filter(paged)
            .filter(incident -> !labelled.contains(incident.id()))
            .toList();
    return new Verdict(rows, unlabelled);
  }

  private static boolean belongs(Incident incident, Label label) {
    return overlap(incident, label) > 0 && during(incident, label);
  }

  /** Tunnels in common; for faults that touch no tunnel, gateways. */
  private static int overlap(Incident incident, Label label) {
    if (label.scope().tunnels().isEmpty() || incident.scope().tunnels().isEmpty()) {
      return common(label.scope().gateways(), incident.scope().gateways());
    }
    return common(label.scope().tunnels(), incident.scope().tunnels());
  }

  private static int common(Collection<?> some, Collection<?> others) {
    var both = new HashSet<Object>(some);
    both.retainAll(others);
    return both.size();
  }

  private static boolean during(Incident incident, Label label) {
    var from = label.span().startedAt().minus(TOLERANCE);
    var to = label.span().endedAt().orElse(Instant.MAX.minus(TOLERANCE)).plus(TOLERANCE);
    var started = incident.span().startedAt();
    return !started.isBefore(from) && !started.isAfter(to);
  }

  boolean right() {
    return unlabelled.isEmpty() && !rows.isEmpty() && rows.stream().allMatch(Row::right);
  }
}
