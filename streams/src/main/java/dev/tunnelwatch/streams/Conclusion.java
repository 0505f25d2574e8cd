package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.GatewayStage;
import dev.tunnelwatch.correlation.GatewayStanding;
import dev.tunnelwatch.correlation.Urgency;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Concludes what is on the agenda, and passes on what became different. */
final class Conclusion {

  /** Work of one tick, real time: beyond it the next tick goes on. */
  private static final Duration BUDGET = Duration.ofMillis(100);

  /** A gateway that could not be concluded is tried again, decision time. */
  private static final Duration RETRY = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Conclusion.class);

  private final GatewayState state;
  private final Outlets outlets;
  private final CorrelatorMetrics metrics;
  private final Cuts cuts;
  private final int partition;
  private final Introductions introductions;

  Conclusion(GatewayState state, Outlets outlets, CorrelatorMetrics metrics, int partition) {
    this.state = state;
    this.outlets = outlets;
    this.metrics = metrics;
    this.cuts = new Cuts(state.evidence());
    this.partition = partition;
    this.introductions = new Introductions(state, metrics.standings(), partition);
  }

  /**
   * Concludes, and lets go of what is older than the horizon.
   *
   * @param lowWatermark up to which everything was read and taken; empty where that is not known,
   *     and then nothing is let go of
   */
  void tick(Instant asOf, Optional<Instant> lowWatermark) {
    long end = System.nanoTime() + BUDGET.toNanos();
    var next = state.agenda().next(asOf);
    while (next.isPresent() && System.nanoTime() < end) {
      conclude(next.get(), asOf);
      state.reached().concluded(asOf);
      next = state.agenda().next(asOf);
    }
    lowWatermark.ifPresent(low -> cut(asOf, low, end));
    introductions.tick(gateway -> look(gateway, asOf));
  }

  /** One each time at least: where there is always more to conclude, state may not pile up. */
  private void cut(Instant asOf, Instant lowWatermark, long end) {
    boolean more = true;
    while (more) {
      more =
          cuts.next(lowWatermark, gateway -> cut(gateway, asOf, lowWatermark))
              && System.nanoTime() < end;
    }
  }

  /** What it still has to say is said first; what it says no more afterwards it has forgotten. */
  private void cut(GatewayId gateway, Instant asOf, Instant lowWatermark) {
    if (state.agenda().awaits(gateway, asOf)) {
      conclude(gateway, asOf);
    }
    try {
      var topology = state.inventory().of(gateway).map(InventoryStore.Known::topology);
      if (state.evidence().cut(gateway, topology, lowWatermark)) {
        afterCut(gateway, asOf);
      }
    } catch (KafkaException e) {
      throw e; // not the gateway's fault
    } catch (RuntimeException | StackOverflowError e) {
      // A boundary: it stays as it is until the next hour.
      LOG.atError().addKeyValue("gateway", gateway).setCause(e).log("gateway not cut");
      metrics.notConcluded();
    }
  }

  /** Nearly all gateways have nothing that they could forget. */
  private void afterCut(GatewayId gateway, Instant asOf) {
    if (state.concluded().hasAny(gateway)) {
      var left = compute(gateway, asOf);
      forget(gateway, left.result().incidents());
      show(gateway, left.standing());
    } else {
      look(gateway, asOf);
    }
  }

  private void forget(GatewayId gateway, List<GatewayIncident> left) {
    for (var key : notAmong(left, gateway)) {
      state.concluded().delete(key);
      outlets.forgotten(key);
    }
  }

  private void conclude(GatewayId gateway, Instant asOf) {
    GatewayStage.Concluded concluded;
    Map<String, byte[]> forms;
    long start = System.nanoTime();
    try {
      concluded = compute(gateway, asOf);
      forms = forms(gateway, concluded.result().incidents());
    } catch (KafkaException e) {
      throw e; // not the gateway's fault
    } catch (RuntimeException | StackOverflowError e) {
      // A boundary: one gateway's lines may not stop the others, however deep they lead.
      LOG.atError().addKeyValue("gateway", gateway).setCause(e).log("gateway not concluded");
      metrics.notConcluded();
      metrics.standings().unknown(gateway);
      state.agenda().settle(gateway, Optional.of(asOf.plus(RETRY)), false);
      return;
    }
    metrics.recomputed(CorrelatorMetrics.Stage.GATEWAY, System.nanoTime() - start);
    var result = concluded.result();
    passOn(gateway, forms);
    show(gateway, concluded.standing());
    // Never at once again, whatever the core says: the agenda must come to an end.
    var next = result.nextChange().map(at -> at.isAfter(asOf) ? at : asOf.plusMillis(1));
    state.agenda().settle(gateway, next, Urgency.isWell(result.incidents()));
  }

  /** A gateway whose incidents nobody asks about. */
  private void look(GatewayId gateway, Instant asOf) {
    var topology = state.inventory().of(gateway).map(InventoryStore.Known::topology);
    show(gateway, () -> GatewayStage.standing(state.evidence().of(gateway), topology, asOf));
  }

  private void show(GatewayId gateway, Supplier<GatewayStanding> standing) {
    var standings = metrics.standings();
    if (!standings.takes(gateway, state.inventory().of(gateway).isPresent())) {
      return;
    }
    try {
      standings.show(partition, standing.get());
    } catch (KafkaException e) {
      throw e; // not the gateway's fault
    } catch (RuntimeException | StackOverflowError e) {
      // A boundary: no number may cost an incident.
      LOG.atError().addKeyValue("gateway", gateway).setCause(e).log("standing not known");
      standings.unknown(gateway);
    }
  }

  private GatewayStage.Concluded compute(GatewayId gateway, Instant asOf) {
    var known = state.inventory().of(gateway);
    return GatewayStage.conclude(
        state.evidence().of(gateway),
        known.map(InventoryStore.Known::topology),
        known.flatMap(InventoryStore.Known::hash),
        asOf);
  }

  /** As they are passed on, by their keys; nothing of them fails after this. */
  private Map<String, byte[]> forms(GatewayId gateway, List<GatewayIncident> incidents) {
    var forms = new LinkedHashMap<String, byte[]>();
    for (var incident : incidents) {
      var key = ConcludedIncidents.key(gateway, incident);
      forms.put(key, Fitting.form(key, incident));
    }
    return forms;
  }

  private void passOn(GatewayId gateway, Map<String, byte[]> forms) {
    var gone = new TreeSet<>(state.concluded().of(gateway));
    gone.removeAll(forms.keySet());
    forms.forEach(
        (key, form) -> {
          if (state.concluded().put(key, form)) {
            outlets.gatewayIncident(key, form, state.delays().of(gateway));
          }
        });
    for (var key : gone) {
      state.concluded().delete(key);
      outlets.noGatewayIncident(key);
    }
  }

  /** The keys of those passed on that are not there now, in order. */
  private Set<String> notAmong(List<GatewayIncident> incidents, GatewayId gateway) {
    var keys = new TreeSet<>(state.concluded().of(gateway));
    incidents.forEach(incident -> keys.remove(ConcludedIncidents.key(gateway, incident)));
    return keys;
  }
}
