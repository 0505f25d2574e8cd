package dev.tunnelwatch.timeline;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Redundancy;
import java.util.List;

/** Incidents that are like others but for one thing. */
final class Tales {
  private Tales() {}

  static Incident named(String id, Incident i) {
    return with(id, i, i.redundancy(), i.conditions());
  }

  static Incident withRedundancy(Incident i, List<Redundancy> redundancy) {
    return with(i.id(), i, redundancy, i.conditions());
  }

  static Incident withConditions(Incident i, List<Condition> conditions) {
    return with(i.id(), i, i.redundancy(), conditions);
  }

  private static Incident with(
      String id, Incident i, List<Redundancy> redundancy, List<Condition> conditions) {
    return new Incident(
        id,
        i.revision(),
        i.state(),
        i.judgement(),
        i.wording(),
        i.span(),
        i.scope(),
        redundancy,
        conditions,
        i.proof(),
        i.lineage(),
        i.inventory(),
        i.flags());
  }
}
