package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Incident.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Stretches of time in which something was so, in order; those that meet are one. What came more
 * than once is told as that, not by one of them.
 */
record Spells(List<Span> each) {
  private static final Duration NEAR = Duration.ofMinutes(1);

  Spells {
    each = List.copyOf(each);
  }

  static Spells of(Collection<Span> spans) {
    var each = new ArrayList<Span>();
    for (var span : spans.stream().sorted(Comparator.comparing(Span::startedAt)).toList()) {
      if (each.isEmpty() || end(each.getLast()).isBefore(span.startedAt())) {
        each.add(span);
      } else if (end(each.getLast()).isBefore(end(span))) {
        each.set(each.size() - 1, new Span(each.getLast().startedAt(), span.endedAt()));
      }
    }
    return new Spells(each);
  }

  private static Instant end(Span span) {
    return span.endedAt().orElse(Instant.MAX);
  }

  boolean isEmpty() {
    return each.isEmpty();
  }

  boolean severally() {
    return each.size() > 1;
  }

  /** The one that lasts. */
  Optional<Instant> since() {
    return each.stream().filter(s -> s.endedAt().isEmpty()).map(Span::startedAt).findFirst();
  }

  Instant first() {
    return each.getFirst().startedAt();
  }

  /**
   * {@code since 10:00:00}, {@code 10:00:00 to 10:05:00}, {@code at 10:00:00}, {@code twice between
   * …}.
   */
  String when(Returns returns) {
    if (each.isEmpty()) {
      return "at times";
    }
    var last = each.getLast();
    if (last.endedAt().isEmpty()) {
      return (severally() ? "again since " : "since ") + Words.clock(last.startedAt());
    }
    var to = returns.clock(last.endedAt().get());
    var from = Words.clock(first());
    if (severally()) {
      return times() + " between " + from + " and " + to;
    }
    return from.equals(to) ? "at " + to : from + " to " + to;
  }

  String times() {
    return each.size() == 2 ? "twice" : each.size() + " times";
  }

  /** Whether a human would call it the same times: they begin and end within a minute. */
  static boolean areAlike(Collection<Spells> of) {
    return of.stream().allMatch(spells -> of.iterator().next().isAlike(spells));
  }

  private boolean isAlike(Spells other) {
    return each.size() == other.each.size()
        && IntStream.range(0, each.size())
            .allMatch(
                i ->
                    isNear(each.get(i).startedAt(), other.each.get(i).startedAt())
                        && isNear(end(each.get(i)), end(other.each.get(i))));
  }

  private static boolean isNear(Instant one, Instant other) {
    return Math.abs(one.getEpochSecond() - other.getEpochSecond()) <= NEAR.toSeconds();
  }

  Instant last() {
    return end(each.getLast());
  }

  /** Of those that ended. */
  long longestSeconds() {
    return each.stream()
        .flatMap(s -> s.endedAt().map(end -> Duration.between(s.startedAt(), end)).stream())
        .mapToLong(Duration::toSeconds)
        .max()
        .orElse(0);
  }

  /** Of those that ended. */
  String longest() {
    long seconds = longestSeconds();
    if (seconds < 100) {
      return Math.max(1, seconds) + " s";
    }
    long minutes = (seconds + 30) / 60;
    return seconds < 6_000 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }
}
