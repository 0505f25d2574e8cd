package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Exhibits.Piece;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Incident.Judgement;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Loss;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Folds the incidents of several gateways into one, under a {@code site_down} root. */
final class SiteOutageWriter {
  private static final String ROOT = "root";

  private final List<GatewayIncident> members;
  private final Inventory inventory;
  private final AsOf asOf;
  private final String site;

  SiteOutageWriter(List<GatewayIncident> members, Inventory inventory, AsOf asOf) {
    this.members = List.copyOf(members);
    this.inventory = inventory;
    this.asOf = asOf;
    this.site = site();
  }

  Incident write() {
    var pieces = pieces();
    var exhibits = Exhibits.of(pieces);
    var end = end(incidents().stream().map(incident -> incident.span().endedAt()).toList());
    var span = new Incident.Span(start(), end);
    var severity =
        incidents().stream()
            .map(incident -> incident.judgement().severity())
            .min(Comparator.naturalOrder())
            .orElse(Severity.INFO);
    var redundancy = redundancy();
    var rejected = Rejected.above(Cause.SITE_OUTAGE, Set.of(), Map.of());
    int total = incidents().stream().mapToInt(incident -> incident.proof().total()).sum();
    var hash = all(incident -> incident.inventory().stream().toList()).stream().findFirst();
    var scope = scope();
    var facts =
        new Words.Facts(
            Words.Why.of(Cause.SITE_OUTAGE, ConditionKind.SITE_DOWN),
            span,
            new Words.Where(scope.gateways(), List.of(site), remotes(), List.of()),
            new Words.Times(
                Spells.of(spans(exhibits.conditions())), Map.of(), Returns.of(incidents())),
            LostSites.of(
                redundancy,
                Confirm.of(exhibits.conditions(), scope.gateways()),
                severity == Severity.CRITICAL),
            exhibits.conditions().stream()
                .filter(condition -> condition.to().isEmpty())
                .map(Condition::kind)
                .toList());
    var state =
        Life.of(
                ConditionKind.SITE_DOWN,
                end,
                exhibits.conditions().stream()
                    .map(c -> new Life.Begun(c.kind(), c.entity(), c.from())))
            .state(asOf);
    return new Incident(
        id(),
        0,
        state,
        new Judgement(severity, severity == Severity.CRITICAL, Cause.SITE_OUTAGE),
        Words.of(
            facts,
            Optional.empty(),
            List.of(Portal.of(inventory, scope.tunnels())),
            end.map(Returns.of(incidents())::clock)
                .map(back -> NextStep.later(Cause.SITE_OUTAGE, state, back))
                .orElse(Cause.SITE_OUTAGE.next()),
            hash.isEmpty()),
        span,
        scope,
        redundancy,
        exhibits.conditions(),
        new Incident.Proof(exhibits.evidence(), total, rejected),
        Incident.Lineage.NONE,
        hash.or(inventory::hash),
        flags(pieces.size() > Incident.MAX_LIST));
  }

  /** The name the inventory has for it; a gateway without one knows only the remote IP. */
  private String site() {
    var named = new TreeSet<String>();
    var bare = new TreeSet<String>();
    for (var member : members) {
      for (var loss : member.losses()) {
        (loss.site().equals(loss.tunnel().remoteIp().text()) ? bare : named).add(loss.site());
      }
    }
    return named.isEmpty() ? bare.first() : named.first();
  }

  /** From the root on, level by level. A gateway's own {@code site_down} gives way to the root. */
  private List<Piece> pieces() {
    var pieces = new ArrayList<Piece>();
    var opening = new ArrayList<Evidence>();
    for (var member : members) {
      for (var condition : member.incident().conditions()) {
        if (!condition.kind().equals(ConditionKind.SITE_DOWN)) {
          pieces.add(piece(member, condition));
        }
      }
      firstLine(member).ifPresent(opening::add);
    }
    pieces.sort(
        Comparator.comparingInt((Piece piece) -> depth(piece, pieces)).thenComparing(Piece.ORDER));
    var losses = members.stream().flatMap(member -> member.losses().stream()).toList();
    pieces.addFirst(
        new Piece(
            ROOT,
            ConditionKind.SITE_DOWN,
            site,
            start(),
            end(losses.stream().map(Loss::to).toList()),
            Optional.empty(),
            opening));
    return pieces;
  }

  private static Piece piece(GatewayIncident member, Condition condition) {
    var parent =
        condition
            .causedBy()
            .filter(id -> !isSiteDown(member.incident(), id))
            .map(id -> key(member, id))
            .orElse(ROOT);
    return new Piece(
        key(member, condition.id()),
        condition.kind(),
        condition.entity(),
        condition.from(),
        condition.to(),
        Optional.of(parent),
        condition.evidence().stream().map(member.incident().proof().evidence()::get).toList());
  }

  private static boolean isSiteDown(Incident incident, String id) {
    return incident.conditions().stream()
        .anyMatch(c -> c.id().equals(id) && c.kind() == ConditionKind.SITE_DOWN);
  }

  private static String key(GatewayIncident member, String condition) {
    return member.incident().id() + ' ' + condition;
  }

  private static int depth(Piece piece, List<Piece> pieces) {
    int depth = 0;
    var at = Optional.of(piece);
    while (at.isPresent()) {
      var parent = at.get().parent().orElse(ROOT);
      at = pieces.stream().filter(p -> p.key().equals(parent)).findFirst();
      depth++;
    }
    return depth;
  }

  private static Optional<Evidence> firstLine(GatewayIncident member) {
    return member.incident().conditions().stream()
        .filter(condition -> condition.kind() == ConditionKind.TUNNEL_DOWN)
        .flatMap(condition -> condition.evidence().stream())
        .map(member.incident().proof().evidence()::get)
        .min(Evidence.ORDER);
  }

  private String id() {
    return members.stream()
        .flatMap(member -> member.incident().conditions().stream())
        .filter(condition -> !Scene.isShape(condition.kind()))
        .filter(condition -> condition.kind() != ConditionKind.TUNNEL_FLAPPING)
        .min(Condition.ORDER)
        .map(first -> IncidentId.of(site, first.kind(), first.entity(), first.from()))
        .orElseThrow();
  }

  private static List<Incident.Span> spans(List<Condition> conditions) {
    return conditions.stream()
        .filter(condition -> condition.kind() == ConditionKind.TUNNEL_DOWN)
        .map(condition -> new Incident.Span(condition.from(), condition.to()))
        .toList();
  }

  private Instant start() {
    return incidents().stream()
        .map(incident -> incident.span().startedAt())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Optional<Instant> end(List<Optional<Instant>> ends) {
    return ends.stream().allMatch(Optional::isPresent)
        ? ends.stream().flatMap(Optional::stream).max(Comparator.naturalOrder())
        : Optional.empty();
  }

  private List<Redundancy> redundancy() {
    return Listed.of(
        incidents().stream()
            .flatMap(incident -> incident.redundancy().stream())
            .sorted(Comparator.comparing(Redundancy::gateway).thenComparing(Redundancy::site))
            .toList());
  }

  private Incident.Scope scope() {
    return new Incident.Scope(
        all(incident -> incident.scope().gateways()),
        all(incident -> incident.scope().sites()),
        all(incident -> incident.scope().tunnels()),
        all(incident -> incident.scope().bgpPeers()),
        all(incident -> incident.scope().prefixes()),
        0);
  }

  private List<IpAddress> remotes() {
    return all(incident -> incident.scope().tunnels().stream().map(TunnelId::remoteIp).toList());
  }

  private <T extends Comparable<? super T>> List<T> all(Function<Incident, Collection<T>> part) {
    var all = new TreeSet<T>();
    incidents().forEach(incident -> all.addAll(part.apply(incident)));
    return all.stream().limit(Incident.MAX_LIST).toList();
  }

  /**
   * @param isCut whether not all conditions are listed
   */
  private Set<Flag> flags(boolean isCut) {
    var flags = EnumSet.noneOf(Flag.class);
    incidents().forEach(incident -> flags.addAll(incident.flags()));
    if (isCut || isLong()) {
      flags.add(Flag.TRUNCATED);
    }
    // Nothing heard for a day, from anyone.
    if (!incidents().stream().allMatch(i -> i.flags().contains(Flag.UNCONFIRMED))) {
      flags.remove(Flag.UNCONFIRMED);
    }
    return flags;
  }

  /** Whether not all that it touched is listed. */
  private boolean isLong() {
    return Stream.<Function<Incident, Collection<?>>>of(
            incident -> incident.scope().gateways(),
            incident -> incident.scope().sites(),
            incident -> incident.scope().tunnels(),
            incident -> incident.scope().bgpPeers(),
            incident -> incident.scope().prefixes(),
            Incident::redundancy)
        .anyMatch(
            part ->
                incidents().stream()
                        .flatMap(incident -> part.apply(incident).stream())
                        .distinct()
                        .count()
                    > Incident.MAX_LIST);
  }

  private List<Incident> incidents() {
    return members.stream().map(GatewayIncident::incident).toList();
  }
}
