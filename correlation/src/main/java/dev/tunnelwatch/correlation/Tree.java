package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.Incident.Span;
import dev.tunnelwatch.model.IncidentState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Conditions with one root.
 *
 * @param members from the root on, level by level
 * @param parents of every member but the root
 * @param deprived until when a site has no path whose last one was taken out of the configuration,
 *     which by itself ends at once
 */
record Tree(
    Finding root,
    List<Finding> members,
    Map<Finding, Finding> parents,
    Optional<Instant> deprived) {

  Tree {
    members = List.copyOf(members);
    parents = Map.copyOf(parents);
  }

  static Tree of(Finding root, Map<Finding, List<Finding>> children) {
    var members = new ArrayList<Finding>();
    var parents = new HashMap<Finding, Finding>();
    var open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      var next = open.poll();
      members.add(next);
      for (var child : children.getOrDefault(next, List.of())) {
        parents.put(child, next);
        open.add(child);
      }
    }
    return new Tree(root, members, parents, Optional.empty());
  }

  /** The same, lasting as long as what it took from its sites (rule 33). */
  Tree deprivedBy(Scene scene) {
    var removed = of(ConditionKind.TUNNEL_DOWN).filter(Finding::isRemovedAtOnce).toList();
    var until =
        scene.layout.sites(removed.stream().map(Finding::remote).toList()).stream()
            .flatMap(site -> new SiteLosses(scene, this, site).lost().stream())
            .filter(lost -> removed.contains(lost.last().by()))
            .map(lost -> lost.to().orElse(Instant.MAX))
            .max(Comparator.naturalOrder());
    return new Tree(root, members, parents, until);
  }

  Stream<Finding> of(ConditionKind kind) {
    return members.stream().filter(member -> member.is(kind));
  }

  boolean has(Finding finding) {
    return finding.equals(root) || parents.containsKey(finding);
  }

  boolean has(ConditionKind kind) {
    return of(kind).findAny().isPresent();
  }

  /** From the first loss, or the root where it cost something itself, to the last end (rule 41). */
  Span span() {
    var start =
        of(ConditionKind.TUNNEL_DOWN)
            .map(Finding::from)
            .min(Comparator.naturalOrder())
            .orElse(root.from());
    var end =
        Stream.concat(members.stream().map(Finding::end), deprived.stream())
            .max(Comparator.naturalOrder());
    return new Span(start, end.filter(at -> at.isBefore(Instant.MAX)));
  }

  IncidentState state(AsOf asOf) {
    return Life.of(
            root.kind(),
            span().endedAt(),
            members.stream().map(m -> new Life.Begun(m.kind(), m.entity(), m.from())))
        .state(asOf);
  }

  /** Whether a record that comes late falls into what is over (rule 8). */
  boolean isOver(GatewayEvent late) {
    var names = Entities.named(late);
    var span = span();
    return !late.at().isBefore(span.startedAt())
        && span.endedAt()
            .filter(end -> !late.at().isAfter(end.plus(Life.linger(root.kind()))))
            .isPresent()
        && members.stream().map(Finding::entity).anyMatch(names::contains);
  }

  Optional<Finding> parent(Finding of) {
    return Optional.ofNullable(parents.get(of));
  }
}
