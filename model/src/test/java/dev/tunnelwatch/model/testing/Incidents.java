package dev.tunnelwatch.model.testing;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SiteState;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Incidents for the tests of whoever passes them on, from the cast of the stories. */
public final class Incidents {

  /** When the stories begin. */
  public static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");

  /** The gateway most stories are about. */
  public static final GatewayId GW_WEU =
      new GatewayId(
          "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg-net/providers"
              + "/microsoft.network/virtualnetworkgateways/gw-weu");

  private Incidents() {}

  /** Paris cannot be reached from gw-weu since 10:02:11, over its only path; it pages. */
  public static Incident parisUnreachable() {
    return parisUnreachable("DPD timed out");
  }

  /** The same, with the reason as given in the evidence, the title and the explanation. */
  public static Incident parisUnreachable(String words) {
    var lost = TEN.plusSeconds(131);
    var tunnel = new TunnelId(GW_WEU, Instance.IN_0, new IpAddress("203.0.113.7"));
    var line =
        new Evidence(
            lost,
            Optional.of(lost.plusSeconds(40)),
            Category.TUNNEL,
            "TunnelDisconnected",
            "Disconnected 203.0.113.7 " + words,
            "hub/3/41#0",
            "00112233445566778899aabbccddeeff");
    return new Incident(
        "0123456789abcdef",
        1,
        IncidentState.OPEN,
        new Incident.Judgement(Severity.CRITICAL, true, Cause.PEER_UNREACHABLE),
        new Incident.Wording(
            "paris unreachable from gw-weu since 10:02:11: " + words,
            "The only tunnel to paris went down: " + words + ". Ask paris whether its line is up."),
        new Incident.Span(lost, Optional.empty()),
        new Incident.Scope(
            List.of(GW_WEU), List.of("paris"), List.of(tunnel), List.of(), List.of(), 0),
        List.of(
            new Redundancy(
                GW_WEU, "paris", 1, 0, SiteState.LOST, Optional.of(lost), Optional.empty())),
        List.of(
            new Condition(
                "c0",
                ConditionKind.TUNNEL_DOWN,
                tunnel.label(),
                lost,
                Optional.empty(),
                Optional.empty(),
                List.of(0))),
        new Incident.Proof(
            List.of(line),
            1,
            List.of(
                new Incident.RejectedCause(
                    Cause.PLANNED_MAINTENANCE, "no maintenance record within 2 min of the loss"))),
        Incident.Lineage.NONE,
        Optional.empty(),
        Set.of());
  }

  /** The next revision of an open incident: it ended then. */
  public static Incident recovered(Incident incident, Instant endedAt) {
    var conditions =
        incident.conditions().stream()
            .map(
                c ->
                    new Condition(
                        c.id(),
                        c.kind(),
                        c.entity(),
                        c.from(),
                        Optional.of(c.to().orElse(endedAt)),
                        c.causedBy(),
                        c.evidence()))
            .toList();
    return new Incident(
        incident.id(),
        incident.revision() + 1,
        IncidentState.RECOVERED,
        incident.judgement(),
        incident.wording(),
        new Incident.Span(incident.span().startedAt(), Optional.of(endedAt)),
        incident.scope(),
        incident.redundancy(),
        conditions,
        incident.proof(),
        incident.lineage(),
        incident.inventory(),
        incident.flags());
  }
}
