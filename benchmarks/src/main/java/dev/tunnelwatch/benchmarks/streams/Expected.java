package dev.tunnelwatch.benchmarks.streams;

import static java.util.stream.Collectors.toMap;

import dev.tunnelwatch.correlation.EvidenceSet;
import dev.tunnelwatch.correlation.FleetStage;
import dev.tunnelwatch.correlation.GatewayStage;
import dev.tunnelwatch.correlation.oracle.GatewayOracle;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.Reading;
import dev.tunnelwatch.records.RecordReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What must come of records, found out in one go: by the naive oracle of the laws for each gateway,
 * and for the fleet, which has no oracle, by the function itself as a replay calls it.
 */
final class Expected {
  private final Inventory inventory;
  private final RecordReader reader = new RecordReader(Pseudonyms.redacted());
  private final Map<GatewayId, Heard> gateways = new TreeMap<>();
  private final Set<String> events = new HashSet<>();
  private long records;

  Expected(Inventory inventory) {
    this.inventory = inventory;
  }

  /** All of one gateway, as it was; a sign of life that comes again says nothing. */
  private record Heard(EvidenceSet evidence, List<GatewayEvent> events, Set<Presence> signs) {
    static Heard nothing(GatewayId gateway) {
      return new Heard(EvidenceSet.empty(gateway), new ArrayList<>(), new LinkedHashSet<>());
    }
  }

  void take(byte[] record, Origin origin) {
    records++;
    switch (reader.read(record, origin)) {
      case Reading.Event(var event, _) -> {
        var heard = of(event.gateway());
        var _ = heard.evidence().add(event);
        heard.events().add(event);
        events.add(event.evidence().source());
      }
      case Reading.Routine(var presence) -> {
        var heard = of(presence.gateway());
        var _ = heard.evidence().add(presence);
        heard.signs().add(presence);
      }
      case Reading.Foreign _, Reading.Canary _, Reading.Rejected _ -> {} // no evidence
    }
  }

  private Heard of(GatewayId gateway) {
    return gateways.computeIfAbsent(gateway, Heard::nothing);
  }

  long records() {
    return records;
  }

  /** Where those stood that were not routine. */
  Set<String> events() {
    return events;
  }

  Set<GatewayId> gateways() {
    return gateways.keySet();
  }

  /** By the rules alone. */
  Map<String, Incident> byOracle(GatewayId gateway, Instant asOf) {
    var heard = of(gateway);
    return byId(
        GatewayOracle.incidents(
            gateway,
            heard.events(),
            List.copyOf(heard.signs()),
            Optional.ofNullable(inventory.gateways().get(gateway)),
            asOf,
            new GatewayOracle.Pasts()));
  }

  /** As a replay has it. */
  List<GatewayIncident> ofGateway(GatewayId gateway, Instant asOf) {
    return GatewayStage.incidents(
            gateway,
            of(gateway).evidence(),
            Optional.ofNullable(inventory.gateways().get(gateway)),
            inventory.hash(),
            asOf)
        .incidents();
  }

  /** As a replay has it. */
  Map<String, Incident> ofFleet(Instant asOf) {
    var members = new ArrayList<GatewayIncident>();
    gateways.keySet().forEach(gateway -> members.addAll(ofGateway(gateway, asOf)));
    return byId(FleetStage.incidents(members, inventory, asOf).incidents());
  }

  /** Ids of those that are not alike, or not in both. */
  static Set<String> differing(
      Map<String, Incident> some, Map<String, Incident> others, Function<Incident, Object> form) {
    var ids = new TreeSet<>(some.keySet());
    ids.addAll(others.keySet());
    ids.removeIf(
        id ->
            some.containsKey(id)
                && others.containsKey(id)
                && form.apply(some.get(id)).equals(form.apply(others.get(id))));
    return ids;
  }

  static Map<String, Incident> byId(Collection<Incident> incidents) {
    return incidents.stream().collect(toMap(Incident::id, i -> i, (_, last) -> last, TreeMap::new));
  }
}
