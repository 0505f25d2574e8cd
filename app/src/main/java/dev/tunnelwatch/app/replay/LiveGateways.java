package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.correlation.GatewayEngine;
import dev.tunnelwatch.correlation.GatewayResult;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The gateway stage as time passes: concludes those whose evidence changed or whose time came, and
 * lets go of what is older than the horizon (rule 10).
 */
final class LiveGateways {

  /** Longer than any reason is looked for around a loss (rule 27). */
  private static final Duration EXPLAINS = Duration.ofMinutes(10);

  private final Inventory inventory;
  private final Map<GatewayId, GatewayEngine> engines = new HashMap<>();
  private final SortedMap<GatewayId, List<GatewayIncident>> concluded = new TreeMap<>();
  private final Set<GatewayId> dirty = new TreeSet<>();
  private final List<GatewayIncident> forgotten = new ArrayList<>();
  private final Map<GatewayId, Instant> dueAt = new HashMap<>();
  private final NavigableSet<Due> due = new TreeSet<>(Due.ORDER);
  private Instant lastCut = Instant.MIN;

  private record Due(Instant at, GatewayId gateway) {
    static final Comparator<Due> ORDER = Comparator.comparing(Due::at).thenComparing(Due::gateway);
  }

  LiveGateways(Inventory inventory) {
    this.inventory = inventory;
  }

  void take(Arrival arrival) {
    var engine = engine(arrival.gateway());
    boolean changed =
        switch (arrival) {
          case Arrival.Event(_, _, var event) -> engine.add(event) && mayMatter(event);
          case Arrival.Routine(_, _, var sign) -> engine.add(sign) && mayMatter(sign);
        };
    if (changed) {
      dirty.add(arrival.gateway());
    }
  }

  /**
   * A deletion explains a loss that is near, and is none; rekeys bring it all the time. One failure
   * more of negotiations that have failed for long prolongs what is open anyway; whether they have
   * stopped failing is asked when it is due.
   */
  private boolean mayMatter(GatewayEvent event) {
    if (event instanceof GatewayEvent.SaDeleted deleted) {
      return isOnAt(event.gateway(), event.at().minus(EXPLAINS), deleted.tunnel().remoteIp());
    }
    return !(event instanceof GatewayEvent.NegotiationFailed failed
        && failed.tunnel().remoteIp().filter(peer -> hasFailedForLong(event, peer)).isPresent());
  }

  private boolean hasFailedForLong(GatewayEvent event, IpAddress peer) {
    return concluded.getOrDefault(event.gateway(), List.of()).stream()
        .flatMap(found -> found.incident().conditions().stream())
        .filter(condition -> condition.kind() == ConditionKind.IKE_FAILING)
        .filter(condition -> condition.to().isEmpty() && condition.entity().endsWith(" " + peer))
        .anyMatch(condition -> condition.from().plus(EXPLAINS).isBefore(event.at()));
  }

  /** No rule asks whether a gateway was merely heard, until silence is judged (rule 21). */
  private boolean mayMatter(Presence sign) {
    return sign.sign() != Presence.Sign.HEARD
        && isOnAt(
            sign.gateway(),
            sign.at().truncatedTo(ChronoUnit.MINUTES),
            sign.tunnel().map(TunnelId::remoteIp));
  }

  /**
   * Whether a peer's tunnels were concerned by something that was on at that time or began later. A
   * sign of life disproves a loss that lasted then, and teaches of paths for what begins later
   * (rules 12 and 30); what had ended before stays as it was, and the next conclusion sees the sign
   * anyway.
   */
  private boolean isOnAt(GatewayId gateway, Instant at, Optional<IpAddress> peer) {
    boolean isKnown = inventory.of(gateway).isPresent(); // else any sign may teach a path
    return concluded.getOrDefault(gateway, List.of()).stream()
        .map(GatewayIncident::incident)
        .filter(incident -> incident.span().endedAt().filter(at::isAfter).isEmpty())
        .anyMatch(incident -> !isKnown || peer.map(ip -> concerns(incident, ip)).orElse(true));
  }

  /** Without tunnels, as where routes were withdrawn, it may concern any peer. */
  private static boolean concerns(Incident incident, IpAddress peer) {
    var tunnels = incident.scope().tunnels();
    return tunnels.isEmpty() || tunnels.stream().anyMatch(t -> t.remoteIp().equals(peer));
  }

  /** When time alone changes something next. */
  Optional<Instant> nextChange() {
    return due.isEmpty() ? Optional.empty() : Optional.of(due.first().at());
  }

  /** Concludes what is to be concluded; the gateways whose incidents are others than before. */
  List<GatewayId> conclude(Instant asOf) {
    while (!due.isEmpty() && !due.first().at().isAfter(asOf)) {
      dirty.add(due.pollFirst().gateway());
    }
    var changed = dirty.stream().filter(gateway -> conclude(gateway, asOf)).toList();
    dirty.clear();
    return changed;
  }

  private boolean conclude(GatewayId gateway, Instant asOf) {
    var result = result(gateway, asOf);
    var before = dueAt.remove(gateway);
    if (before != null) {
      due.remove(new Due(before, gateway));
    }
    // Never at once again, whatever the core says.
    result
        .nextChange()
        .map(at -> at.isAfter(asOf) ? at : asOf.plusMillis(1))
        .ifPresent(
            at -> {
              dueAt.put(gateway, at);
              due.add(new Due(at, gateway));
            });
    return !result.incidents().equals(concluded.put(gateway, result.incidents()));
  }

  private GatewayEngine engine(GatewayId gateway) {
    return engines.computeIfAbsent(gateway, GatewayEngine::empty);
  }

  private GatewayResult result(GatewayId gateway, Instant asOf) {
    return engine(gateway).incidents(inventory.of(gateway), inventory.hash(), asOf);
  }

  /**
   * Lets go of what is older than the horizon, once an hour. An incident that is forgotten by that
   * stays part of the fleet's view for as long as that needs it.
   *
   * @param needs whether it does, and what gateways remember
   */
  void cut(Instant lowWatermark, BiPredicate<GatewayIncident, Collection<GatewayIncident>> needs) {
    var hour = lowWatermark.truncatedTo(ChronoUnit.HOURS);
    if (!hour.isAfter(lastCut)) {
      return;
    }
    lastCut = hour;
    forgotten.removeIf(found -> !needs.test(found, remembered()));
    for (var gateway : List.copyOf(concluded.keySet())) {
      engine(gateway).cut(inventory.of(gateway), lowWatermark);
      var left = result(gateway, lowWatermark).incidents();
      concluded.put(gateway, left).stream()
          .filter(found -> isClosed(found) && left.stream().noneMatch(isSame(found)))
          .filter(found -> needs.test(found, remembered()))
          .forEach(forgotten::add);
    }
  }

  private List<GatewayIncident> remembered() {
    return concluded.values().stream().flatMap(List::stream).toList();
  }

  private static boolean isClosed(GatewayIncident found) {
    return found.incident().state() == IncidentState.CLOSED;
  }

  private static Predicate<GatewayIncident> isSame(GatewayIncident found) {
    return other -> other.incident().id().equals(found.incident().id());
  }

  /** As concluded last. */
  List<GatewayIncident> incidents() {
    return withForgotten(concluded.values().stream());
  }

  /** As they would be at another time. */
  List<GatewayIncident> incidentsAt(Instant asOf) {
    return withForgotten(
        engines.keySet().stream().sorted().map(gateway -> result(gateway, asOf).incidents()));
  }

  private List<GatewayIncident> withForgotten(Stream<List<GatewayIncident>> remembered) {
    return Stream.concat(remembered.flatMap(List::stream), forgotten.stream()).toList();
  }
}
