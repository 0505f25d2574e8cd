package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.ArrayList;
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

  static Afterwards of(Scene scene, Tree tree, Cause chosen) {
    if (Refusals.isOne(chosen)) {
      return NOTHING;
    }
    var refusal = first(lines(scene, tree, ConditionKind.IKE_FAILING), Refusals.REASONS::contains);
    if (refusal.isPresent()) {
      return new Afterwards(
          Refusals.cause(refusal.get().reason()),
          Optional.of(
              "Negotiations are refused from %s on: %s."
                  .formatted(
                      Words.clock(refusal.get().at()), Remarks.spoken(refusal.get().reason()))));
    }
    return tree.root().is(ConditionKind.CONFIGURATION_CHANGED) ? silence(scene, tree) : NOTHING;
  }

  private static Afterwards silence(Scene scene, Tree tree) {
    var lines = new ArrayList<>(lines(scene, tree, ConditionKind.TUNNEL_DOWN));
    lines.addAll(lines(scene, tree, ConditionKind.IKE_FAILING));
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
            (over ? "After it " : "Since then ") + silent(peers(tree), over) + ": " + said + '.'));
  }

  private static String silent(NavigableSet<IpAddress> peers, boolean over) {
    boolean one = peers.size() == 1;
    return (one ? "the peer " : "the peers ")
        + peers.stream().map(IpAddress::text).limit(3).collect(Collectors.joining(", "))
        + (over ? " did" : one ? " does" : " do")
        + " not answer";
  }

  private static NavigableSet<IpAddress> peers(Tree tree) {
    var peers = new TreeSet<IpAddress>();
    tree.of(ConditionKind.TUNNEL_DOWN).forEach(loss -> peers.addAll(loss.about().remotes()));
    return peers;
  }

  private static List<Line> lines(Scene scene, Tree tree, ConditionKind kind) {
    return tree.of(kind)
        .flatMap(
            member ->
                kind == ConditionKind.TUNNEL_DOWN
                    ? scene.telling(member).stream()
                    : member.lines().stream())
        .toList();
  }

  private static Optional<Line> first(List<Line> lines, Predicate<Reason> says) {
    return lines.stream().filter(line -> says.test(line.reason())).min(Line.ORDER);
  }
}
