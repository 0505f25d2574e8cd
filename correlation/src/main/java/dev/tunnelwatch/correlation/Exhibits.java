package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The conditions of an incident with their ids, and the lines shown for them (rule 41).
 *
 * @param ids of the pieces that were written
 */
record Exhibits(List<Condition> conditions, List<Evidence> evidence, Map<Piece, String> ids) {
  private static final int PER_CONDITION = 5;
  private static final int PER_INCIDENT = 40;

  Exhibits {
    conditions = List.copyOf(conditions);
    evidence = List.copyOf(evidence);
    ids = Map.copyOf(ids);
  }

  /**
   * A condition to be written.
   *
   * @param key tells it from all others of the incident
   * @param parent the key of its parent
   * @param evidence the most telling first
   */
  record Piece(
      String key,
      ConditionKind kind,
      String entity,
      Instant from,
      Optional<Instant> to,
      Optional<String> parent,
      List<Evidence> evidence) {

    static final Comparator<Piece> ORDER =
        Comparator.comparing(Piece::from)
            .thenComparing(Piece::kind)
            .thenComparing(Piece::entity)
            .thenComparing(Piece::key);

    Piece {
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * @param fromRoot the pieces from the root on, level by level
   */
  static Exhibits of(List<Piece> fromRoot) {
    var written =
        fromRoot.subList(0, Math.min(Incident.MAX_LIST, fromRoot.size())).stream()
            .sorted(Piece.ORDER)
            .toList();
    var shown = shown(fromRoot);
    var ids = new HashMap<Piece, String>();
    var byKey = new HashMap<String, String>();
    for (int i = 0; i < written.size(); i++) {
      ids.put(written.get(i), "c" + i);
      byKey.put(written.get(i).key(), "c" + i);
    }
    var conditions = new ArrayList<Condition>();
    for (var piece : written) {
      conditions.add(condition(piece, "c" + conditions.size(), byKey, shown));
    }
    return new Exhibits(conditions, shown, ids);
  }

  private static Condition condition(
      Piece piece, String id, Map<String, String> ids, List<Evidence> shown) {
    var indexes =
        piece.evidence().stream()
            .limit(PER_CONDITION)
            .map(line -> Collections.binarySearch(shown, line, Evidence.ORDER))
            .filter(index -> index >= 0)
            .distinct()
            .sorted()
            .toList();
    return new Condition(
        id,
        piece.kind(),
        piece.entity(),
        piece.from(),
        piece.to(),
        piece.parent().map(ids::get),
        indexes);
  }

  private static List<Evidence> shown(List<Piece> fromRoot) {
    var shown = new TreeSet<>(Evidence.ORDER);
    for (var piece : fromRoot) {
      for (var line : piece.evidence().stream().limit(PER_CONDITION).toList()) {
        if (shown.size() < PER_INCIDENT || shown.contains(line)) {
          shown.add(line);
        }
      }
    }
    return List.copyOf(shown);
  }
}
