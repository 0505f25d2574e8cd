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
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What goes out now of what the fleet stage computed (rules 36, 39, 40).
 *
 * @param heldUntil when something waits: the decision time at which to ask again
 * @param failed ids of those that could not be made ready; they and what they replace stay as they
 *     were published
 */
public record Publication(
    List<PublishedIncident> now, Optional<Instant> heldUntil, Set<String> failed) {

  /** Two revisions of one incident are at least this far apart, decision time (rule 40). */
  public static final Duration SPACING = Duration.ofSeconds(1);

  /** What only the one who publishes knows. */
  @FunctionalInterface
  public interface Publisher {
    /** D of an incident, before clamping. */
    Duration delay(Incident incident);

    /** Throws for a revision that cannot go out. */
    default void check(PublishedIncident revision) {}

    /**
     * Makes one incident ready. A publisher for whom one may not stop the others lets no failure
     * through and says that there was one.
     *
     * @return whether it could be done
     */
    default boolean attempt(String incident, Runnable step) {
      step.run();
      return true;
    }
  }

  /**
   * What goes out at a decision time.
   *
   * @param published by id, what went out last
   * @param clock decision time
   */
  public static Publication of(
      Map<String, PublishedIncident> published,
      List<Incident> computed,
      Publisher publisher,
      Instant clock) {
    var failed = new TreeSet<String>();
    Function<Incident, Optional<Instant>> due =
        incident ->
            PageDue.of(
                Optional.ofNullable(published.get(incident.id())),
                incident,
                publisher.delay(incident),
                clock);
    var dueNow = new HashMap<String, Optional<Instant>>();
    for (var incident : computed) {
      attempt(publisher, incident, failed, () -> dueNow.put(incident.id(), due.apply(incident)));
    }
    var next = revisions(published, computed, dueNow);
    var ready = new ArrayList<PublishedIncident>();
    for (var incident : next.values()) {
      attempt(
          publisher,
          incident,
          failed,
          () -> {
            var revision = new PublishedIncident(incident, due.apply(incident), clock);
            publisher.check(revision); // before anything is said of it or of what it replaces
            ready.add(revision);
          });
    }
    var recent = recent(published, next.values(), clock);
    var held = new HashSet<>(recent.keySet());
    held.addAll(failed);
    holdRelatives(held, next.values());
    ready.removeIf(revision -> held.contains(revision.incident().id()));
    return new Publication(
        List.copyOf(ready), recent.values().stream().min(Instant::compareTo), failed);
  }

  private static void attempt(
      Publisher publisher, Incident incident, Set<String> failed, Runnable step) {
    if (!failed.contains(incident.id()) && !publisher.attempt(incident.id(), step)) {
      failed.add(incident.id());
    }
  }

  private static Map<String, Incident> revisions(
      Map<String, PublishedIncident> published,
      List<Incident> computed,
      Map<String, Optional<Instant>> due) {
    var next = new LinkedHashMap<String, Incident>();
    var last = published.values().stream().map(PublishedIncident::incident).toList();
    for (var incident : Revisions.next(last, computed)) {
      next.put(incident.id(), incident);
    }
    for (var incident : computed) { // rule 36: another due time is material
      var before = published.get(incident.id());
      if (before != null
          && !next.containsKey(incident.id())
          && due.containsKey(incident.id())
          && !before.pageDue().equals(due.get(incident.id()))) {
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
