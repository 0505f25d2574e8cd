package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A condition before it has found its incident (rule 13). Each is itself only: comparing all lines
 * of one with those of another would take most of the time there is.
 */
record Finding(
    ConditionKind kind,
    String entity,
    Instant from,
    Optional<Instant> to,
    About about,
    List<Line> lines,
    Set<Flag> flags) {

  /** Rule 22: a parent precedes its child. */
  static final Comparator<Finding> RANK =
      Comparator.comparing(Finding::kind)
          .thenComparing(Finding::from)
          .thenComparing(Finding::entity);

  /** The order conditions are listed in. */
  static final Comparator<Finding> TIME =
      Comparator.comparing(Finding::from)
          .thenComparing(Finding::kind)
          .thenComparing(Finding::entity);

  Finding {
    lines = lines.stream().sorted(Line.ORDER).toList();
    flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
  }

  /** What a condition touches, as far as that kind knows it. */
  record About(
      Optional<Instance> instance,
      Optional<Instance> returnedOn,
      NavigableSet<IpAddress> remotes,
      Optional<IpAddress> bgpPeer,
      NavigableSet<Prefix> prefixes) {

    static final About GATEWAY = of(Optional.empty(), new TreeSet<>());

    About {
      remotes = Collections.unmodifiableNavigableSet(new TreeSet<>(remotes));
      prefixes = Collections.unmodifiableNavigableSet(new TreeSet<>(prefixes));
    }

    static About of(Optional<Instance> instance, NavigableSet<IpAddress> remotes) {
      return new About(instance, Optional.empty(), remotes, Optional.empty(), new TreeSet<>());
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** The line it began with; of several in one instant the first by text. */
  Line opening() {
    return lines.stream().filter(line -> line.role() == Line.Role.OPENS).findFirst().orElseThrow();
  }

  Optional<Line> closing() {
    return lines.stream().filter(line -> line.role() == Line.Role.CLOSES).findFirst();
  }

  IpAddress remote() {
    return about.remotes().first();
  }

  boolean is(ConditionKind other) {
    return kind == other;
  }

  /** The same, ended by what none of its lines says. */
  Finding endedBy(Instant end) {
    return new Finding(
        kind,
        entity,
        from,
        Optional.of(end),
        about,
        lines.stream().filter(line -> !line.at().isAfter(end)).toList(),
        flags);
  }

  /** The same, with the line that says that it is over. */
  Finding closedBy(Evidence line) {
    var all = new ArrayList<>(lines);
    all.add(Line.closes(line));
    return new Finding(kind, entity, from, to, about, all, flags);
  }

  boolean isOpen() {
    return to.isEmpty();
  }

  Instant end() {
    return to.orElse(Instant.MAX);
  }

  /** Whether it lasts at that instant; a loss of no length lasts for its one instant. */
  boolean covers(Instant at) {
    return !from.isAfter(at) && (end().isAfter(at) || (end().equals(from) && from.equals(at)));
  }

  /** Whether that stands in its own lines, so far as they tell why (rule 27). */
  boolean says(Set<Reason> reasons) {
    return lines.stream()
        .filter(line -> !line.at().isAfter(from.plus(Telling.AFTER)))
        .anyMatch(line -> line.role() != Line.Role.CLOSES && reasons.contains(line.reason()));
  }

  /** Whether it was up until it was removed on purpose: such a loss ends at once (rule 33). */
  boolean isRemovedAtOnce() {
    return isRemoved() && end().equals(from);
  }

  /** Whether the tunnel was taken out of the configuration, which ended the loss (rule 33). */
  boolean isRemoved() {
    return closing().isEmpty()
        && lines.stream()
            .filter(line -> line.reason() == Reason.TUNNEL_REMOVED)
            .anyMatch(line -> line.at().equals(end()));
  }
}
