package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Incident.RejectedCause;
import dev.tunnelwatch.records.IncidentJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of incidents has to be alike, depending on who found them. */
final class Forms {

  private Forms() {}

  /** Everything that a replay could tell, too. */
  static Object canonical(Incident incident) {
    return IncidentJson.canonical(incident);
  }

  /** All but the words, which the oracle does not have. */
  static Object withoutWords(Incident i) {
    var rejected =
        i.proof().rejectedCauses().stream().map(r -> new RejectedCause(r.cause(), "")).toList();
    return new Incident(
        i.id(),
        0,
        i.state(),
        i.judgement(),
        new Incident.Wording("", ""),
        i.span(),
        i.scope(),
        i.redundancy(),
        i.conditions(),
        new Incident.Proof(i.proof().evidence(), i.proof().total(), rejected),
        Incident.Lineage.NONE,
        Optional.empty(),
        i.flags());
  }

  /** Without what may wait for the next revision (rule 40). */
  static Object material(Incident i) {
    return new Incident(
        i.id(),
        0,
        i.state(),
        i.judgement(),
        new Incident.Wording(i.wording().title(), ""),
        i.span(),
        i.scope(),
        i.redundancy(),
        i.conditions().stream().map(Forms::withoutEvidence).toList(),
        new Incident.Proof(List.of(), 0, List.of()),
        Incident.Lineage.NONE,
        Optional.empty(),
        Set.of());
  }

  private static Condition withoutEvidence(Condition c) {
    return new Condition(c.id(), c.kind(), c.entity(), c.from(), c.to(), c.causedBy(), List.of());
  }
}
