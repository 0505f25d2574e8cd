package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
 */
record Tree(Finding root, List<Finding> members, Map<Finding, Finding> parents) {

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
    return new Tree(root, members, parents);
  }

  Stream<Finding> of(ConditionKind kind) {
    return members.stream().filter(member -> member.is(kind));
  }

  boolean has(ConditionKind kind) {
    return of(kind).findAny().isPresent();
  }

  Optional<Finding> parent(Finding of) {
    return Optional.ofNullable(parents.get(of));
  }
}
