package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What goes out now of what the fleet stage computed (rules 36, 39, 40).
 *
 * @param heldUntil when something waits: the decision time at which to ask again
 * @param failures by id, those that could not be made ready; they and what they replace stay as
 *     they were published
 */
public record Publication(
    List<PublishedIncident> now,
    Optional<Instant> heldUntil,
    Map<String, RuntimeException> failures) {

  /** Two revisions of one incident are at least this far apart, decision time (rule 40). */
  public static final Duration SPACING = Duration.ofSeconds(1);

  /**
   * What goes out at a decision time.
   *
   * @param published by id, what went out last
   * @param delay D of an incident, before clamping
   * @param check throws for a revision that cannot go out
   * @param clock decision time
   */
  public static Publication of(
      Map<String, PublishedIncident> published,
      List<Incident> computed,
      Function<Incident, Duration> delay,
      Consumer<PublishedIncident> check,
      Instant clock) {
    Function<Incident, Optional<Instant>> due =
        incident ->
            PageDue.of(
                Optional.ofNullable(published.get(incident.id())),
                incident,
                delay.apply(incident),
                clock);
    var failures = new TreeMap<String, RuntimeException>();
    var next = revisions(published, computed, ifPossible(due, failures));
    var ready = new ArrayList<PublishedIncident>();
    Function<Incident, Optional<PublishedIncident>> revise =
        ifPossible(
            incident -> {
              var revision = new PublishedIncident(incident, due.apply(incident), clock);
              check.accept(revision); // before anything is said of it or of what it replaces
              return Optional.of(revision);
            },
            failures);
    next.values().forEach(incident -> revise.apply(incident).ifPresent(ready::add));
    var recent = recent(published, next.values(), clock);
    var held = new HashSet<>(recent.keySet());
    held.addAll(failures.keySet());
    holdRelatives(held, next.values());
    ready.removeIf(revision -> held.contains(revision.incident().id()));
    return new Publication(
        List.copyOf(ready), recent.values().stream().min(Instant::compareTo), failures);
  }

  /** A boundary: an incident on which our own code throws is left out, and the others go. */
  private static <T> Function<Incident, Optional<T>> ifPossible(
      Function<Incident, Optional<T>> step, Map<String, RuntimeException> failures) {
    return incident -> {
      try {
        return step.apply(incident);
      } catch (RuntimeException e) {
        failures.put(incident.id(), e);
        return Optional.empty();
      }
    };
  }

  private static Map<String, Incident> revisions(
      Map<String, PublishedIncident> published,
      List<Incident> computed,
      Function<Incident, Optional<Instant>> due) {
    var next = new LinkedHashMap<String, Incident>();
    var last = published.values().stream().map(PublishedIncident::incident).toList();
    for (var incident : Revisions.next(last, computed)) {
      next.put(incident.id(), incident);
    }
    for (var incident : computed) { // rule 36: another due time is material
      var before = published.get(incident.id());
      if (before != null
          && !next.containsKey(incident.id())
          && !before.pageDue().equals(due.apply(incident))) {
        next.put(
            incident.id(),
            incident
                .withRevision(before.incident().revision() + 1)
                .withLineage(before.incident().lineage()));
      }
    }
    return next;
  }

  /** Those who spoke less than a second ago, and when it is over. */
  private static Map<String, Instant> recent(
      Map<String, PublishedIncident> published, Collection<Incident> next, Instant clock) {
    var recent = new HashMap<String, Instant>();
    for (var incident : next) {
      var before = published.get(incident.id());
      if (before != null
          && !clock.isBefore(before.at()) // unless the clock was set back
          && clock.isBefore(before.at().plus(SPACING))) {
        recent.put(incident.id(), before.at().plus(SPACING));
      }
    }
    return recent;
  }

  /** Those whose lineage names one that is held wait as well, and those that its lineage names. */
  private static void holdRelatives(Set<String> held, Collection<Incident> next) {
    var ids = next.stream().map(Incident::id).toList();
    boolean grew = !held.isEmpty();
    while (grew) {
      grew = false;
      for (var incident : next) {
        var relatives = new HashSet<>(incident.lineage().replaces());
        incident.lineage().mergedInto().ifPresent(relatives::add);
        if (held.contains(incident.id())) {
          relatives.retainAll(ids);
          grew |= held.addAll(relatives);
        } else if (relatives.stream().anyMatch(held::contains)) {
          grew |= held.add(incident.id());
        }
      }
    }
  }
}
