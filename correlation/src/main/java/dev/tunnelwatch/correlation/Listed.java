package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Redundancy;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Which rows of redundancy an incident lists where it may not list all: whoever sends alerts knows
 * from them what is lost, so that it has to be among them whatever its name.
 */
final class Listed {
  private static final Comparator<Redundancy> NEED = Comparator.comparingInt(Listed::need);

  private Listed() {}

  /** In the order in which they come. */
  static List<Redundancy> of(List<Redundancy> rows) {
    return of(rows, Incident.MAX_LIST);
  }

  static List<Redundancy> of(List<Redundancy> rows, int most) {
    if (rows.size() <= most) {
      return rows;
    }
    var listed = Collections.newSetFromMap(new IdentityHashMap<Redundancy, Boolean>());
    rows.stream().sorted(NEED).limit(most).forEach(listed::add);
    return rows.stream().filter(listed::contains).toList();
  }

  private static int need(Redundancy row) {
    if (row.lostFrom().isPresent()) {
      return row.lostTo().isEmpty() ? 0 : 1;
    }
    return row.up() < row.expected() ? 2 : 3;
  }
}
