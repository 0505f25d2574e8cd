package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Incident.Proof;
import dev.tunnelwatch.model.Incident.RejectedCause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Of which gateways which logs were read at all. Without a log it cannot be ruled out what only it
 * would tell; the core does not know that, since a cut lets go of what was heard (rule 10).
 */
final class Heard {

  private final Map<GatewayId, Set<Category>> logs = new HashMap<>();

  void line(GatewayId gateway, Category category) {
    logs.computeIfAbsent(gateway, _ -> EnumSet.noneOf(Category.class)).add(category);
  }

  boolean isHeard(GatewayId gateway, Category category) {
    return logs.getOrDefault(gateway, Collections.emptySet()).contains(category);
  }

  /** Of which anything was read. */
  Set<GatewayId> gateways() {
    return Collections.unmodifiableSet(logs.keySet());
  }

  /** Adds what was heard elsewhere. */
  void add(Heard other) {
    other.logs.forEach((gateway, of) -> of.forEach(category -> line(gateway, category)));
  }

  /**
   * What an incident is not, and what it may be for all that was read, in a sentence each. Of a log
   * that was read of no gateway the end of the run says what cannot be told without it, once.
   */
  Optional<String> ruledOut(Incident incident) {
    var proof = incident.proof();
    var ruledOut = new ArrayList<RejectedCause>();
    var open = new EnumMap<Category, List<Cause>>(Category.class);
    for (var rejected : proof.rejectedCauses()) {
      rejected
          .cause()
          .onlyIn()
          .filter(log -> !unheard(incident, log).isEmpty())
          .ifPresentOrElse(
              log -> open.computeIfAbsent(log, _ -> new ArrayList<>()).add(rejected.cause()),
              () -> ruledOut.add(rejected));
    }
    var told = new ArrayList<String>();
    new Proof(proof.evidence(), proof.total(), ruledOut).ruledOut().ifPresent(told::add);
    open.forEach(
        (log, causes) -> {
          if (isHeardAtAll(log)) {
            told.add(notRuledOut(incident, log, causes));
          }
        });
    return told.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", told));
  }

  private boolean isHeardAtAll(Category log) {
    return logs.values().stream().anyMatch(of -> of.contains(log));
  }

  private String notRuledOut(Incident incident, Category log, List<Cause> causes) {
    return "Not ruled out, since no %s of %s was read: %s."
        .formatted(
            log.azureName(),
            String.join(", ", unheard(incident, log)),
            causes.stream().map(Cause::spoken).collect(Collectors.joining(", ")));
  }

  /** The gateways of an incident of which that log was not read. */
  private List<String> unheard(Incident incident, Category log) {
    return incident.scope().gateways().stream()
        .filter(gateway -> !isHeard(gateway, log))
        .map(GatewayId::name)
        .toList();
  }
}
