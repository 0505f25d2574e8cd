package dev.tunnelwatch.app.score;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An incident: what was concluded.
 *
 * @param replaces ids it went by before
 */
record Told(Account account, int revision, List<String> replaces, Optional<String> mergedInto) {

  Told {
    replaces = List.copyOf(replaces);
  }

  static Told read(Fields fields) {
    return new Told(
        AccountReader.read(
            fields.without("acceptable", "incidents"), fields.word("cause").orElse("")),
        fields.number("revision").orElse(0),
        fields.texts("replaces"),
        fields.text("mergedInto"));
  }

  String id() {
    return account.id();
  }

  /** The last revision of each, without those that went up in another; by start. */
  static List<Told> last(Collection<Told> revisions) {
    var last = new TreeMap<String, Told>();
    for (var told : revisions) {
      last.merge(told.id(), told, (one, two) -> two.revision >= one.revision ? two : one);
    }
    var current = new ArrayList<>(last.values());
    current.removeIf(told -> told.mergedInto.isPresent());
    current.sort(
        Comparator.comparing((Told told) -> told.account.span().startedAt())
            .thenComparing(Told::id));
    return current;
  }
}
