package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Incident.Judgement;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How bad an incident is and why it happened (rules 27, 33 and 34). */
final class Judging {
  private static final Duration LASTING = Duration.ofMinutes(10);

  private static final int NAMED = 4;

  private final Scene scene;
  private final Tree tree;
  private final Confirm confirm;
  private final AsOf asOf;

  Judging(Scene scene, Tree tree, AsOf asOf) {
    this.scene = scene;
    this.tree = tree;
    this.confirm = Confirm.of(tree, scene.layout.gateway());
    this.asOf = asOf;
  }

  Judgement judge(Collection<SiteLosses> sites) {
    boolean critical =
        sites.stream()
                .flatMap(site -> site.lost().stream())
                .filter(lost -> confirm.outlasts(lost.from(), lost.to(), asOf))
                .count()
            > 0;
    var severity = critical ? Severity.CRITICAL : isWarning() ? Severity.WARNING : Severity.INFO;
    return new Judgement(severity, severity == Severity.CRITICAL, cause());
  }

  /** What the platform took and did not bring back within its time, or else nothing. */
  Optional<String> stuck() {
    if (!isLeftBehind()) {
      return Optional.empty();
    }
    var down =
        tree.of(ConditionKind.TUNNEL_DOWN)
            .filter(Finding::isOpen)
            .filter(this::outlastsConfirm)
            .map(Finding::entity)
            .sorted()
            .toList();
    var first = down.stream().limit(NAMED).collect(Collectors.joining(", "));
    return down.isEmpty()
        ? Optional.empty()
        : Optional.of(
            down.size() > NAMED ? first + " and " + (down.size() - NAMED) + " more" : first);
  }

  /** After its work all should be back; after an outage or a failover, once the first ones are. */
  private boolean isLeftBehind() {
    return switch (tree.root().kind()) {
      case MAINTENANCE -> true;
      case GATEWAY_DOWN, FAILOVER ->
          tree.of(ConditionKind.TUNNEL_DOWN)
              .flatMap(loss -> loss.to().stream())
              .min(Comparator.naturalOrder())
              .filter(back -> asOf.reached(back.plus(Shapes.TAKEOVER)))
              .isPresent();
      default -> false;
    };
  }

  Confirm confirm() {
    return confirm;
  }

  private boolean isWarning() {
    // Every member is asked: what has not yet been confirmed must be asked again in time.
    return tree.members().stream().filter(this::isWarning).count() > 0;
  }

  private boolean isWarning(Finding member) {
    return switch (member.kind()) {
      case TUNNEL_DOWN, BGP_SESSION_DOWN, ROUTES_WITHDRAWN -> outlastsConfirm(member);
      case TUNNEL_FLAPPING -> true;
      case IKE_FAILING ->
          scene.neverUp(member)
              || ((member.equals(tree.root()) || isTakenOut(member)) && lasts(member));
      case REGION_DOWN,
          SITE_DOWN,
          MAINTENANCE,
          CONFIGURATION_CHANGED,
          GATEWAY_DOWN,
          FAILOVER,
          P2S_AUTHENTICATION_FAILING,
          P2S_POOL_EXHAUSTED,
          P2S_DISCONNECTED,
          TELEMETRY_SILENT ->
          false;
    };
  }

  /** Who still negotiates for what was removed may have made it anew, and wrongly. */
  private boolean isTakenOut(Finding failing) {
    return scene.isRemoved(failing.entity(), failing.lines().getLast().at());
  }

  /**
   * Negotiations of a tunnel that counts as up: phase 2 alone, or a loss whose record did not come.
   */
  private boolean lasts(Finding member) {
    return Confirm.outlasts(member.from(), member.to(), LASTING, asOf);
  }

  private boolean outlastsConfirm(Finding member) {
    return confirm.outlasts(member.from(), member.to(), asOf);
  }

  /** Rule 17: flapping that ended in a lasting loss has that loss's cause. */
  private Optional<Finding> lastingLoss() {
    if (!tree.root().is(ConditionKind.TUNNEL_FLAPPING)) {
      return Optional.empty();
    }
    return tree.of(ConditionKind.TUNNEL_DOWN)
        .max(Finding.TIME)
        .filter(last -> Confirm.outlasts(last.from(), last.to(), LASTING, asOf));
  }

  private Cause cause() {
    var lasting = lastingLoss();
    if (lasting.isPresent()) {
      return CausalTable.proven(scene, List.of(lasting.get()));
    }
    var losses =
        tree.members().stream()
            .filter(member -> member.is(ConditionKind.TUNNEL_DOWN) || member.is(tree.root().kind()))
            .toList();
    return isAwaitedInVain()
        ? CausalTable.proven(scene, tree.of(ConditionKind.TUNNEL_DOWN).toList())
        : CausalTable.cause(scene, tree.root(), losses);
  }

  /** Whether it was taken for a failover, and nothing took over in time. */
  private boolean isAwaitedInVain() {
    var root = tree.root();
    return root.is(ConditionKind.FAILOVER)
        && !scene.layout.activeActiveAt(root.from())
        && tree.of(ConditionKind.TUNNEL_DOWN).noneMatch(Shapes::tookOver)
        && asOf.reached(root.from().plus(Shapes.TAKEOVER));
  }
}
