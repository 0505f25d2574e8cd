package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Exhibits.Piece;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Loss;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a tree down as an incident. */
final class IncidentWriter {
  private final Scene scene;
  private final Tree tree;
  private final Optional<String> inventory;
  private final AsOf asOf;
  private final Judging judging;

  IncidentWriter(Scene scene, Tree tree, Optional<String> inventory, AsOf asOf) {
    this.scene = scene;
    this.tree = tree;
    this.inventory = inventory;
    this.asOf = asOf;
    this.judging = new Judging(scene, tree, asOf);
  }

  GatewayIncident write() {
    var exhibits = Exhibits.of(tree.members().stream().map(this::piece).toList());
    var span = tree.span();
    var remotes = remotes();
    var sites = scene.layout.sites(remotes);
    var views = sites.stream().map(site -> new SiteLosses(scene, tree, site)).toList();
    var judgement = judging.judge(views);
    var redundancy = views.stream().map(view -> view.redundancy(judging.confirm(), asOf)).toList();
    var lost = new LostSites(redundancy, outages(views), judging.confirm(), judgement.page());
    var diagnosis = Diagnosis.of(scene, tree, judgement.cause(), judging.stuck());
    var state = tree.state(asOf);
    var why =
        new Words.Why(
            judgement.cause(),
            toldAs(lost),
            diagnosis.then(),
            Removals.calledAfter(scene, tree)
                .map(_ -> Words.Change.CALLED)
                .orElse(diagnosis.change()),
            UnknownReason.sentence(scene, tree));
    var facts =
        new Words.Facts(
            why,
            span,
            new Words.Where(List.of(scene.layout.gateway()), sites, remotes, speakers()),
            new Words.Times(spells(costs()), notes(views), Returns.of(scene)),
            lost,
            tree.members().stream().filter(Finding::isOpen).map(Finding::kind).toList());
    var touched = touched(sites);
    var incident =
        new Incident(
            id(),
            0,
            state,
            judgement,
            Words.of(
                facts,
                Meaning.of(scene, tree, diagnosis, state),
                Remarks.of(scene, tree, diagnosis, asOf),
                NextStep.of(scene, tree, diagnosis, state),
                inventory.isEmpty()),
            span,
            touched.scope(scene.layout.gateway()),
            Listed.of(redundancy),
            exhibits.conditions(),
            proof(exhibits, diagnosis),
            Incident.Lineage.NONE,
            inventory,
            flags(state, touched.isLong()));
    return new GatewayIncident(scene.layout.gateway(), incident, losses(exhibits));
  }

  /**
   * What comes and goes without being lost for long is told as what it is, whatever does so; so are
   * negotiations that fail after a change which took nothing.
   */
  private ConditionKind toldAs(LostSites lost) {
    boolean unstable = tree.of(ConditionKind.TUNNEL_FLAPPING).anyMatch(Finding::isOpen);
    if (unstable && lost.told().isEmpty()) {
      return ConditionKind.TUNNEL_FLAPPING;
    }
    return tree.members().stream().skip(1).allMatch(m -> m.is(ConditionKind.IKE_FAILING))
            && tree.has(ConditionKind.IKE_FAILING)
            && tree.root().is(ConditionKind.CONFIGURATION_CHANGED)
        ? ConditionKind.IKE_FAILING
        : tree.root().kind();
  }

  private List<LostSites.Outage> outages(Collection<SiteLosses> views) {
    return views.stream().flatMap(view -> view.outages().stream()).toList();
  }

  /** When it cost what the title says. */
  private static Spells spells(List<Finding> costs) {
    return Spells.of(
        costs.stream().map(member -> new Incident.Span(member.from(), member.to())).toList());
  }

  /** The members that cost what the title says. */
  private List<Finding> costs() {
    return switch (tree.root().kind()) {
      case BGP_SESSION_DOWN, ROUTES_WITHDRAWN -> tree.of(tree.root().kind()).toList();
      case TUNNEL_FLAPPING -> tree.of(ConditionKind.TUNNEL_DOWN).toList();
      default ->
          Stream.concat(
                  tree.of(ConditionKind.TUNNEL_DOWN),
                  tree.of(ConditionKind.BGP_SESSION_DOWN).filter(this::takesPaths))
              .sorted(Finding.TIME)
              .toList();
    };
  }

  /** A tunnel whose site is reached by BGP alone leads nowhere without its session (rule 30). */
  private boolean takesPaths(Finding session) {
    return scene.gaps.stream().anyMatch(gap -> gap.by().equals(session));
  }

  private Map<String, SiteNote> notes(Collection<SiteLosses> views) {
    var bySite = new HashMap<String, List<Finding>>();
    for (var member : costs()) {
      for (var site : scene.layout.sites(member.about().remotes())) {
        bySite.computeIfAbsent(site, _ -> new ArrayList<>()).add(member);
      }
    }
    var notes = new HashMap<String, SiteNote>();
    for (var view : views) {
      var spells = spells(bySite.getOrDefault(view.site(), List.of()));
      notes.put(view.site(), SiteNote.of(scene, tree, view, spells));
    }
    return notes;
  }

  private Piece piece(Finding member) {
    return new Piece(
        key(member),
        member.kind(),
        member.entity(),
        member.from(),
        member.to(),
        tree.parent(member).map(IncidentWriter::key),
        shown(member));
  }

  private static String key(Finding member) {
    return member.kind() + " " + member.entity() + ' ' + member.from();
  }

  /** Opening line, closing line, the earliest line of each clause (rule 41). */
  private List<Evidence> shown(Finding member) {
    var shown = new LinkedHashSet<Evidence>();
    var lines = member.lines();
    shown.add(member.opening().evidence());
    member.closing().ifPresent(line -> shown.add(line.evidence()));
    if (member.closing().isEmpty() && !member.is(ConditionKind.TUNNEL_DOWN)) {
      shown.add(lines.getLast().evidence());
    }
    var told = new HashSet<Reason>();
    scene.telling(member).stream()
        .sorted(Line.ORDER)
        .filter(line -> told.add(line.reason()))
        .forEach(line -> shown.add(line.evidence()));
    if (member.is(ConditionKind.MAINTENANCE) || member.is(ConditionKind.CONFIGURATION_CHANGED)) {
      lines.forEach(line -> shown.add(line.evidence()));
    }
    return List.copyOf(shown);
  }

  private Incident.Proof proof(Exhibits exhibits, Diagnosis diagnosis) {
    return new Incident.Proof(
        exhibits.evidence(),
        evidence().size(),
        Rejected.above(
            diagnosis.cause(),
            CausalTable.allProven(scene, tree.of(ConditionKind.TUNNEL_DOWN).toList()),
            notThis(diagnosis)));
  }

  /** Records that lie near and suggest a cause that it was not. */
  private Map<Cause, String> notThis(Diagnosis diagnosis) {
    var notThis = new EnumMap<Cause, String>(Cause.class);
    WorkElsewhere.of(scene, tree)
        .findFirst()
        .ifPresent(work -> notThis.put(Cause.PLANNED_MAINTENANCE, work.because()));
    diagnosis.unproven().ifPresent(near -> notThis.put(Cause.CONFIGURATION_CHANGE, near.because()));
    return notThis;
  }

  /** Every line any member stands on. */
  private Set<Evidence> evidence() {
    var all = new TreeSet<>(Evidence.ORDER);
    for (var member : tree.members()) {
      member.lines().forEach(line -> all.add(line.evidence()));
      scene.telling(member).forEach(line -> all.add(line.evidence()));
    }
    return all;
  }

  private String id() {
    var earliest =
        tree.members().stream()
            .filter(member -> !Scene.isShape(member.kind()))
            .filter(member -> !member.is(ConditionKind.TUNNEL_FLAPPING))
            .min(Finding.TIME)
            .orElse(tree.root());
    boolean ofSite = tree.root().is(ConditionKind.SITE_DOWN);
    var scope = ofSite ? tree.root().entity() : scene.layout.gateway().resourceId();
    return IncidentId.of(scope, earliest.kind(), earliest.entity(), earliest.from());
  }

  private NavigableSet<IpAddress> remotes() {
    var remotes = new TreeSet<IpAddress>();
    tree.members().forEach(member -> remotes.addAll(member.about().remotes()));
    return remotes;
  }

  /** What came back is not named beside what did not. */
  private Set<IpAddress> speakers() {
    var kind = tree.root().kind();
    if (kind != ConditionKind.BGP_SESSION_DOWN && kind != ConditionKind.ROUTES_WITHDRAWN) {
      return Set.of();
    }
    boolean over = tree.of(kind).noneMatch(Finding::isOpen);
    var speakers = new TreeSet<IpAddress>();
    tree.of(kind)
        .filter(member -> over || member.isOpen())
        .forEach(member -> member.about().bgpPeer().ifPresent(speakers::add));
    return speakers;
  }

  private Touched touched(Collection<String> sites) {
    var tunnels = new TreeSet<TunnelId>();
    var peers = new TreeSet<IpAddress>();
    var prefixes = new TreeSet<Prefix>();
    for (var member : tree.members()) {
      if (member.is(ConditionKind.TUNNEL_DOWN) || member.is(ConditionKind.IKE_FAILING)) {
        instances(member).forEach(i -> tunnels.add(tunnel(member, i)));
      }
      member.about().bgpPeer().ifPresent(peers::add);
      prefixes.addAll(member.about().prefixes());
    }
    return new Touched(sites, tunnels, peers, prefixes);
  }

  /** All that the incident touched, in order. */
  private record Touched(
      Collection<String> sites,
      Collection<TunnelId> tunnels,
      Collection<IpAddress> peers,
      Collection<Prefix> prefixes) {

    /** Whether not all of it is listed. */
    private boolean isLong() {
      return Stream.of(sites, tunnels, peers, prefixes)
          .anyMatch(all -> all.size() > Incident.MAX_LIST);
    }

    private Incident.Scope scope(GatewayId gateway) {
      return new Incident.Scope(
          List.of(gateway), limited(sites), limited(tunnels), limited(peers), limited(prefixes), 0);
    }
  }

  /** What it is about, else what its lines name: a path may be any instance's. */
  private Set<Instance> instances(Finding member) {
    var instances = EnumSet.noneOf(Instance.class);
    member.about().instance().ifPresent(instances::add);
    if (instances.isEmpty()) {
      var lines = member.lines().stream().map(Line::evidence).collect(Collectors.toSet());
      scene.said.failures.stream()
          .filter(failure -> lines.contains(failure.evidence()))
          .forEach(failure -> failure.tunnel().instance().ifPresent(instances::add));
    }
    return instances;
  }

  private static <T> List<T> limited(Collection<T> all) {
    return all.stream().limit(Incident.MAX_LIST).toList();
  }

  private TunnelId tunnel(Finding member, Instance instance) {
    return new TunnelId(scene.layout.gateway(), instance, member.remote());
  }

  private Set<Flag> flags(IncidentState state, boolean isLong) {
    var flags = EnumSet.noneOf(Flag.class);
    tree.members().forEach(member -> flags.addAll(member.flags()));
    var evidence = evidence();
    if (evidence.stream().anyMatch(Lateness::isLate)) {
      flags.add(Flag.LATE_EVIDENCE);
    }
    var last = evidence.stream().map(Evidence::at).max(Comparator.naturalOrder());
    boolean quiet =
        state == IncidentState.OPEN
            && last.filter(at -> asOf.reached(at.plus(Life.UNCONFIRMED_AFTER))).isPresent();
    if (quiet) {
      flags.add(Flag.UNCONFIRMED);
    }
    if (isLong || tree.members().size() > Incident.MAX_LIST) {
      flags.add(Flag.TRUNCATED);
    }
    return flags;
  }

  private List<Loss> losses(Exhibits exhibits) {
    var losses = new ArrayList<Loss>();
    for (var member : tree.members()) {
      var id = Optional.ofNullable(exhibits.ids().get(piece(member)));
      var instance = member.about().instance();
      if (member.is(ConditionKind.TUNNEL_DOWN) && id.isPresent() && instance.isPresent()) {
        losses.add(
            new Loss(
                id.get(),
                tunnel(member, instance.get()),
                scene.layout.site(member.remote()),
                member.from(),
                member.to(),
                scene.layout.dpd(member.remote())));
      }
    }
    losses.sort(Comparator.comparing(Loss::from).thenComparing(Loss::tunnel));
    return losses;
  }
}
