package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Presence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which late records are evidence (rule 8). They are judged in order of the minute they were
 * enqueued in, those of one minute together: what comes in one flood explains itself, and a flood
 * costs one look a minute. A record is left out when, by all that came in time and the late ones
 * admitted before, its entity has an incident that was closed by then and lasted, with its linger,
 * at the record's time.
 *
 * <p>Only what had happened by then has a say: what comes later may lengthen an incident that was
 * closed, and would else change what was judged and let go of long before. So what was judged is
 * remembered until something is heard from before it.
 */
final class Admission {
  private final TreeMap<Instant, List<GatewayEvent>> admitted = new TreeMap<>();
  private Optional<GatewayTopology> topology = Optional.empty();

  /** An entry has come, gone, or is another copy than before. */
  void changed(GatewayEvent entry) {
    boolean late = Lateness.isLate(entry.evidence());
    unsettle(late ? Lateness.judgedAt(entry.evidence()) : entry.at());
  }

  /** A minute has shown life. */
  void changed(Presence sign) {
    if (sign.sign().isLife()) {
      unsettle(sign.at());
    }
  }

  private void unsettle(Instant from) {
    if (!admitted.isEmpty()) { // nearly always there is none, and a view is dear
      admitted.tailMap(from, true).clear();
    }
  }

  void forget() {
    admitted.clear();
  }

  /** The evidence that counts, in order. */
  List<GatewayEvent> of(EvidenceSet evidence, Optional<GatewayTopology> inventory) {
    if (!topology.equals(inventory)) {
      topology = inventory;
      forget();
    }
    var late = new TreeMap<Instant, List<GatewayEvent>>();
    var counted = new ArrayList<GatewayEvent>();
    for (var event : evidence.events()) {
      if (Lateness.isLate(event.evidence())) {
        late.computeIfAbsent(Lateness.judgedAt(event.evidence()), _ -> new ArrayList<>())
            .add(event);
      } else {
        counted.add(event);
      }
    }
    late.forEach(
        (at, batch) -> {
          counted.addAll(
              admitted.computeIfAbsent(at, _ -> judge(batch, at, evidence.saidBy(at, counted))));
          counted.sort(EvidenceSet.ORDER);
        });
    return counted;
  }

  /**
   * What a cut leaves of it: of whose lateness all that was enqueued before is known by then.
   *
   * @param counted those of them that are evidence
   */
  static Carry.Judged judged(List<GatewayEvent> events, Set<GatewayEvent> counted, Instant cut) {
    var until = cut.plus(Lateness.HORIZON);
    var refused =
        events.stream()
            .filter(event -> !event.at().isBefore(cut) && !counted.contains(event))
            .map(GatewayEvent::evidence)
            .filter(late -> Lateness.judgedAt(late).isBefore(until))
            .map(Evidence::digest)
            .collect(Collectors.toCollection(TreeSet::new));
    return new Carry.Judged(until, refused);
  }

  private List<GatewayEvent> judge(List<GatewayEvent> batch, Instant at, Said said) {
    var judged = said.carry.judged();
    if (judged.isOver(at)) {
      return batch.stream().filter(late -> judged.isAdmitted(late.evidence())).toList();
    }
    var asOf = new AsOf(at);
    var closed =
        Linking.trees(new Scene(said, topology, asOf)).stream()
            .filter(tree -> tree.state(asOf) == IncidentState.CLOSED)
            .toList();
    return batch.stream()
        .filter(late -> closed.stream().noneMatch(tree -> tree.isOver(late)))
        .toList();
  }
}
