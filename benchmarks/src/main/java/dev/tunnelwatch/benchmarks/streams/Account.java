package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.model.IncidentState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What was found beside what was expected, as of a time.
 *
 * @param oracleDiffers gateway incidents that are not as the oracle has them
 * @param replayDiffers gateway incidents that are not, to the byte, as a replay has them
 * @param incidentsDiffer published ones that are not as a replay has them, in what is material
 * @param leftOpen published ones that nothing expects and that were not closed
 * @param evidenceWaits published ones that are right, and whose last evidence or explanation goes
 *     out with their next revision (rule 40)
 */
record Account(
    int gatewayIncidents,
    int incidents,
    List<String> oracleDiffers,
    List<String> replayDiffers,
    List<String> incidentsDiffer,
    List<String> leftOpen,
    int evidenceWaits) {

  static Account of(Expected expected, Found found, Instant asOf) {
    var oracle = new TreeSet<String>();
    var replay = new TreeSet<String>();
    int gatewayIncidents = 0;
    for (var gateway : expected.gateways()) {
      var theirs = found.of(gateway);
      var byRules = expected.byOracle(gateway, asOf);
      gatewayIncidents += byRules.size();
      oracle.addAll(Expected.differing(byRules, theirs, Forms::withoutWords));
      var byReplay =
          Expected.byId(
              expected.ofGateway(gateway, asOf).stream().map(each -> each.incident()).toList());
      replay.addAll(Expected.differing(byReplay, theirs, Forms::canonical));
    }
    var fleet = expected.ofFleet(asOf);
    var published = found.incidents();
    var leftOpen = new ArrayList<String>();
    published.forEach(
        (id, incident) -> {
          if (!fleet.containsKey(id) && incident.state() != IncidentState.CLOSED) {
            leftOpen.add(id);
          }
        });
    published.keySet().retainAll(fleet.keySet());
    var differ = Expected.differing(fleet, published, Forms::material);
    var waits = Expected.differing(fleet, published, Forms::canonical);
    waits.removeAll(differ);
    return new Account(
        gatewayIncidents,
        fleet.size(),
        List.copyOf(oracle),
        List.copyOf(replay),
        List.copyOf(differ),
        leftOpen,
        waits.size());
  }

  boolean clean() {
    return oracleDiffers.isEmpty()
        && replayDiffers.isEmpty()
        && incidentsDiffer.isEmpty()
        && leftOpen.isEmpty();
  }
}
