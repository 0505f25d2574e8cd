package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A reader sees whose line it is, though the line may not say. */
class EvidenceTextTest {

  @Test
  void lineIsOfTheTunnelThatItTookAndNotOfTheShapeThatExplainsIt() {
    assertThat(told(down("gw-weu IN_0 203.0.113.7")))
        .startsWith("2026-03-02T10:02:11Z gw-weu IN_0 203.0.113.7 TunnelDisconnected: ");
  }

  @Test
  void lineOfSeveralTunnelsIsOfTheirGateway() {
    assertThat(told(down("gw-weu IN_0 203.0.113.7"), down("gw-weu IN_1 203.0.113.7")))
        .startsWith("2026-03-02T10:02:11Z gw-weu TunnelDisconnected: ");
  }

  private static String told(Condition... losses) {
    var i = parisUnreachable();
    var conditions = new ArrayList<Condition>();
    conditions.add(condition(ConditionKind.FAILOVER, "gw-weu IN_0"));
    conditions.addAll(List.of(losses));
    return EvidenceText.of(
        new Incident(
            i.id(),
            i.revision(),
            i.state(),
            i.judgement(),
            i.wording(),
            i.span(),
            i.scope(),
            i.redundancy(),
            conditions,
            i.proof(),
            i.lineage(),
            i.inventory(),
            i.flags()));
  }

  private static Condition down(String entity) {
    return condition(ConditionKind.TUNNEL_DOWN, entity);
  }

  private static Condition condition(ConditionKind kind, String entity) {
    return new Condition("c", kind, entity, TEN, Optional.empty(), Optional.empty(), List.of(0));
  }
}
