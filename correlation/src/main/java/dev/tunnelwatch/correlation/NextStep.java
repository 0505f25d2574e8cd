package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.IpAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** What to do first: what the cause asks for, unless the lines say that it will not help. */
final class NextStep {
  private static final Duration TOGETHER = Duration.ofSeconds(10);

  private final Scene scene;
  private final Tree tree;
  private final Cause cause;
  private final Optional<String> stuck;
  private final Afterwards afterwards;

  private NextStep(Scene scene, Tree tree, Cause cause, Optional<String> stuck) {
    this.scene = scene;
    this.tree = tree;
    this.cause = cause;
    this.stuck = stuck;
    this.afterwards = Afterwards.of(scene, tree, cause, stuck);
  }

  static String of(Scene scene, Tree tree, Cause cause, Optional<String> stuck) {
    return new NextStep(scene, tree, cause, stuck).next();
  }

  private String next() {
    if (stuck.isPresent()) {
      return afterwards.cause().map(other -> other.next() + " Else: have").orElse("Have")
          + " the device of what is still down start the tunnel anew; if that does not help,"
          + " reset that connection, not the gateway, then open a support case.";
    }
    if (isOver() && comesBackByItself()) {
      return "Nothing: all of it is back by itself. If that happens often, open a support case with"
          + " these times.";
    }
    if (cause == Cause.PATH_UNSTABLE && allWentTogether()) {
      return "All peers of the gateway went at the same times: check Azure Service Health and the"
          + " gateway's resource health before any single internet line.";
    }
    if (cause == Cause.UNEXPLAINED && Unproven.of(scene, tree).isPresent()) {
      return "Ask who changed what (Azure activity log). If that was not it: compare the device's log"
          + " of the same minute.";
    }
    return cause.next()
        + afterwards
            .cause()
            .map(
                other ->
                    (isChange() ? " If that does not help: " : " Then: ") + lower(other.next()))
            .orElse("");
  }

  private boolean isOver() {
    return tree.span().endedAt().isPresent() && afterwards.cause().isEmpty();
  }

  private boolean comesBackByItself() {
    return cause == Cause.PLANNED_MAINTENANCE || cause == Cause.INSTANCE_FAILOVER;
  }

  private boolean isChange() {
    return tree.root().is(ConditionKind.CONFIGURATION_CHANGED);
  }

  private static String lower(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
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
