package dev.tunnelwatch.records;

import java.util.ArrayList;
import java.util.List;

/** Gathers groups of squeezed words for a {@link Vocabulary}; each group gets a bit. */
final class WordGroups {

  private final List<List<String>> groups;

  WordGroups() {
    groups = new ArrayList<>();
  }

  /** With the groups of another, under the same bits. */
  WordGroups(WordGroups base) {
    groups = new ArrayList<>(base.groups);
  }

  /** Adds a group; the result is its bit. */
  long group(String... words) {
    if (groups.size() == Long.SIZE) {
      throw new IllegalStateException("groups: expected at most " + Long.SIZE);
    }
    groups.add(List.of(words));
    return 1L << (groups.size() - 1);
  }

  Vocabulary vocabulary() {
    return new Vocabulary(groups);
  }
}
