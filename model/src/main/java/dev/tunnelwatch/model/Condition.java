package dev.tunnelwatch.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An interval in which one thing was in one notable state.
 *
 * @param id within its incident: {@code c0}, {@code c1}, … in the order of {@link #ORDER}
 * @param entity what it is about, for people: {@code gw-weu IN_0 203.0.113.7}
 * @param to empty while it lasts
 * @param causedBy the id of its parent, which is in the same incident; empty for the root
 * @param evidence indexes into the incident's evidence
 */
public record Condition(
    String id,
    ConditionKind kind,
    String entity,
    Instant from,
    Optional<Instant> to,
    Optional<String> causedBy,
    List<Integer> evidence) {

  public static final Comparator<Condition> ORDER =
      Comparator.comparing(Condition::from)
          .thenComparing(Condition::kind)
          .thenComparing(Condition::entity);

  public Condition {
    Require.text(id, "id");
    Require.text(entity, "entity");
    if (to.isPresent() && to.get().isBefore(from)) {
      throw new IllegalArgumentException("to: expected " + from + " or later, got " + to.get());
    }
    evidence = List.copyOf(evidence);
  }
}
