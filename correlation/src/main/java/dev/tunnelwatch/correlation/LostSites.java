package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SiteState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of the rows of an incident a human is told of, and from when on (rules 33 and 35): a blip
 * that healed says nothing of what is lost now.
 */
record LostSites(List<Redundancy> rows, Confirm confirm) {

  LostSites {
    rows = List.copyOf(rows);
  }

  /** The sites that are lost now; when none is, those that were lost beyond confirm. */
  List<Redundancy> told() {
    var now = rows.stream().filter(LostSites::isOn).toList();
    return now.isEmpty() ? rows.stream().filter(this::outlasted).toList() : now;
  }

  /** However short. */
  List<Redundancy> ever() {
    return rows.stream().filter(row -> row.worst() == SiteState.LOST).toList();
  }

  static boolean isOn(Redundancy row) {
    return row.lostFrom().isPresent() && row.lostTo().isEmpty();
  }

  static Optional<Instant> from(List<Redundancy> rows) {
    return rows.stream().flatMap(row -> row.lostFrom().stream()).min(Comparator.naturalOrder());
  }

  static Optional<Instant> to(List<Redundancy> rows) {
    return rows.stream().flatMap(row -> row.lostTo().stream()).max(Comparator.naturalOrder());
  }

  private boolean outlasted(Redundancy row) {
    return row.lostFrom().isPresent()
        && row.lostTo().isPresent()
        && !row.lostTo()
            .get()
            .isBefore(row.lostFrom().get().plus(confirm.of(row.lostFrom().get())));
  }
}
