package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Incident.RejectedCause;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.TunnelId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A tree of conditions as an incident, without words (rules 39 and 41). */
final class Account {
  private final Facts facts;
  private final Conditions conditions;
  private final Proofs proofs;
  private final Verdicts verdicts;
  private final Optional<String> hash;
  private final long asOf;

  Account(
      Facts facts,
      Conditions conditions,
      Proofs proofs,
      Verdicts verdicts,
      Optional<String> hash,
      long asOf) {
    this.facts = facts;
    this.conditions = conditions;
    this.proofs = proofs;
    this.verdicts = verdicts;
    this.hash = hash;
    this.asOf = asOf;
  }

  Incident incident(List<Bit> tree) {
    var sites =
        tree.stream()
            .flatMap(b -> b.ips.stream())
            .map(facts::site)
            .collect(Collectors.toCollection(TreeSet::new));
    var paths = sites.stream().map(site -> new SitePaths(facts, conditions, tree, site)).toList();
    var rows = paths.stream().map(p -> p.redundancy(l -> verdicts.outlasts(tree, l))).toList();
    boolean critical =
        paths.stream().flatMap(p -> p.lost().stream()).anyMatch(l -> verdicts.outlasts(tree, l));
    boolean warning = tree.stream().anyMatch(b -> verdicts.isWarning(tree, b));
    var severity = critical ? Severity.CRITICAL : warning ? Severity.WARNING : Severity.INFO;
    var cause = verdicts.cause(tree);
    var shown = new TreeSet<>(Evidence.ORDER);
    tree.forEach(
        bit ->
            shown(bit).stream()
                .filter(line -> shown.size() < 40 || shown.contains(line))
                .forEach(shown::add));
    var evidence = List.copyOf(shown);
    var total = new TreeSet<>(Evidence.ORDER);
    tree.forEach(bit -> total.addAll(lines(bit)));
    var state = verdicts.state(tree);
    return new Incident(
        id(tree),
        0,
        state,
        new Incident.Judgement(severity, critical, cause),
        new Incident.Wording("", ""),
        new Incident.Span(Instant.ofEpochMilli(Verdicts.start(tree)), time(Verdicts.end(tree))),
        scope(tree, sites),
        rows,
        conditions(tree, evidence),
        new Incident.Proof(evidence, total.size(), rejected(cause)),
        Incident.Lineage.NONE,
        hash,
        flags(tree, total, state));
  }

  private static Optional<Instant> time(long t) {
    return t == OPEN ? Optional.empty() : Optional.of(Instant.ofEpochMilli(t));
  }

  private String id(List<Bit> tree) {
    var root = tree.getFirst();
    var first =
        tree.stream()
            .filter(b -> !Strokes.SHAPES.contains(b.kind) && !b.is(ConditionKind.TUNNEL_FLAPPING))
            .min(Bit.TIME)
            .orElseThrow();
    var scope = root.is(ConditionKind.SITE_DOWN) ? root.entity : facts.gateway.resourceId();
    var kind = first.kind.name().toLowerCase(Locale.ROOT);
    return sha(scope + '\n' + kind + '\n' + first.entity + '\n' + Instant.ofEpochMilli(first.from));
  }

  static String sha(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private Incident.Scope scope(List<Bit> tree, Set<String> sites) {
    var tunnels =
        tree.stream()
            .filter(b -> b.is(ConditionKind.TUNNEL_DOWN) || b.is(ConditionKind.IKE_FAILING))
            .flatMap(b -> on(b).map(on -> new TunnelId(facts.gateway, on, b.ip())))
            .distinct()
            .sorted()
            .toList();
    return new Incident.Scope(
        List.of(facts.gateway),
        List.copyOf(sites),
        tunnels,
        tree.stream().flatMap(b -> b.peer.stream()).distinct().sorted().toList(),
        tree.stream().flatMap(b -> b.prefixes.stream()).distinct().sorted().toList(),
        0);
  }

  /** Where it is nobody's, whoever its lines name. */
  private static Stream<Instance> on(Bit bit) {
    return bit.on.isPresent()
        ? bit.on.stream()
        : bit.said.stream()
            .filter(NegotiationFailed.class::isInstance)
            .flatMap(e -> ((NegotiationFailed) e).tunnel().instance().stream());
  }

  private Set<Evidence> lines(Bit bit) {
    var lines = new TreeSet<>(Evidence.ORDER);
    bit.said.forEach(e -> lines.add(e.evidence()));
    lines.addAll(bit.closed);
    proofs.proof(bit).forEach(e -> lines.add(e.evidence()));
    return lines;
  }

  /** Opening, closing, then the earliest of each clause (rule 41). */
  private List<Evidence> shown(Bit bit) {
    var shown = new LinkedHashSet<Evidence>();
    var said = bit.said.stream().map(GatewayEvent::evidence).sorted(Evidence.ORDER).toList();
    shown.add(said.getFirst());
    bit.closed.stream().limit(1).forEach(shown::add);
    if (bit.closed.isEmpty() && !bit.is(ConditionKind.TUNNEL_DOWN)) {
      shown.add(said.getLast());
    }
    var proof = new ArrayList<>(proofs.proof(bit));
    proof.sort(Comparator.comparing(GatewayEvent::evidence, Evidence.ORDER));
    var told = EnumSet.noneOf(Reason.class);
    proof.stream().filter(e -> told.add(Bit.reason(e))).forEach(e -> shown.add(e.evidence()));
    if (bit.is(ConditionKind.MAINTENANCE) || bit.is(ConditionKind.CONFIGURATION_CHANGED)) {
      shown.addAll(said);
    }
    return shown.stream().limit(5).toList();
  }

  private static List<RejectedCause> rejected(Cause cause) {
    return Stream.of(Cause.PLANNED_MAINTENANCE, Cause.CONFIGURATION_CHANGE, Cause.PEER_RESTARTED)
        .filter(above -> above.compareTo(cause) < 0)
        .map(above -> new RejectedCause(above, ""))
        .toList();
  }

  private List<Condition> conditions(List<Bit> tree, List<Evidence> evidence) {
    var sorted = tree.stream().sorted(Bit.TIME).toList();
    return sorted.stream()
        .map(
            b ->
                new Condition(
                    "c" + sorted.indexOf(b),
                    b.kind,
                    b.entity,
                    Instant.ofEpochMilli(b.from),
                    time(b.to),
                    b.parent.map(parent -> "c" + sorted.indexOf(parent)),
                    shown(b).stream().map(evidence::indexOf).filter(i -> i >= 0).sorted().toList()))
        .toList();
  }

  private Set<Flag> flags(List<Bit> tree, Set<Evidence> total, IncidentState state) {
    var flags = EnumSet.noneOf(Flag.class);
    tree.forEach(b -> flags.addAll(b.flags));
    for (var line : total) {
      long late =
          line.enqueuedAt().map(q -> q.toEpochMilli() - line.at().toEpochMilli()).orElse(0L);
      if (late > 1_800_000) {
        flags.add(Flag.LATE_EVIDENCE);
      }
    }
    long last = total.stream().mapToLong(line -> line.at().toEpochMilli()).max().orElseThrow();
    if (state == IncidentState.OPEN && asOf >= last + 86_400_000) {
      flags.add(Flag.UNCONFIRMED);
    }
    return flags;
  }
}
