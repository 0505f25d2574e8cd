package dev.tunnelwatch.correlation;

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
  /** Whoever can write to a hub can write lines that are refused; of these the latest. */
  private static final int REMEMBERED = 2_000;

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
          counted.addAll(admitted.computeIfAbsent(at, _ -> admitted(batch, at, evidence, counted)));
          counted.sort(EvidenceSet.ORDER);
        });
    return counted;
  }

  private List<GatewayEvent> admitted(
      List<GatewayEvent> batch, Instant at, EvidenceSet evidence, List<GatewayEvent> counted) {
    var carry = evidence.carry();
    if (carry.judged().isOver(at)) {
      return batch.stream().filter(late -> carry.judged().isAdmitted(late.evidence())).toList();
    }
    // What is older than the last cut was judged before it.
    return batch.stream().allMatch(late -> late.at().isBefore(carry.cut()))
        ? batch
        : judge(batch, at, evidence.saidBy(at, counted));
  }

  private List<GatewayEvent> judge(List<GatewayEvent> batch, Instant at, Said said) {
    var asOf = new AsOf(at);
    var closed =
        Linking.trees(new Scene(said, topology, asOf)).stream()
            .filter(tree -> tree.state(asOf) == IncidentState.CLOSED)
            .toList();
    return batch.stream()
        .filter(
            late ->
                late.at().isBefore(said.carry.cut())
                    || closed.stream().noneMatch(tree -> tree.isOver(late)))
        .toList();
  }

  /**
   * What a cut leaves of the judgements: those on what was enqueued so long before it that all of
   * that time has come.
   *
   * @param events in order of time
   * @param counted those of them that are evidence
   */
  static Carry.Judged judged(List<GatewayEvent> events, Set<GatewayEvent> counted, Instant cut) {
    var until = cut.plus(Lateness.HORIZON);
    var late =
        events.stream()
            .filter(event -> !event.at().isBefore(cut))
            .filter(event -> Lateness.isLate(event.evidence()))
            .filter(event -> Lateness.judgedAt(event.evidence()).isBefore(until))
            .toList();
    var refused =
        late.stream()
            .filter(event -> !counted.contains(event))
            .map(event -> event.evidence().digest())
            .toList();
    int beyond = Math.max(0, refused.size() - REMEMBERED);
    return late.isEmpty()
        ? Carry.Judged.NONE
        : new Carry.Judged(until, new TreeSet<>(refused.subList(beyond, refused.size())));
  }

  /** Whether an event was refused and is not remembered as that, so that it has to go. */
  static boolean isForgotten(GatewayEvent event, Set<GatewayEvent> counted, Carry.Judged judged) {
    return !counted.contains(event)
        && judged.isOver(Lateness.judgedAt(event.evidence()))
        && judged.isAdmitted(event.evidence());
  }
}
