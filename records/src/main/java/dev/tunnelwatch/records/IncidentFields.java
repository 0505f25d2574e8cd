package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SiteState;
import java.time.Instant;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The incident of design section 6, field by field and in that order. */
final class IncidentFields {

  private IncidentFields() {}

  static void write(JsonWriter json, Incident incident, BiConsumer<JsonWriter, Evidence> evidence) {
    json.number("schema", 1).text("id", incident.id()).number("revision", incident.revision());
    head(json, incident);
    body(json, incident, evidence);
    json.texts("replaces", incident.lineage().replaces())
        .maybe("mergedInto", incident.lineage().mergedInto())
        .maybe("inventory", incident.inventory())
        .words("flags", incident.flags());
  }

  /** Without what repetition, order and the way of arrival may change (rule 2). */
  static void writeCanonical(JsonWriter json, Incident incident) {
    json.number("schema", 1).text("id", incident.id());
    head(json, incident);
    body(json, incident, EvidenceFields::writeCanonical);
    var flags =
        incident.flags().stream()
            .filter(flag -> flag != Flag.LATE_EVIDENCE && flag != Flag.GAP_IN_SOURCE)
            .toList();
    json.maybe("mergedInto", incident.lineage().mergedInto())
        .maybe("inventory", incident.inventory())
        .words("flags", flags);
  }

  static Incident read(JsonReader json) {
    return new Incident(
        json.text("id"),
        json.smallNumber("revision"),
        json.word("state", IncidentState.class),
        new Incident.Judgement(
            json.word("severity", Severity.class),
            json.flag("page"),
            json.word("cause", Cause.class)),
        new Incident.Wording(json.text("title"), json.text("explanation")),
        new Incident.Span(json.instant("startedAt"), json.maybe("endedAt", Instant::parse)),
        readScope(json),
        json.list("redundancy", IncidentFields::readRedundancy),
        json.list("conditions", IncidentFields::readCondition),
        readProof(json),
        new Incident.Lineage(
            json.texts("replaces", Function.identity()),
            json.maybe("mergedInto", Function.identity())),
        json.maybe("inventory", Function.identity()),
        readFlags(json));
  }

  private static void head(JsonWriter json, Incident incident) {
    var judgement = incident.judgement();
    json.word("state", incident.state())
        .word("severity", judgement.severity())
        .flag("page", judgement.page())
        .text("cause", judgement.cause().word())
        .text("title", incident.wording().title())
        .text("explanation", incident.wording().explanation())
        .text("runbook", judgement.cause().runbook())
        .text("startedAt", incident.span().startedAt())
        .maybe("endedAt", incident.span().endedAt());
  }

  private static void body(
      JsonWriter json, Incident incident, BiConsumer<JsonWriter, Evidence> evidence) {
    var scope = incident.scope();
    var proof = incident.proof();
    json.texts("gateways", scope.gateways())
        .texts("sites", scope.sites())
        .list("tunnels", scope.tunnels(), TunnelFields::write)
        .texts("bgpPeers", scope.bgpPeers())
        .texts("prefixes", scope.prefixes())
        .number("users", scope.users())
        .list("redundancy", incident.redundancy(), IncidentFields::writeRedundancy)
        .list("conditions", incident.conditions(), IncidentFields::writeCondition)
        .list("evidence", proof.evidence(), evidence)
        .number("evidenceTotal", proof.total())
        .list(
            "rejectedCauses",
            proof.rejectedCauses(),
            (out, rejected) ->
                out.text("cause", rejected.cause().word()).text("because", rejected.because()));
  }

  private static void writeRedundancy(JsonWriter json, Redundancy redundancy) {
    json.text("gateway", redundancy.gateway())
        .text("site", redundancy.site())
        .number("expected", redundancy.expected())
        .number("up", redundancy.up())
        .word("worst", redundancy.worst())
        .maybe("lostFrom", redundancy.lostFrom())
        .maybe("lostTo", redundancy.lostTo());
  }

  private static Redundancy readRedundancy(JsonReader json) {
    return new Redundancy(
        json.value("gateway", GatewayId::new),
        json.text("site"),
        json.smallNumber("expected"),
        json.smallNumber("up"),
        json.word("worst", SiteState.class),
        json.maybe("lostFrom", Instant::parse),
        json.maybe("lostTo", Instant::parse));
  }

  private static void writeCondition(JsonWriter json, Condition condition) {
    json.text("id", condition.id())
        .word("kind", condition.kind())
        .text("entity", condition.entity())
        .text("from", condition.from())
        .maybe("to", condition.to())
        .maybe("causedBy", condition.causedBy())
        .numbers("evidence", condition.evidence());
  }

  private static Condition readCondition(JsonReader json) {
    return new Condition(
        json.text("id"),
        json.word("kind", ConditionKind.class),
        json.text("entity"),
        json.instant("from"),
        json.maybe("to", Instant::parse),
        json.maybe("causedBy", Function.identity()),
        json.numbers("evidence"));
  }

  private static Incident.Scope readScope(JsonReader json) {
    return new Incident.Scope(
        json.texts("gateways", GatewayId::new),
        json.texts("sites", Function.identity()),
        json.list("tunnels", TunnelFields::read),
        json.texts("bgpPeers", IpAddress::new),
        json.texts("prefixes", Prefix::parse),
        json.smallNumber("users"));
  }

  private static Incident.Proof readProof(JsonReader json) {
    return new Incident.Proof(
        json.list("evidence", EvidenceFields::read),
        json.smallNumber("evidenceTotal"),
        json.list(
            "rejectedCauses",
            in -> new Incident.RejectedCause(in.word("cause", Cause.class), in.text("because"))));
  }

  private static Set<Flag> readFlags(JsonReader json) {
    return json.words("flags", Flag.class).stream().collect(Collectors.toSet());
  }
}
