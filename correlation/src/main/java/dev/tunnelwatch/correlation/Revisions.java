package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Incident.Lineage;
import dev.tunnelwatch.model.IncidentState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** What to publish, given what was published last (rules 39 and 40). */
public final class Revisions {

  private Revisions() {}

  /**
   * The revisions due now, numbered, in order of id. At most one per second and incident is for the
   * caller to see to; so is a change of when the page is due.
   *
   * @param published the last revision of each id
   * @param computed what is true now, without revision numbers
   */
  public static List<Incident> next(Collection<Incident> published, Collection<Incident> computed) {
    var before = byId(published);
    var now = byId(computed);
    var due = new ArrayList<Incident>();
    var inherited = new TreeMap<String, TreeSet<String>>();
    for (var old : before.values()) {
      if (!now.containsKey(old.id()) && old.lineage().mergedInto().isEmpty()) {
        var heir = heir(old, computed);
        heir.ifPresent(id -> inherited.computeIfAbsent(id, _ -> new TreeSet<>()).add(old.id()));
        last(old, heir).ifPresent(due::add);
      }
    }
    for (var incident : now.values()) {
      var old = Optional.ofNullable(before.get(incident.id()));
      var replaces = inherited.getOrDefault(incident.id(), new TreeSet<>());
      old.ifPresent(revision -> replaces.addAll(revision.lineage().replaces()));
      var written = incident.withLineage(new Lineage(List.copyOf(replaces), Optional.empty()));
      if (old.isEmpty() || isNews(old.get(), written)) {
        due.add(written.withRevision(old.map(Incident::revision).orElse(0) + 1));
      }
    }
    due.sort(Comparator.comparing(Incident::id));
    return due;
  }

  /**
   * The last revision of an id that no longer comes out: merged, or disproved. One that was closed
   * and has only been forgotten stays as it is.
   */
  private static Optional<Incident> last(Incident old, Optional<String> heir) {
    if (heir.isEmpty() && old.state() == IncidentState.CLOSED) {
      return Optional.empty();
    }
    return Optional.of(
        old.withState(IncidentState.CLOSED)
            .withLineage(new Lineage(old.lineage().replaces(), heir))
            .withRevision(old.revision() + 1));
  }

  /**
   * Of those that share a condition, the one that has the earliest of them. Earlier evidence moves
   * a condition's beginning; it is the same all the same where the two lasted at the same time.
   */
  private static Optional<String> heir(Incident old, Collection<Incident> computed) {
    return heir(old, computed, Revisions::isSame)
        .or(() -> heir(old, computed, Revisions::isSameMoved));
  }

  private static Optional<String> heir(
      Incident old, Collection<Incident> computed, BiPredicate<Condition, Condition> same) {
    return old.conditions().stream()
        .flatMap(
            condition ->
                computed.stream()
                    .filter(now -> now.conditions().stream().anyMatch(c -> same.test(condition, c)))
                    .map(Incident::id)
                    .sorted())
        .findFirst();
  }

  private static boolean isSame(Condition old, Condition now) {
    return isSameThing(old, now) && old.from().equals(now.from());
  }

  private static boolean isSameMoved(Condition old, Condition now) {
    return isSameThing(old, now)
        && !old.from().isAfter(now.to().orElse(Instant.MAX))
        && !now.from().isAfter(old.to().orElse(Instant.MAX));
  }

  private static boolean isSameThing(Condition old, Condition now) {
    return old.kind() == now.kind() && old.entity().equals(now.entity());
  }

  /** Rule 40: evidence alone goes with the next. */
  private static boolean isNews(Incident old, Incident now) {
    return old.state() != now.state()
        || !old.judgement().equals(now.judgement())
        || !old.wording().title().equals(now.wording().title())
        || !told(old.conditions()).equals(told(now.conditions()))
        || !old.redundancy().equals(now.redundancy())
        || !Objects.equals(old.lineage(), now.lineage());
  }

  /** The conditions without the numbers of their lines. */
  private static List<Condition> told(List<Condition> conditions) {
    return conditions.stream()
        .map(
            c ->
                new Condition(
                    c.id(), c.kind(), c.entity(), c.from(), c.to(), c.causedBy(), List.of()))
        .toList();
  }

  private static SortedMap<String, Incident> byId(Collection<Incident> incidents) {
    var byId = new TreeMap<String, Incident>();
    incidents.forEach(incident -> byId.put(incident.id(), incident));
    return byId;
  }
}
