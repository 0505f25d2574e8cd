package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.Incident.Span;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is to be said of one incident that its cause and its paths do not say. */
final class Remarks {
  private static final int NAMED = 3;

  /** Below the quiet that keeps at a cut what is near together. */
  private static final Duration CHANGE = Duration.ofMinutes(10);

  private static final Duration MAINTENANCE_BEFORE = Duration.ofMinutes(45);
  private static final Duration MAINTENANCE_AFTER = Duration.ofMinutes(10);

  private final Scene scene;
  private final Tree tree;
  private final Diagnosis diagnosis;
  private final AsOf asOf;
  private final List<String> sentences = new ArrayList<>();

  private Remarks(Scene scene, Tree tree, Diagnosis diagnosis, AsOf asOf) {
    this.scene = scene;
    this.tree = tree;
    this.diagnosis = diagnosis;
    this.asOf = asOf;
  }

  static List<String> of(Scene scene, Tree tree, Diagnosis diagnosis, AsOf asOf) {
    var remarks = new Remarks(scene, tree, diagnosis, asOf);
    remarks.flapping();
    remarks.removed();
    remarks.changed(diagnosis.cause());
    remarks.stuck();
    remarks.standing();
    remarks.unproven();
    diagnosis.afterwards().sentence().ifPresent(remarks.sentences::add);
    remarks.sentences.addAll(Mismatch.of(scene, tree));
    BgpReason.sentence(tree).ifPresent(remarks.sentences::add);
    remarks.byBgpOnly();
    remarks.upAllTheSame();
    tree.of(ConditionKind.ROUTES_WITHDRAWN).forEach(remarks::withdrawn);
    remarks.missingRecovery();
    remarks.maintenance();
    remarks.sentences.add(Portal.of(scene.layout, remarks.connections()));
    return List.copyOf(remarks.sentences);
  }

  /** A change is suspected by whoever hears of it, so it is told where it is not the cause. */
  private void unproven() {
    switch (diagnosis.cause()) {
      case CONFIGURATION_CHANGE -> {}
      case UNEXPLAINED -> diagnosis.unproven().map(Unproven::sentence).ifPresent(sentences::add);
      case PEER_UNREACHABLE, PEER_CLOSED ->
          diagnosis.unproven().flatMap(Unproven::aside).ifPresent(sentences::add);
      default -> diagnosis.unproven().flatMap(Unproven::tooLate).ifPresent(sentences::add);
    }
  }

  /** Rule 17: how often, and the commonest reason; of a shape that comes again how often (14). */
  private void flapping() {
    var losses = tree.of(ConditionKind.TUNNEL_DOWN).sorted(Finding.TIME).toList();
    var spells = Spells.of(losses.stream().map(l -> new Span(l.from(), l.to())).toList());
    if (Scene.isShape(tree.root().kind()) && spells.severally()) {
      sentences.add(
          "It happened %s, first at %s, last at %s."
              .formatted(spells.times(), clock(losses.getFirst()), clock(losses.getLast())));
    }
    if (tree.root().is(ConditionKind.TUNNEL_FLAPPING) && !losses.isEmpty()) {
      sentences.add(
          "%s lost %s, most often because %s."
              .formatted(
                  losses.stream().map(Finding::entity).distinct().count() == 1
                      ? "The tunnel was"
                      : "Its tunnels were",
                  often(losses),
                  spoken(Telling.commonest(losses))));
    }
    if (tree.has(ConditionKind.TUNNEL_FLAPPING) && losses.stream().noneMatch(Finding::isOpen)) {
      sentences.addAll(calm(losses));
    }
  }

  /** What flapped is watched for longer than it is lost, and so its end is no return (rule 17). */
  private List<String> calm(List<Finding> losses) {
    var runs =
        tree.of(ConditionKind.TUNNEL_FLAPPING)
            .flatMap(flapping -> scene.runs.stream().filter(run -> run.began(flapping)))
            .toList();
    var calm = runs.stream().map(Flapping.Run::fall).max(Comparator.naturalOrder());
    var back =
        Stream.concat(losses.stream(), runs.stream().flatMap(run -> run.losses().stream()))
            .flatMap(loss -> loss.to().stream())
            .max(Comparator.naturalOrder());
    return back
        .flatMap(
            last ->
                calm.filter(last::isBefore)
                    .map(
                        at ->
                            ("The last loss was over %s; without another it counts as stable"
                                    + " from %s on.")
                                .formatted(Returns.of(scene).when(last), Words.clock(at))))
        .stream()
        .toList();
  }

  private static String often(List<Finding> losses) {
    var first = clock(losses.getFirst());
    return losses.size() == 1
        ? "at " + first
        : "%d times from %s to %s".formatted(losses.size(), first, clock(losses.getLast()));
  }

  private static String clock(Finding loss) {
    return Words.clock(loss.from());
  }

  /** Who sees a connection that is back, or nobody waits for, must not look for why it is down. */
  private void removed() {
    var removals = Removals.of(scene, tree);
    sentences.addAll(removals.told());
    if (removals.areFinal() && tree.span().endedAt().isEmpty()) {
      sentences.add(
          "This stays open while other tunnels, lost before, are neither back nor removed by a"
              + " record.");
    }
    Removals.before(scene, tree)
        .ifPresent(
            at ->
                sentences.add(
                    "It had been taken out of the configuration at "
                        + Words.clock(at)
                        + ", exists again, and is down since then."));
    Removals.calledAfter(scene, tree)
        .ifPresent(
            at ->
                sentences.add(
                    "Its connection was taken out of the configuration at "
                        + Words.clock(at)
                        + ": nobody expects it, and who calls there is refused whatever he offers."));
  }

  /** Which change it was, and whether it took. */
  private void changed(Cause cause) {
    if (!tree.root().is(ConditionKind.CONFIGURATION_CHANGED)) {
      if (cause == Cause.CONFIGURATION_CHANGE) {
        sentences.add("The gateway gives it as the reason; " + nearestChange());
      }
      return;
    }
    var lines = tree.root().lines().stream().map(Line::evidence).collect(Collectors.toSet());
    scene.said.configuration.stream()
        .filter(set -> lines.contains(set.evidence()))
        .limit(NAMED)
        .forEach(set -> sentences.add(recorded(set)));
    diagnosis
        .guess()
        .ifPresent(
            name ->
                sentences.add(
                    "Whether "
                        + name
                        + " is the connection that was lost is not known: no inventory tells, and"
                        + " no other peer was lost then."));
  }

  /** The tunnel log may be off by minutes from the record: nothing ties the two, they are near. */
  private String nearestChange() {
    var lost = tree.root().from();
    var near = Said.between(scene.said.configuration, lost.minus(CHANGE), lost.plus(CHANGE));
    return near.stream()
        .filter(this::mayBeMeant)
        .min(Comparator.comparing(set -> Duration.between(lost, set.at()).abs()))
        .map(Remarks::recorded)
        .orElse(
            asOf.reached(lost.plus(CHANGE))
                ? "no record of the change came within 10 min of it."
                : "no record of the change has come yet.");
  }

  /** Not where it names a connection that lost nothing. */
  private boolean mayBeMeant(ConfigurationSet set) {
    return set.nameless()
        || tree.members().stream()
            .flatMap(member -> member.about().remotes().stream())
            .map(scene.layout::connection)
            .anyMatch(own -> own.isEmpty() || set.names(own.get()));
  }

  private static String recorded(ConfigurationSet set) {
    return "%s%s was recorded at %s%s."
        .formatted(
            set.evidence().operationName(),
            Changes.spoken(set).map(name -> " of " + name).orElse(""),
            Words.clock(set.at()),
            set.succeeded() ? "" : ", as one that did not succeed");
  }

  /** What still is to come back when all of it should have. */
  private void stuck() {
    diagnosis
        .stuck()
        .ifPresent(down -> sentences.add("This did not come back by itself: " + down + '.'));
  }

  /** Of several losses some may be over: what is not is named. */
  private void standing() {
    var down =
        Stream.of(ConditionKind.TUNNEL_DOWN, ConditionKind.BGP_SESSION_DOWN)
            .flatMap(tree::of)
            .toList();
    var open =
        down.stream()
            .filter(Finding::isOpen)
            .filter(loss -> diagnosis.stuck().isEmpty() || !loss.is(ConditionKind.TUNNEL_DOWN))
            .sorted(Finding.TIME)
            .map(loss -> loss.entity() + " since " + clock(loss))
            .toList();
    if (!open.isEmpty() && down.stream().anyMatch(loss -> !loss.isOpen())) {
      sentences.add(
          "Still down: "
              + open.stream().limit(NAMED).collect(Collectors.joining(", "))
              + (open.size() > NAMED ? " and " + (open.size() - NAMED) + " more." : "."));
    }
  }

  /** Where to look: at what is still down; whose parts all went and came back, at the gateway. */
  private Set<IpAddress> connections() {
    var remotes = new TreeSet<IpAddress>();
    tree.members().stream()
        .filter(member -> member.isOpen() && !Scene.isShape(member.kind()))
        .forEach(member -> remotes.addAll(member.about().remotes()));
    if (remotes.isEmpty() && !isOfTheGateway(tree.root().kind())) {
      tree.members().forEach(member -> remotes.addAll(member.about().remotes()));
    }
    return remotes;
  }

  private static boolean isOfTheGateway(ConditionKind kind) {
    return kind == ConditionKind.MAINTENANCE
        || kind == ConditionKind.GATEWAY_DOWN
        || kind == ConditionKind.FAILOVER;
  }

  /** Who is woken for something else wants to know that Azure works on the gateway too. */
  private void maintenance() {
    if (tree.has(ConditionKind.MAINTENANCE)) {
      return;
    }
    var elsewhere = WorkElsewhere.of(scene, tree).toList();
    elsewhere.stream().findFirst().map(WorkElsewhere::sentence).ifPresent(sentences::add);
    var beside = elsewhere.stream().map(WorkElsewhere::noted).toList();
    var near =
        scene.said.maintenance.stream()
            .filter(noted -> !beside.contains(noted))
            .filter(noted -> tree.members().stream().anyMatch(m -> isNear(noted.at(), m.from())))
            .toList();
    var told =
        near.stream()
            .limit(NAMED)
            .map(
                noted ->
                    Words.clock(noted.at())
                        + noted.instance().map(instance -> " on " + instance).orElse(""))
            .collect(Collectors.joining(", "));
    if (!near.isEmpty()) {
      sentences.add(
          "Azure worked on this gateway around that time (maintenance recorded at "
              + told
              + (near.size() > NAMED
                  ? " and " + Counted.of(near.size() - NAMED, "time") + " more"
                  : "")
              + "); no line ties it to this.");
    }
  }

  /** Maintenance goes on for up to 45 min after a record of it (rule 16). */
  private static boolean isNear(Instant noted, Instant began) {
    return !noted.isBefore(began.minus(MAINTENANCE_BEFORE))
        && !noted.isAfter(began.plus(MAINTENANCE_AFTER));
  }

  /** As the gateway's words are meant. */
  static String spoken(Reason reason) {
    return switch (reason) {
      case PEER_SILENT -> "the peer did not answer";
      case NEGOTIATION_TIMED_OUT -> "a negotiation got no answer";
      case LOCALLY_TRIGGERED -> "the gateway closed it";
      case REMOTELY_TRIGGERED -> "the peer closed it";
      case PEER_RESTARTED -> "the peer began anew";
      case STANDBY_CHANGED -> "the active role moved between the gateway's instances";
      case SETTING_CHANGED -> "a setting was changed";
      case TUNNEL_REMOVED -> "the tunnel was removed";
      case AUTHENTICATION -> "credentials were refused";
      case POLICY_MISMATCH -> "proposals did not match";
      case KEY_EXCHANGE_MISMATCH -> "Diffie-Hellman groups did not match";
      case TRAFFIC_SELECTORS -> "traffic selectors were refused";
      case SA_EXPIRED_OR_DELETED -> "its SA expired or the peer deleted it";
      case OTHER_IKE_ERROR -> "of an IKE error that proves no cause";
      case NOT_STATED -> "of something that the lines do not state";
      case UNRECOGNISED -> "of something told in words we do not know";
    };
  }

  /** Rule 33: the tunnel log knows nothing of phase 2, and records get lost. */
  private void upAllTheSame() {
    var root = tree.root();
    if (root.is(ConditionKind.IKE_FAILING)
        && scene.hearsTunnels(scene.layout.site(root.remote()))
        && !scene.neverUp(root)
        && Removals.calledAfter(scene, tree).isEmpty()
        && tree.of(ConditionKind.TUNNEL_DOWN).findAny().isEmpty()) {
      sentences.add(
          (tree.span().endedAt().isEmpty()
                  ? "The tunnel counts as up all the same: traffic may not pass"
                  : "The tunnel counted as up all the same: traffic may not have passed")
              + ", since phase 2 has no record in the tunnel log and a loss may have left none.");
    }
  }

  /** Rule 30: why a lost session takes a site. */
  private void byBgpOnly() {
    var sites = new TreeSet<String>();
    scene.gaps.stream()
        .filter(gap -> gap.by().is(ConditionKind.BGP_SESSION_DOWN))
        .filter(gap -> tree.has(gap.by()))
        .filter(gap -> isWithoutItsTunnel(gap))
        .forEach(gap -> sites.add(scene.layout.site(gap.remote())));
    if (!sites.isEmpty()) {
      sentences.add(
          "All routes to "
              + String.join(", ", sites)
              + " come by BGP: a tunnel without its session leads nowhere.");
    }
  }

  /** While the tunnel is down too, its session says nothing; what outlasts it does. */
  private boolean isWithoutItsTunnel(Gap session) {
    var tunnel =
        scene.gaps.stream()
            .filter(gap -> gap.by().is(ConditionKind.TUNNEL_DOWN))
            .filter(gap -> gap.path().equals(session.path()))
            .filter(gap -> !gap.from().isAfter(session.from().plus(BgpLosses.HOLD)))
            .filter(gap -> gap.end().isAfter(session.from()))
            .map(Gap::end)
            .max(Comparator.naturalOrder());
    return tunnel.isEmpty()
        || (tunnel.get().isBefore(Instant.MAX)
            && session.end().isAfter(tunnel.get().plus(Confirm.ELSE)));
  }

  /** Rule 33: whether another way is left. */
  private void withdrawn(Finding withdrawal) {
    var root = tree.root();
    if (!root.is(ConditionKind.ROUTES_WITHDRAWN) && !root.is(ConditionKind.BGP_SESSION_DOWN)) {
      return;
    }
    sentences.addAll(OtherWays.of(scene, tree, withdrawal));
  }

  /** Rule 12. */
  private void missingRecovery() {
    var entities =
        tree.members().stream()
            .filter(member -> member.flags().contains(Flag.MISSING_RECOVERY))
            .map(Finding::entity)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!entities.isEmpty()) {
      sentences.add("That it came back is concluded from later lines: " + entities + '.');
    }
  }
}
