package dev.tunnelwatch.app.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Which incident is about which fault.
 *
 * @param candidates every pair that is alike, the best first
 * @param pairs one to one: the best pair of all, then the best of what is left, and so on
 */
record Matching(List<Pair> candidates, List<Pair> pairs) {

  Matching {
    candidates = List.copyOf(candidates);
    pairs = List.copyOf(pairs);
  }

  record Pair(Fault fault, Told incident, Likeness likeness) {}

  static Matching of(List<Fault> faults, List<Told> incidents) {
    var candidates = new ArrayList<Pair>();
    for (var fault : faults) {
      for (var incident : incidents) {
        Likeness.of(fault.account(), incident.account())
            .ifPresent(likeness -> candidates.add(new Pair(fault, incident, likeness)));
      }
    }
    candidates.sort(
        Comparator.comparing(Pair::likeness, Likeness.ORDER.reversed())
            .thenComparing(pair -> pair.fault().account().id())
            .thenComparing(pair -> pair.incident().id()));
    var pairs = new ArrayList<Pair>();
    var taken = new HashSet<Object>();
    for (var pair : candidates) {
      if (!taken.contains(pair.fault()) && !taken.contains(pair.incident())) {
        taken.add(pair.fault());
        taken.add(pair.incident());
        pairs.add(pair);
      }
    }
    return new Matching(candidates, pairs);
  }

  /** The incident that stands for this fault alone. */
  Optional<Told> incidentOf(Fault fault) {
    return pairs.stream().filter(p -> p.fault().equals(fault)).map(Pair::incident).findFirst();
  }

  /** The fault that an incident is about most, though another incident may stand for it. */
  Optional<Fault> faultOf(Told incident) {
    return candidates.stream()
        .filter(pair -> pair.incident().equals(incident))
        .map(Pair::fault)
        .findFirst();
  }

  /** The incident that is most about a fault, though it may stand for another one. */
  Optional<Told> mostAbout(Fault fault) {
    return candidates.stream()
        .filter(pair -> pair.fault().equals(fault))
        .map(Pair::incident)
        .findFirst();
  }

  boolean isCandidate(Fault fault, Told incident) {
    return candidates.stream()
        .anyMatch(pair -> pair.fault().equals(fault) && pair.incident().equals(incident));
  }
}
