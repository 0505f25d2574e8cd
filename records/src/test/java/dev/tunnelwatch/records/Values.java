package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SiteState;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One of each, with something in every field. */
final class Values {

  static final GatewayId GW_WEU =
      new GatewayId(
          "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/net"
              + "/providers/microsoft.network/virtualnetworkgateways/gw-weu");
  static final TunnelId PARIS = new TunnelId(GW_WEU, Instance.IN_0, new IpAddress("203.0.113.7"));
  static final Instant LOST = Instant.parse("2026-03-01T10:02:11.5Z");
  static final Instant BACK = Instant.parse("2026-03-01T10:09:00Z");

  private Values() {}

  static Evidence evidence(String digest) {
    return new Evidence(
        LOST,
        Optional.of(LOST.plusSeconds(61)),
        Category.TUNNEL,
        "TunnelDisconnected",
        Optional.of(Instance.IN_0),
        "Disconnected 203.0.113.7 DPD \"timed\" out",
        "hub/3/42#0",
        digest);
  }

  static Incident incident(String digest) {
    return new Incident(
        "0123456789abcdef",
        3,
        IncidentState.RECOVERED,
        new Incident.Judgement(Severity.CRITICAL, true, Cause.PEER_UNREACHABLE),
        new Incident.Wording("paris unreachable from gw-weu", "The peer stopped answering."),
        new Incident.Span(LOST, Optional.of(BACK)),
        new Incident.Scope(
            List.of(GW_WEU),
            List.of("paris"),
            List.of(PARIS),
            List.of(new IpAddress("10.52.0.1")),
            List.of(Prefix.parse("10.52.0.0/16")),
            0),
        List.of(
            new Redundancy(
                GW_WEU, "paris", 2, 0, SiteState.LOST, Optional.of(LOST), Optional.empty())),
        List.of(
            condition("c0", ConditionKind.TUNNEL_DOWN, Optional.empty()),
            condition("c1", ConditionKind.BGP_SESSION_DOWN, Optional.of("c0"))),
        new Incident.Proof(
            List.of(evidence(digest)),
            17,
            List.of(new Incident.RejectedCause(Cause.PLANNED_MAINTENANCE, "no such record"))),
        new Incident.Lineage(List.of("fedcba9876543210"), Optional.empty()),
        Optional.of("00112233aabbccdd"),
        Set.of(Flag.LATE_EVIDENCE, Flag.AMBIGUOUS_ORDER));
  }

  private static Condition condition(String id, ConditionKind kind, Optional<String> parent) {
    return new Condition(id, kind, PARIS.label(), LOST, Optional.of(BACK), parent, List.of(0));
  }
}
