package dev.tunnelwatch.correlation;

import static java.util.Comparator.naturalOrder;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What keeps a tunnel down may be another thing than what took it: after a change or a restart the
 * two ends may refuse each other, and after a change a peer may say nothing at all. Only lines from
 * after the loss tell that: what took it also ends what was being negotiated.
 *
 * @param cause what that would be by itself
 * @param sentence of the first lines that say so
 * @param whole whether it is so of every peer that is still down
 */
record Afterwards(Optional<Cause> cause, Optional<String> sentence, boolean whole) {
  private static final Afterwards NOTHING =
      new Afterwards(Optional.empty(), Optional.empty(), false);

  /** What got no answer so soon after the loss was asked before it. */
  private static final Duration STROKE = Duration.ofSeconds(10);

  /**
   * What it is.
   *
   * @param stuck what is still down though the platform has brought others back
   */
  static Afterwards of(Scene scene, Tree tree, Cause chosen, Optional<String> stuck) {
    if (Refusals.isOne(chosen)) {
      return NOTHING;
    }
    var down = down(tree);
    var refused =
        tree.of(ConditionKind.IKE_FAILING)
            .filter(ike -> first(inVain(scene, ike, down), Refusals.REASONS::contains).isPresent())
            .toList();
    var refusal =
        first(
            refused.stream().flatMap(ike -> inVain(scene, ike, down).stream()).toList(),
            Refusals.REASONS::contains);
    if (refusal.isPresent()) {
      var by = remotes(refused);
      return new Afterwards(
          Refusals.cause(refusal.get().reason()),
          Optional.of(
              "Negotiations%s %s refused from %s on: %s."
                  .formatted(
                      with(scene, by, remotes(tree.members())),
                      tree.span().endedAt().isPresent() ? "were" : "are",
                      Words.clock(refusal.get().at()),
                      Remarks.spoken(refusal.get().reason()))),
          by.containsAll(remotes(down)));
    }
    if (tree.root().is(ConditionKind.CONFIGURATION_CHANGED)) {
      return silenceAfterAChange(scene, tree, down);
    }
    return stuck.isPresent() || chosen == Cause.PEER_CLOSED
        ? silence(scene, tree, down, chosen == Cause.PEER_CLOSED)
        : NOTHING;
  }

  /** Whose they are, where others are told of, too. */
  private static String with(
      Scene scene, NavigableSet<IpAddress> some, NavigableSet<IpAddress> all) {
    return all.size() > some.size()
        ? " with "
            + some.stream()
                .limit(3)
                .map(peer -> named(scene.layout.site(peer), peer))
                .collect(Collectors.joining(", "))
        : "";
  }

  private static String named(String site, IpAddress peer) {
    return site.equals(peer.text()) ? site : site + " (" + peer + ')';
  }

  /** What is still down, or was while anything was. */
  private static List<Finding> down(Tree tree) {
    var all = tree.of(ConditionKind.TUNNEL_DOWN).toList();
    var open = all.stream().filter(Finding::isOpen).toList();
    return open.isEmpty() ? all : open;
  }

  /**
   * The lines of failing negotiations from after the loss they are about, if there was one, without
   * those of handshakes that went well in the end.
   */
  private static List<Line> inVain(Scene scene, Finding ike, List<Finding> down) {
    var loss =
        down.stream()
            .filter(lost -> lost.remote().equals(ike.remote()))
            .map(Finding::from)
            .min(naturalOrder());
    return ike.lines().stream()
        .filter(line -> loss.filter(from -> !line.at().isAfter(from)).isEmpty())
        .filter(line -> !Telling.isBackSoon(scene, ike, line.at()))
        .toList();
  }

  private static Afterwards silenceAfterAChange(Scene scene, Tree tree, List<Finding> down) {
    var peers = remotes(down);
    var lines =
        Stream.concat(
                tree.of(ConditionKind.TUNNEL_DOWN).flatMap(loss -> scene.telling(loss).stream()),
                tree.of(ConditionKind.IKE_FAILING)
                    .filter(ike -> peers.contains(ike.remote()))
                    .flatMap(ike -> ike.lines().stream()))
            .filter(line -> !line.at().isBefore(tree.root().from()))
            .toList();
    var dpd =
        first(lines, Reason.PEER_SILENT::equals)
            .map(line -> "DPD timed out at " + Words.clock(line.at()));
    var unanswered =
        first(lines, Reason.NEGOTIATION_TIMED_OUT::equals).map(line -> unanswered(tree, line));
    var said = Stream.of(dpd, unanswered).flatMap(Optional::stream).toList();
    var before = Changes.silentBefore(scene, tree);
    if (before.isPresent()) {
      return silentBefore(scene, tree, peers, before.get());
    }
    return said.isEmpty()
        ? NOTHING
        : silence(tree, peers, String.join(", ", said), Optional.of(Cause.PEER_UNREACHABLE));
  }

  /** A change may be why all the same: when its record is written is not documented. */
  private static Afterwards silentBefore(
      Scene scene, Tree tree, NavigableSet<IpAddress> peers, Finding loss) {
    return new Afterwards(
        Optional.of(Cause.PEER_UNREACHABLE),
        Optional.of(
            "Yet %s: DPD timed out at %s, so there was silence from about %s on, before the change."
                .formatted(
                    silent(peers, tree.span().endedAt().isPresent()),
                    Words.clock(loss.from()),
                    Words.clock(Changes.silentSince(scene, loss)))),
        true);
  }

  /**
   * That DPD found a peer silent is how the gateway's own absence looks too. Several peers that do
   * not answer, or one that has its tunnel with the other instance, are not to blame either, unless
   * it was the peer who closed them.
   */
  private static Afterwards silence(Scene scene, Tree tree, List<Finding> down, boolean closed) {
    var silent = new TreeSet<IpAddress>();
    var first = Optional.<Line>empty();
    for (var loss : down) {
      var line = unansweredAfter(scene, tree, loss);
      line.ifPresent(_ -> silent.add(loss.remote()));
      first = Stream.of(first, line).flatMap(Optional::stream).min(Line.ORDER);
    }
    if (first.isEmpty()) {
      return NOTHING;
    }
    boolean oneSite = scene.layout.sites(silent).size() == 1;
    boolean gone = closed || silent.stream().noneMatch(peer -> hasAnotherWay(scene, peer));
    return silence(
        tree,
        silent,
        unanswered(tree, first.get()),
        oneSite && gone ? Optional.of(Cause.PEER_UNREACHABLE) : Optional.empty());
  }

  private static Optional<Line> unansweredAfter(Scene scene, Tree tree, Finding loss) {
    var negotiated =
        tree.of(ConditionKind.IKE_FAILING)
            .filter(ike -> ike.remote().equals(loss.remote()))
            .filter(ike -> BgpLosses.agree(ike.about().instance(), loss.about().instance()))
            .flatMap(ike -> ike.lines().stream());
    var lines =
        Stream.concat(scene.telling(loss).stream(), negotiated)
            .filter(line -> line.at().isAfter(loss.from()))
            .toList();
    boolean goesOn =
        lines.stream()
            .filter(line -> line.reason() == Reason.NEGOTIATION_TIMED_OUT)
            .anyMatch(line -> line.at().isAfter(loss.from().plus(STROKE)));
    return goesOn ? first(lines, Reason.NEGOTIATION_TIMED_OUT::equals) : Optional.empty();
  }

  private static boolean hasAnotherWay(Scene scene, IpAddress peer) {
    var to = List.of(peer);
    var lost =
        scene.losses.stream()
            .filter(loss -> loss.isOpen() && loss.remote().equals(peer))
            .sorted(Finding.TIME)
            .toList();
    var ways = scene.layout.paths(to, Optional.empty(), lost.getLast().from());
    lost.forEach(
        loss -> ways.removeAll(scene.layout.paths(to, loss.about().instance(), loss.from())));
    return !ways.isEmpty();
  }

  private static Afterwards silence(
      Tree tree, NavigableSet<IpAddress> peers, String said, Optional<Cause> cause) {
    boolean over = tree.span().endedAt().isPresent();
    return new Afterwards(
        cause, Optional.of(since(tree, over) + silent(peers, over) + ": " + said + '.'), true);
  }

  private static String since(Tree tree, boolean over) {
    return !over
        ? "Since then "
        : tree.root().is(ConditionKind.CONFIGURATION_CHANGED)
            ? "After the change "
            : "After the loss ";
  }

  private static String unanswered(Tree tree, Line line) {
    var verb = tree.span().endedAt().isPresent() ? "got" : "get";
    return "negotiations " + verb + " no answer from " + Words.clock(line.at()) + " on";
  }

  private static String silent(NavigableSet<IpAddress> peers, boolean over) {
    boolean one = peers.size() == 1;
    return (one ? "the peer " : "the peers ")
        + peers.stream().map(IpAddress::text).limit(3).collect(Collectors.joining(", "))
        + (over ? " did" : one ? " does" : " do")
        + " not answer";
  }

  private static NavigableSet<IpAddress> remotes(Collection<Finding> of) {
    var remotes = new TreeSet<IpAddress>();
    of.forEach(finding -> remotes.addAll(finding.about().remotes()));
    return remotes;
  }

  private static Optional<Line> first(List<Line> lines, Predicate<Reason> says) {
    return lines.stream().filter(line -> says.test(line.reason())).min(Line.ORDER);
  }
}
