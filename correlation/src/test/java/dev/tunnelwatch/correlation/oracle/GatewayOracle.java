package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Incident.RejectedCause;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Presence;
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

/** The gateway stage, naively: title, explanation and the words of rejected causes left empty. */
public final class GatewayOracle {
  private static final Set<ConditionKind> SHAPES =
      EnumSet.of(ConditionKind.SITE_DOWN, ConditionKind.GATEWAY_DOWN, ConditionKind.FAILOVER);
  private static final Set<ConditionKind> BARREN =
      EnumSet.of(
          ConditionKind.SITE_DOWN,
          ConditionKind.GATEWAY_DOWN,
          ConditionKind.FAILOVER,
          ConditionKind.MAINTENANCE,
          ConditionKind.CONFIGURATION_CHANGED);

  private static final Set<ConditionKind> LOSSES =
      EnumSet.of(
          ConditionKind.TUNNEL_DOWN,
          ConditionKind.BGP_SESSION_DOWN,
          ConditionKind.ROUTES_WITHDRAWN);

  private final Facts facts;
  private final Conditions conditions;
  private final Proofs proofs;
  private final Optional<String> hash;
  private final long asOf;

  private GatewayOracle(Facts facts, Optional<String> hash, Instant asOf) {
    this.facts = facts;
    this.hash = hash;
    this.asOf = asOf.toEpochMilli();
    this.conditions = new Conditions(facts, this.asOf);
    this.proofs = new Proofs(facts);
    new Edges(facts, conditions, proofs).link();
  }

  /** Everything heard so far, copies included, in any order. */
  public static List<Incident> incidents(
      GatewayId gateway,
      List<GatewayEvent> heard,
      List<Presence> signs,
      Optional<GatewayTopology> topology,
      Instant asOf) {
    var hash = topology.map(_ -> "hash");
    var counted =
        Heard.evidence(
            heard,
            (so, far) ->
                new GatewayOracle(
                        new Facts(gateway, by(far, so), before(far, signs), topology), hash, far)
                    .closed());
    var oracle = new GatewayOracle(new Facts(gateway, counted, signs, topology), hash, asOf);
    return oracle.trees().map(oracle::incident).sorted(Comparator.comparing(Incident::id)).toList();
  }

  private static List<GatewayEvent> by(Instant minute, List<GatewayEvent> events) {
    return events.stream().filter(e -> !e.at().isAfter(minute)).toList();
  }

  private static List<Presence> before(Instant minute, List<Presence> signs) {
    return signs.stream().filter(sign -> sign.at().isBefore(minute)).toList();
  }

  private List<List<Bit>> closed() {
    return trees().filter(tree -> state(tree) == IncidentState.CLOSED).toList();
  }

  private Stream<List<Bit>> trees() {
    return conditions.all.stream()
        .filter(root -> root.parent.isEmpty())
        .map(this::tree)
        .peek(this::deprive)
        .filter(tree -> tree.size() > 1 || !BARREN.contains(tree.getFirst().kind))
        .filter(tree -> !isNoise(tree));
  }

  /** The first loss, or the root where it cost something itself (rule 41). */
  static long start(List<Bit> tree) {
    return tree.stream()
        .filter(b -> b.is(ConditionKind.TUNNEL_DOWN))
        .mapToLong(b -> b.from)
        .min()
        .orElse(tree.getFirst().from);
  }

  static long end(List<Bit> tree) {
    return tree.stream().mapToLong(b -> Math.max(b.to, b.deprived)).max().orElseThrow();
  }

  /** A removal ends at once, but not what it did to a site (rule 33). */
  private void deprive(List<Bit> tree) {
    for (var bit : tree) {
      if (bit.takenOut()) {
        new SitePaths(facts, conditions, tree, facts.site(bit.ip()))
            .lost().stream()
                .filter(lost -> lost.parent.equals(Optional.of(bit)))
                .forEach(lost -> bit.deprived = Math.max(bit.deprived, lost.to));
      }
    }
  }

  private boolean isNoise(List<Bit> tree) {
    var root = tree.getFirst();
    long last = tree.stream().mapToLong(b -> Bit.ms(b.said.getLast())).max().orElseThrow();
    return tree.stream().allMatch(b -> b.is(ConditionKind.IKE_FAILING))
        && last <= root.from + 30_000
        && (facts.connection(root.ip()).isEmpty() || wasUp(root));
  }

  private boolean wasUp(Bit failing) {
    return facts.ups().stream()
        .filter(up -> failing.ip().equals(up.tunnel().remoteIp()))
        .filter(up -> failing.on.isEmpty() || failing.on.get() == up.tunnel().instance())
        .anyMatch(up -> up.from() <= failing.from);
  }

  /** The root, its children, their children; each level by rank. */
  private List<Bit> tree(Bit root) {
    var tree = new ArrayList<>(List.of(root));
    for (int i = 0; i < tree.size(); i++) {
      var parent = tree.get(i);
      conditions.all.stream()
          .filter(bit -> bit.parent.equals(Optional.of(parent)))
          .sorted(Bit.RANK)
          .forEach(tree::add);
    }
    return tree;
  }

  private Incident incident(List<Bit> tree) {
    var sites =
        tree.stream()
            .flatMap(b -> b.ips.stream())
            .map(facts::site)
            .collect(Collectors.toCollection(TreeSet::new));
    var paths = sites.stream().map(site -> new SitePaths(facts, conditions, tree, site)).toList();
    var rows = paths.stream().map(p -> p.redundancy(l -> outlasts(tree, l))).toList();
    boolean critical =
        paths.stream().flatMap(p -> p.lost().stream()).anyMatch(l -> outlasts(tree, l));
    boolean warning = tree.stream().anyMatch(b -> isWarning(tree, b));
    var severity = critical ? Severity.CRITICAL : warning ? Severity.WARNING : Severity.INFO;
    var cause = cause(tree);
    var shown = new TreeSet<>(Evidence.ORDER);
    tree.forEach(
        bit ->
            shown(bit).stream()
                .filter(line -> shown.size() < 40 || shown.contains(line))
                .forEach(shown::add));
    var evidence = List.copyOf(shown);
    var total = new TreeSet<>(Evidence.ORDER);
    tree.forEach(bit -> total.addAll(lines(bit)));
    var state = state(tree);
    return new Incident(
        id(tree),
        0,
        state,
        new Incident.Judgement(severity, critical, cause),
        new Incident.Wording("", ""),
        new Incident.Span(Instant.ofEpochMilli(start(tree)), time(end(tree))),
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

  /** Of what was lost then: less where something was lost again after it had returned. */
  private long confirm(List<Bit> tree, long from) {
    boolean standby =
        tree.stream()
            .anyMatch(b -> b.is(ConditionKind.FAILOVER) && b.entity.equals(facts.gateway.name()));
    boolean maintenance = tree.getFirst().is(ConditionKind.MAINTENANCE);
    boolean again = tree.stream().anyMatch(b -> b.from == from && isAgain(b));
    return again ? 30_000 : maintenance ? 180_000 : standby ? 120_000 : 30_000;
  }

  private static boolean isAgain(Bit bit) {
    return bit.parent
        .filter(parent -> (parent.is(bit.kind) && parent.to <= bit.from) || isAgain(parent))
        .isPresent();
  }

  private boolean outlasts(List<Bit> tree, Bit bit) {
    return outlasts(bit, confirm(tree, bit.from));
  }

  private boolean outlasts(Bit bit, long least) {
    return (bit.to == OPEN ? asOf : bit.to) >= bit.from + least;
  }

  private boolean isWarning(List<Bit> tree, Bit bit) {
    return switch (bit.kind) {
      case TUNNEL_DOWN, BGP_SESSION_DOWN, ROUTES_WITHDRAWN -> outlasts(tree, bit);
      case TUNNEL_FLAPPING -> true;
      case IKE_FAILING ->
          !wasUp(bit)
              || ((bit.parent.isEmpty()
                      || conditions.isRemoved(bit.entity, Bit.ms(bit.said.getLast())))
                  && outlasts(bit, 600_000));
      default -> false;
    };
  }

  private Cause cause(List<Bit> tree) {
    var last = tree.stream().filter(b -> b.is(ConditionKind.TUNNEL_DOWN)).max(Bit.TIME);
    return switch (tree.getFirst().kind) {
      case SITE_DOWN -> Cause.SITE_OUTAGE;
      case MAINTENANCE -> Cause.PLANNED_MAINTENANCE;
      case CONFIGURATION_CHANGED -> Cause.CONFIGURATION_CHANGE;
      case GATEWAY_DOWN -> Cause.GATEWAY_OUTAGE;
      case FAILOVER -> Cause.INSTANCE_FAILOVER;
      case TUNNEL_FLAPPING ->
          last.filter(loss -> outlasts(loss, 600_000))
              .map(loss -> proofs.proven(List.of(loss)))
              .orElse(Cause.PATH_UNSTABLE);
      case BGP_SESSION_DOWN -> Cause.BGP_SESSION_LOST;
      case ROUTES_WITHDRAWN -> Cause.ROUTES_WITHDRAWN;
      default ->
          proofs.proven(
              tree.stream()
                  .filter(b -> b.is(ConditionKind.TUNNEL_DOWN) || b.is(tree.getFirst().kind))
                  .toList());
    };
  }

  private static List<RejectedCause> rejected(Cause cause) {
    return Stream.of(Cause.PLANNED_MAINTENANCE, Cause.CONFIGURATION_CHANGE, Cause.PEER_RESTARTED)
        .filter(above -> above.compareTo(cause) < 0)
        .map(above -> new RejectedCause(above, ""))
        .toList();
  }

  private IncidentState state(List<Bit> tree) {
    long end = end(tree);
    long closed = end + linger(tree.getFirst().kind);
    return end == OPEN || asOf < Math.min(closed, 60_000 + Math.max(end, calm(tree)))
        ? IncidentState.OPEN
        : asOf < closed ? IncidentState.RECOVERED : IncidentState.CLOSED;
  }

  /** When the penalty of everything that was lost is forgotten. */
  private static long calm(List<Bit> tree) {
    long calm = Long.MIN_VALUE;
    for (var bit : tree.stream().filter(b -> LOSSES.contains(b.kind)).toList()) {
      long merit = 0;
      long since = bit.from;
      for (long at :
          tree.stream()
              .filter(b -> b.is(bit.kind) && b.entity.equals(bit.entity))
              .mapToLong(b -> b.from)
              .sorted()
              .toArray()) {
        long left = (long) (merit * StrictMath.pow(0.5, (at - since) / 600_000.0));
        merit = Math.min(12_000_000, left + 1_000_000);
        since = at;
      }
      double halves = StrictMath.log(merit / 750_000.0) / StrictMath.log(2);
      calm = Math.max(calm, since + (long) StrictMath.ceil(halves * 600_000));
    }
    return calm;
  }

  static long linger(ConditionKind root) {
    return root == ConditionKind.MAINTENANCE
        ? 2_700_000
        : root == ConditionKind.TUNNEL_FLAPPING ? 60_000 : 600_000;
  }

  private String id(List<Bit> tree) {
    var root = tree.getFirst();
    var first =
        tree.stream()
            .filter(b -> !SHAPES.contains(b.kind) && !b.is(ConditionKind.TUNNEL_FLAPPING))
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
