package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What keeps a tunnel down may be another thing than what took it: after a change or a restart the
 * two ends may refuse each other, and after a change a peer may say nothing at all.
 *
 * @param cause what that would be by itself
 * @param sentence of the first lines that say so
 */
record Afterwards(Optional<Cause> cause, Optional<String> sentence) {
  private static final Afterwards NOTHING = new Afterwards(Optional.empty(), Optional.empty());

  /**
   * What it is.
   *
   * @param stuck what is still down though the platform has brought others back
   */
  static Afterwards of(Scene scene, Tree tree, Cause chosen, Optional<String> stuck) {
    if (Refusals.isOne(chosen)) {
      return NOTHING;
    }
    var failing =
        tree.of(ConditionKind.IKE_FAILING)
            .flatMap(
                ike ->
                    ike.lines().stream().filter(line -> !Telling.isBackSoon(scene, ike, line.at())))
            .toList();
    var refusal = first(failing, Refusals.REASONS::contains);
    if (refusal.isPresent()) {
      return new Afterwards(
          Refusals.cause(refusal.get().reason()),
          Optional.of(
              "Negotiations are refused from %s on: %s."
                  .formatted(
                      Words.clock(refusal.get().at()), Remarks.spoken(refusal.get().reason()))));
    }
    boolean mayBeSilent = stuck.isPresent() || tree.root().is(ConditionKind.CONFIGURATION_CHANGED);
    return mayBeSilent ? silence(scene, tree) : NOTHING;
  }

  private static Afterwards silence(Scene scene, Tree tree) {
    var peers = peers(tree);
    var lines =
        Stream.of(ConditionKind.TUNNEL_DOWN, ConditionKind.IKE_FAILING)
            .flatMap(tree::of)
            .filter(member -> member.about().remotes().stream().anyMatch(peers::contains))
            .flatMap(member -> said(scene, member).stream())
            .toList();
    var dpd = first(lines, Reason.PEER_SILENT::equals);
    var unanswered = first(lines, Reason.NEGOTIATION_TIMED_OUT::equals);
    if (dpd.isEmpty() && unanswered.isEmpty()) {
      return NOTHING;
    }
    var said =
        Stream.of(
                dpd.map(line -> "DPD timed out at " + Words.clock(line.at())),
                unanswered.map(
                    line -> "negotiations get no answer from " + Words.clock(line.at()) + " on"))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    boolean over = tree.span().endedAt().isPresent();
    return new Afterwards(
        Optional.of(Cause.PEER_UNREACHABLE),
        Optional.of(
            (over ? "After it " : "Since then ") + silent(peers, over) + ": " + said + '.'));
  }

  private static String silent(NavigableSet<IpAddress> peers, boolean over) {
    boolean one = peers.size() == 1;
    return (one ? "the peer " : "the peers ")
        + peers.stream().map(IpAddress::text).limit(3).collect(Collectors.joining(", "))
        + (over ? " did" : one ? " does" : " do")
        + " not answer";
  }

  /** Those that are still down, or were while anything was. */
  private static NavigableSet<IpAddress> peers(Tree tree) {
    var down = tree.of(ConditionKind.TUNNEL_DOWN).toList();
    boolean on = down.stream().anyMatch(Finding::isOpen);
    var peers = new TreeSet<IpAddress>();
    down.stream()
        .filter(loss -> loss.isOpen() || !on)
        .forEach(loss -> peers.addAll(loss.about().remotes()));
    return peers;
  }

  private static List<Line> said(Scene scene, Finding member) {
    return member.is(ConditionKind.TUNNEL_DOWN) ? scene.telling(member) : member.lines();
  }

  private static Optional<Line> first(List<Line> lines, Predicate<Reason> says) {
    return lines.stream().filter(line -> says.test(line.reason())).min(Line.ORDER);
  }
}
