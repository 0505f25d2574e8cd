package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Words.Change;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** What to do first: what the cause asks for, unless the lines say that it will not help. */
final class NextStep {
  private static final Duration TOGETHER = Duration.ofSeconds(10);
  private static final String WHO_CHANGED_WHAT =
      "Ask who changed what (Azure activity log). If that was not it: compare the device's log of"
          + " the same minute.";

  private static final String UNWANTED =
      "If that was not meant: ask who removed it (Azure activity log) and set it up again.";

  static final String ONE_LEFT =
      "Have the device of what is still down start the tunnel anew; if that does not help, reset"
          + " that connection, not the gateway, then open a support case.";
  static final String DARK_LEFT =
      "Open a support case at once, with these times: several sites did not come back. Meanwhile"
          + " have their devices start the tunnels anew; do not reset the gateway.";
  static final String FEWER_LEFT =
      "Have the devices of what is still down start the tunnels anew; if that does not help, open a"
          + " support case with these times.";

  /** Azure works on a gateway for so long at the most (rule 16). */
  private static final Duration WORK = Life.linger(ConditionKind.MAINTENANCE);

  private final Scene scene;
  private final Tree tree;
  private final Diagnosis diagnosis;
  private final Cause cause;
  private final IncidentState state;

  private NextStep(Scene scene, Tree tree, Diagnosis diagnosis, IncidentState state) {
    this.state = state;
    this.scene = scene;
    this.tree = tree;
    this.diagnosis = diagnosis;
    this.cause = diagnosis.cause();
  }

  static String of(Scene scene, Tree tree, Diagnosis diagnosis, IncidentState state) {
    return new NextStep(scene, tree, diagnosis, state).next();
  }

  /**
   * Nobody needs to get up for what is back, and it is over once it has stayed (rule 38).
   *
   * @param back since when it is
   */
  static String later(Cause cause, IncidentState state, String back) {
    return over(state, back) + " By day: " + lower(cause.later());
  }

  private static String over(IncidentState state, String back) {
    return state == IncidentState.OPEN
        ? "Nothing now, if it stays: it is just back (%s).".formatted(back)
        : "Nothing now: it is over.";
  }

  private String later(String what) {
    return over(state, back()) + " By day: " + lower(what);
  }

  /** What flapped is watched for longer than it was lost. */
  private String back() {
    var last =
        tree.members().stream()
            .filter(member -> !member.is(ConditionKind.TUNNEL_FLAPPING))
            .map(Finding::end)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return Returns.of(scene).brief(last);
  }

  private String next() {
    boolean over = tree.span().endedAt().isPresent();
    if (Removals.calledAfter(scene, tree).isPresent()) {
      var stop = "have whoever runs the device take the connection out there, too. " + UNWANTED;
      return over ? "Nothing now: nobody calls any more. By day: " + stop : upper(stop);
    }
    var removals = Removals.of(scene, tree);
    if (diagnosis.change() == Change.REMOVED) {
      return removed(removals);
    }
    if (over && removals.areFinal() && endsUnexpected()) {
      return "Nothing now: it was removed at %s. %s"
          .formatted(Words.clock(removals.at().orElseThrow()), UNWANTED);
    }
    return over ? later() : now();
  }

  private static String removed(Removals removals) {
    if (removals.areFinal()) {
      return UNWANTED;
    }
    return removals
        .putBack()
        .map(
            at ->
                ("Nothing now: it was put back at %s. By day: ask who removed it (Azure activity"
                        + " log), and whether it was meant.")
                    .formatted(Words.clock(at)))
        .orElse(
            "Nothing here: it exists again, and what comes of that is told as an incident of its"
                + " own.");
  }

  private boolean endsUnexpected() {
    var remotes = new TreeSet<IpAddress>();
    tree.members().forEach(member -> remotes.addAll(member.about().remotes()));
    return scene.layout.sites(remotes).stream()
        .anyMatch(site -> new SiteLosses(scene, tree, site).endsUnexpected());
  }

  private String later() {
    if (isUnproven()) {
      return later(WHO_CHANGED_WHAT);
    }
    if (diagnosis.guess().isPresent()) {
      return later(
          "Check whether %s is this tunnel; if so, ask who changed it (Azure activity log), and"
                  .formatted(diagnosis.guess().get())
              + " whether it was meant.");
    }
    var sided = oneSided("");
    if (sided.isPresent() && diagnosis.then().isEmpty()) {
      return later(sided.get());
    }
    return later(
        (comesBackByItself() || diagnosis.isOutdated()
                ? diagnosis.afterwards().cause().orElse(cause)
                : isClosedOverAndOver() ? Cause.PEER_CLOSED : cause)
            .later());
  }

  private String now() {
    var afterwards = diagnosis.afterwards().cause().map(Cause::next);
    if (diagnosis.stuck().isPresent()) {
      return afterwards.map(other -> other + " Else: " + lower(leftBehind())).orElse(leftBehind());
    }
    if (diagnosis.isOutdated() && afterwards.isPresent()) {
      return afterwards.get();
    }
    if (isUnproven()) {
      return WHO_CHANGED_WHAT;
    }
    if (diagnosis.guess().isPresent()) {
      return guessed(diagnosis.guess().get(), afterwards);
    }
    return particular().orElse(cause.next())
        + afterwards
            .map(other -> (isChange() ? " If that does not help: " : " Then: ") + lower(other))
            .orElse("");
  }

  private String guessed(String name, Optional<String> afterwards) {
    var losses = tree.of(ConditionKind.TUNNEL_DOWN).toList();
    return "Check whether %s is this tunnel: the connection in Azure has its peer's address. If so, "
            .formatted(name)
        + "undo that change unless it was meant. If not: "
        + lower(afterwards.orElseGet(() -> CausalTable.proven(scene, losses).next()));
  }

  /** One that is left behind may have given up; several at once have Azure in common. */
  private String leftBehind() {
    var down = tree.of(ConditionKind.TUNNEL_DOWN).filter(Finding::isOpen).toList();
    var remotes = new TreeSet<IpAddress>();
    down.forEach(loss -> remotes.addAll(loss.about().remotes()));
    var sites = scene.layout.sites(remotes);
    if (sites.size() == 1) {
      return ONE_LEFT;
    }
    boolean dark =
        sites.stream()
            .flatMap(site -> new SiteLosses(scene, tree, site).lost().stream())
            .anyMatch(lost -> lost.to().isEmpty());
    var last = down.stream().map(Finding::from).max(Comparator.naturalOrder()).orElseThrow();
    return dark
        ? DARK_LEFT
        : tree.root().is(ConditionKind.MAINTENANCE)
            ? "Wait until %s, since no site is lost and Azure may still be at work; then "
                    .formatted(Words.clock(last.plus(WORK)))
                + lower(FEWER_LEFT)
            : FEWER_LEFT;
  }

  private boolean isUnproven() {
    return cause == Cause.UNEXPLAINED && diagnosis.unproven().isPresent();
  }

  private boolean comesBackByItself() {
    return cause == Cause.PLANNED_MAINTENANCE || cause == Cause.INSTANCE_FAILOVER;
  }

  private boolean isChange() {
    return tree.root().is(ConditionKind.CONFIGURATION_CHANGED);
  }

  private static String upper(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  private static String lower(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }

  /** Where the lines say more of what to look at than the cause alone. */
  private Optional<String> particular() {
    if (onlySessionsAreDown()) {
      return Optional.of(
          "The tunnel is back, its BGP session is not: " + lower(Cause.BGP_SESSION_LOST.next()));
    }
    if (cause == Cause.PATH_UNSTABLE && allWentTogether()) {
      return Optional.of(
          "All peers of the gateway went at the same times: check Azure Service Health and the"
              + " gateway's resource health before any single internet line.");
    }
    if (isClosedOverAndOver()) {
      return Optional.of(Cause.PEER_CLOSED.next());
    }
    if (cause == Cause.PEER_UNREACHABLE && tree.root().is(ConditionKind.TUNNEL_DOWN)) {
      return oneSided(", and have it start that tunnel anew");
    }
    if (cause == Cause.BGP_SESSION_LOST) {
      return OneSided.of(scene, tree, ConditionKind.BGP_SESSION_DOWN)
          .map(
              sides ->
                  ("The device's session with %s counts as up: look at the device for what differs"
                          + " with %s (neighbour, route to that BGP address, firewall on TCP 179).")
                      .formatted(sides.kept(), sides.lost()));
    }
    return Optional.empty();
  }

  /** Of a peer that one instance does not hear: it runs, and its line carries. */
  private Optional<String> oneSided(String more) {
    return Optional.of(ConditionKind.TUNNEL_DOWN)
        .filter(kind -> cause == Cause.PEER_UNREACHABLE && tree.root().is(kind))
        .flatMap(kind -> OneSided.of(scene, tree, kind))
        .map(
            sides ->
                ("The device's tunnel with %s %s as up: look at the device for what differs with %s"
                        + " (that address, its route, a firewall)%s.")
                    .formatted(
                        sides.kept(),
                        tree.span().endedAt().isPresent() ? "counted" : "counts",
                        sides.lost(),
                        more));
  }

  /** A line that loses packets closes nothing. */
  private boolean isClosedOverAndOver() {
    var losses = tree.of(ConditionKind.TUNNEL_DOWN).toList();
    return cause == Cause.PATH_UNSTABLE
        && !losses.isEmpty()
        && !allWentTogether()
        && Telling.commonest(losses) == Reason.REMOTELY_TRIGGERED;
  }

  private boolean onlySessionsAreDown() {
    return tree.has(ConditionKind.TUNNEL_DOWN)
        && tree.of(ConditionKind.TUNNEL_DOWN).noneMatch(Finding::isOpen)
        && tree.of(ConditionKind.BGP_SESSION_DOWN).anyMatch(Finding::isOpen);
  }

  /** Most times that it was lost, all other peers were too, as far as the log has them. */
  private boolean allWentTogether() {
    var heard = new TreeSet<IpAddress>();
    scene.said.tunnels.keySet().forEach(tunnel -> heard.add(tunnel.remoteIp()));
    scene.said.alive.keySet().forEach(tunnel -> heard.add(tunnel.remoteIp()));
    var losses = tree.of(ConditionKind.TUNNEL_DOWN).toList();
    long together = losses.stream().filter(loss -> tookAll(heard, loss)).count();
    return scene.layout.sites(heard).size() > 1 && 2 * together > losses.size();
  }

  private boolean tookAll(Collection<IpAddress> heard, Finding loss) {
    var others = new TreeSet<>(heard);
    scene
        .lossesBetween(loss.from().minus(TOGETHER), loss.from().plus(TOGETHER))
        .forEach(other -> others.removeAll(other.about().remotes()));
    return others.isEmpty();
  }
}
