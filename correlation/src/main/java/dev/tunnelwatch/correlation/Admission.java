package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which late records are evidence (rule 8). They are judged in order of the minute they were
 * enqueued in, those of one minute together: what comes in one flood explains itself, and a flood
 * costs one look a minute. A record is left out when, by all that came in time and the late ones
 * admitted before, its entity has an incident that was closed by then and lasted, with its linger,
 * at the record's time.
 *
 * <p>What was judged is remembered until something is heard that can alter it. A closed incident is
 * altered by what happens up to {@link #SETTLED} after it, and by nothing later but the first that
 * is ever heard of a tunnel: there is one tunnel more, and it was up before if that is a loss.
 */
final class Admission {
  /** Longer than any edge of the causal table reaches. */
  private static final Duration SETTLED = Horizon.REACH;

  private final TreeMap<Instant, List<GatewayEvent>> admitted = new TreeMap<>();

  /** Of what came in time. */
  private final Map<TunnelId, Instant> firstHeard = new HashMap<>();

  private Optional<GatewayTopology> topology = Optional.empty();

  /** An entry has come, gone, or is another copy than before. */
  void changed(GatewayEvent entry) {
    if (Lateness.isLate(entry.evidence())) {
      admitted.tailMap(Lateness.judgedAt(entry.evidence()), true).clear();
      return;
    }
    admitted.tailMap(entry.at().minus(SETTLED), true).clear();
    switch (entry) {
      case GatewayEvent.TunnelConnected up -> heard(up.tunnel(), up.at());
      case GatewayEvent.TunnelDisconnected down -> heard(down.tunnel(), down.at());
      case GatewayEvent.NegotiationFailed _,
          GatewayEvent.SaDeleted _,
          GatewayEvent.MaintenanceNoted _,
          GatewayEvent.ConfigurationSet _,
          GatewayEvent.BgpConnected _,
          GatewayEvent.BgpDisconnected _,
          GatewayEvent.RoutesChanged _,
          GatewayEvent.P2sSession _,
          GatewayEvent.Unrecognised _,
          GatewayEvent.Undated _ -> {}
    }
  }

  /** A minute has shown life. */
  void changed(Presence sign) {
    if (sign.sign().isLife()) {
      admitted.tailMap(sign.at().minus(SETTLED), true).clear();
      sign.tunnel().ifPresent(tunnel -> heard(tunnel, sign.at()));
    }
  }

  /** What a tunnel did first tells what it was ever before. */
  private void heard(TunnelId tunnel, Instant at) {
    var first = firstHeard.merge(tunnel, at, (a, b) -> a.isBefore(b) ? a : b);
    if (!at.isAfter(first.plus(SETTLED))) {
      forget();
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
              admitted.computeIfAbsent(at, _ -> judge(batch, at, evidence.saidBy(counted))));
          counted.sort(EvidenceSet.ORDER);
        });
    return counted;
  }

  /** What is older than the last cut was judged before it. */
  private List<GatewayEvent> judge(List<GatewayEvent> batch, Instant at, Said said) {
    if (batch.stream().allMatch(late -> late.at().isBefore(said.carry.cut()))) {
      return batch;
    }
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
}
