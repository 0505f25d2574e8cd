package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.records.Classification;
import dev.tunnelwatch.records.IkeHeading;
import dev.tunnelwatch.records.LineShape;
import dev.tunnelwatch.records.Reading;
import dev.tunnelwatch.records.RejectReason;
import dev.tunnelwatch.records.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How much of an archive was understood, and what the rest looks like: with it users and we notice
 * when Azure changes its wording. Of shapes only so many are kept; which, when there are more,
 * depends on where they stand.
 */
final class Understanding {

  /** Some megabytes of texts. */
  static final int MOST_SHAPES = 10_000;

  /** Of one shape. */
  private static final int MOST_SESSIONS = 10;

  private final int most;
  private final Map<Classification, Long> counts = new HashMap<>();
  private final Map<Category, Long> lines = new EnumMap<>(Category.class);
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<Category, Long> withoutShape = new EnumMap<>(Category.class);

  Understanding() {
    this(MOST_SHAPES);
  }

  /**
   * Nothing seen yet.
   *
   * @param most shapes that are told apart
   */
  Understanding(int most) {
    this.most = most;
  }

  /**
   * One shape.
   *
   * @param example of spellings that differ in case or blanks the first in order
   * @param sessions of IKE it was said in, as far as {@link #MOST_SESSIONS}
   */
  private record Shape(
      LineShape example, Classification classification, long count, Set<String> sessions) {

    Shape and(Shape other) {
      boolean first = example.text().compareTo(other.example.text()) <= 0;
      var both = new TreeSet<>(sessions);
      both.addAll(other.sessions);
      return new Shape(
          first ? example : other.example,
          classification,
          Math.addExact(count, other.count),
          both.stream().limit(MOST_SESSIONS).collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether one negotiation says it again and again, or many do. */
    String inSessions() {
      return sessions.isEmpty()
          ? ""
          : sessions.size() == MOST_SESSIONS
              ? " (in many sessions)"
              : " (in " + Counted.of(sessions.size(), "session") + ')';
    }

    Category category() {
      return example.category();
    }
  }

  void saw(Reading reading) {
    var classification = Classification.of(reading);
    counts.merge(classification, 1L, Long::sum);
    switch (reading) {
      case Reading.Routine(var presence) -> lines.merge(presence.category(), 1L, Long::sum);
      case Reading.Event(var event, _) -> {
        lines.merge(event.evidence().category(), 1L, Long::sum);
        if (classification.standing().isUnknown()) {
          saw(event, classification);
        }
      }
      case Reading.Canary _, Reading.Foreign _, Reading.Rejected _ -> {}
    }
  }

  private void saw(GatewayEvent event, Classification classification) {
    var session = IkeHeading.of(event.evidence()).flatMap(IkeHeading::session);
    add(
        new Shape(
            LineShape.of(event.evidence()),
            classification,
            1,
            session.map(Set::of).orElse(Set.of())));
  }

  private void add(Shape shape) {
    var key = shape.classification.reason() + ' ' + shape.example.key();
    if (shapes.size() < most || shapes.containsKey(key)) {
      shapes.merge(key, shape, Shape::and);
    } else {
      withoutShape.merge(shape.category(), shape.count, Long::sum);
    }
  }

  void rejected(RejectReason reason) {
    counts.merge(Classification.rejected(reason), 1L, Long::sum);
  }

  /** Adds what was seen elsewhere. */
  void add(Understanding other) {
    other.counts.forEach((classification, count) -> counts.merge(classification, count, Long::sum));
    other.lines.forEach((category, count) -> lines.merge(category, count, Long::sum));
    other.shapes.values().forEach(this::add);
    other.withoutShape.forEach((category, count) -> withoutShape.merge(category, count, Long::sum));
  }

  /** Of the gateways' own lines, those of which something was not understood; 0 to 1. */
  double unknownShare() {
    long ours = of(Standing.ROUTINE) + of(Standing.NEWS) + unknown();
    return ours == 0 ? 0 : (double) unknown() / ours;
  }

  private long unknown() {
    return of(Standing.UNSURE) + of(Standing.UNRECOGNISED);
  }

  private long of(Standing standing) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().standing() == standing)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * For people, line by line.
   *
   * @param commonest shapes shown of each category
   */
  List<String> told(int commonest) {
    var told = new ArrayList<String>();
    told.add(
        String.format(
            Locale.ROOT,
            "not understood: %.2f %% of %s of gateways (%,d unsure, %,d unrecognised)",
            100 * unknownShare(),
            Counted.of(of(Standing.ROUTINE) + of(Standing.NEWS) + unknown(), "line"),
            of(Standing.UNSURE),
            of(Standing.UNRECOGNISED)));
    for (var standing : Standing.values()) {
      reasons(standing).ifPresent(told::add);
    }
    for (var category : Category.values()) {
      tell(category, commonest, told);
    }
    return told;
  }

  private Optional<String> reasons(Standing standing) {
    var reasons = new TreeMap<String, Long>();
    counts.forEach(
        (classification, count) -> {
          if (classification.standing() == standing) {
            reasons.put(classification.reason(), count);
          }
        });
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(
            reasons.entrySet().stream()
                .map(
                    reason ->
                        String.format(Locale.ROOT, "%s %,d", reason.getKey(), reason.getValue()))
                .collect(
                    Collectors.joining(
                        ", ",
                        String.format(Locale.ROOT, "  %s %,d: ", standing.word(), of(standing)),
                        "")));
  }

  private void tell(Category category, int commonest, List<String> told) {
    var of =
        shapes.values().stream()
            .filter(shape -> shape.category() == category)
            .sorted(
                Comparator.comparing(Shape::count, Comparator.reverseOrder())
                    .thenComparing(shape -> shape.example.key())
                    .thenComparing(shape -> shape.classification.reason()))
            .toList();
    if (of.isEmpty() && !withoutShape.containsKey(category)) {
      return;
    }
    long more = withoutShape.getOrDefault(category, 0L);
    long all = of.stream().mapToLong(Shape::count).sum() + more;
    long heard = lines.getOrDefault(category, 0L);
    told.add(
        String.format(
            Locale.ROOT,
            "%s: %,d of %s (%.2f %%) in %s",
            category.azureName(),
            all,
            Counted.of(heard, "line"),
            heard == 0 ? 0 : 100.0 * all / heard,
            more > 0
                ? String.format(Locale.ROOT, "%,d and more shapes", of.size())
                : Counted.of(of.size(), "shape")));
    of.stream()
        .limit(commonest)
        .forEach(
            shape ->
                told.add(
                    String.format(
                        Locale.ROOT,
                        "%,9d  %s, %s  %s: %s%s",
                        shape.count,
                        shape.classification.standing().word(),
                        shape.classification.reason(),
                        shape.example.operation(),
                        shape.example.text(),
                        shape.inSessions())));
    if (of.size() > commonest) {
      told.add("           and " + Counted.of(of.size() - commonest, "shape") + " more");
    }
    if (more > 0) {
      told.add(
          String.format(
              Locale.ROOT,
              "  LIMIT REACHED: only %,d shapes are told apart, so %s of this category without a"
                  + " shape here",
              most,
              Counted.of(more, "line stands", "lines stand")));
    }
  }
}
