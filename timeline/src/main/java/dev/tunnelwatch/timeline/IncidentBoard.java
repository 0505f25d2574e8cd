package dev.tunnelwatch.timeline;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.Severity;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The incidents as last published, each with its earlier revisions and what people said of it.
 * Bounded: beyond the limit the longest-closed incident goes, and of one incident the oldest
 * revisions but the first.
 *
 * <p>Safe for one writer and many readers.
 */
final class IncidentBoard {

  static final int MAX_REVISIONS = 100;
  static final int MAX_WORDS = 100;

  /** Open first, then the worst, then the newest: what a person looks for. */
  private static final Comparator<Incident> FOR_PEOPLE =
      Comparator.comparingInt((Incident i) -> i.state() == IncidentState.OPEN ? 0 : 1)
          .thenComparing(
              i -> i.state() == IncidentState.OPEN ? i.judgement().severity() : Severity.INFO)
          .thenComparing(i -> i.span().startedAt(), Comparator.reverseOrder())
          .thenComparing(Incident::id);

  /** Who has to go first when there is no more room: closed before open, then the oldest. */
  private static final Comparator<Incident> FOR_EVICTION =
      Comparator.comparingInt((Incident i) -> i.state() == IncidentState.CLOSED ? 0 : 1)
          .thenComparing(i -> i.span().endedAt().orElse(Instant.MAX))
          .thenComparing(Incident::id);

  private final int limit;
  private final Map<String, Deque<Incident>> revisionsById = new HashMap<>();
  private final Map<String, Deque<Heard>> wordsById = new LinkedHashMap<>();
  private long version;
  private long lastPlace;

  /** A word, and how many were heard before it: their order is the topic's, whatever clocks say. */
  private record Heard(long place, OperatorAction said) {}

  /**
   * @param limit how many incidents are kept, at least 1
   */
  IncidentBoard(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: expected at least 1, got " + limit);
    }
    this.limit = limit;
  }

  /** Takes a revision; an older or equal one than is known changes nothing. */
  synchronized void put(Incident incident) {
    var revisions = revisionsById.computeIfAbsent(incident.id(), _ -> new ArrayDeque<>());
    if (!revisions.isEmpty() && revisions.getLast().revision() >= incident.revision()) {
      return;
    }
    revisions.addLast(incident);
    if (revisions.size() > MAX_REVISIONS) {
      var first = revisions.removeFirst();
      revisions.removeFirst();
      revisions.addFirst(first);
    }
    version++;
    if (revisionsById.size() > limit) {
      latest().stream().min(FOR_EVICTION).ifPresent(i -> revisionsById.remove(i.id()));
    }
  }

  /**
   * Takes what a person said, also of an incident that is not known yet; the same again changes
   * nothing. Of too many the oldest goes, and of too many incidents the words of the one that was
   * spoken of longest ago.
   */
  synchronized void put(OperatorAction said) {
    var words = Optional.ofNullable(wordsById.remove(said.incident())).orElseGet(ArrayDeque::new);
    wordsById.put(said.incident(), words);
    if (words.stream().anyMatch(heard -> heard.said().equals(said))) {
      return;
    }
    words.addLast(new Heard(++lastPlace, said));
    if (words.size() > MAX_WORDS) {
      words.removeFirst();
    }
    if (wordsById.size() > limit) {
      wordsById.remove(wordsById.keySet().iterator().next());
    }
    version++;
  }

  /** What people said of an incident and of those it took over, oldest first. */
  synchronized List<OperatorAction> words(String id) {
    return heard(id).map(Heard::said).sorted(Comparator.comparing(OperatorAction::at)).toList();
  }

  private Stream<Heard> heard(String id) {
    if (wordsById.isEmpty()) {
      return Stream.empty();
    }
    var old =
        Optional.ofNullable(revisionsById.get(id))
            .map(revisions -> revisions.getLast().lineage().replaces())
            .orElse(List.of());
    return Stream.concat(Stream.of(id), old.stream())
        .distinct()
        .flatMap(one -> Optional.ofNullable(wordsById.get(one)).stream().flatMap(Deque::stream));
  }

  /** The word that counts of an incident by now. */
  synchronized Optional<OperatorAction> wordThatCounts(String id, Instant now) {
    var words = heard(id).sorted(Comparator.comparingLong(Heard::place)).map(Heard::said).toList();
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(revisions(id))
            .filter(revisions -> !revisions.isEmpty())
            .flatMap(revisions -> WordThatCounts.of(revisions, words, now));
  }

  /**
   * Into which an incident was merged in the end, as far as it is known; empty where it was not.
   * Revisions come in any order, so that heirs may go round in a circle for a while.
   */
  synchronized Optional<String> heirOf(String id) {
    var seen = new HashSet<>(Set.of(id));
    var heir = mergedInto(id);
    for (var next = heir; next.filter(seen::add).isPresent(); next = mergedInto(next.get())) {
      heir = next;
    }
    return heir;
  }

  private Optional<String> mergedInto(String id) {
    return Optional.ofNullable(revisionsById.get(id))
        .flatMap(revisions -> revisions.getLast().lineage().mergedInto());
  }

  /** Rises with every change; a cheap way to know whether anything is new. */
  synchronized long version() {
    return version;
  }

  /** The newest revision of each incident that is not merged into another. */
  synchronized List<Incident> listed() {
    var list = new ArrayList<>(latest());
    list.removeIf(i -> i.lineage().mergedInto().isPresent());
    list.sort(FOR_PEOPLE);
    return list;
  }

  /** All revisions kept of one incident, oldest first; empty when it is unknown. */
  synchronized List<Incident> revisions(String id) {
    return Optional.ofNullable(revisionsById.get(id)).map(List::copyOf).orElse(List.of());
  }

  private List<Incident> latest() {
    return revisionsById.values().stream().map(Deque::getLast).toList();
  }
}
