package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Finding.About;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelHint;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** {@code ike_failing}: negotiations for one tunnel are refused or get no answer (rule 18). */
final class IkeFailures {
  static final Duration QUIET = Duration.ofMinutes(10);

  private static final Set<Reason> UNANSWERED =
      EnumSet.of(Reason.NEGOTIATION_TIMED_OUT, Reason.PEER_SILENT);

  private final Layout layout;
  private final Collection<TunnelHistory> histories;
  private final Said said;
  private final AsOf asOf;

  private IkeFailures(Layout layout, Collection<TunnelHistory> histories, Said said, AsOf asOf) {
    this.layout = layout;
    this.said = said;
    this.histories = histories;
    this.asOf = asOf;
  }

  /** What is failing: a path, named as exactly as the lines name it. */
  private record Target(String entity, Optional<Instance> instance, IpAddress remote) {}

  static List<Finding> of(
      Layout layout, Collection<TunnelHistory> histories, Said said, AsOf asOf) {
    var ike = new IkeFailures(layout, histories, said, asOf);
    var byTarget =
        new TreeMap<Target, List<NegotiationFailed>>(Comparator.comparing(Target::entity));
    for (var failure : said.failures) {
      ike.target(failure)
          .filter(target -> !layout.isStranger(target.remote()))
          .filter(target -> isRefusedOrTimedOut(failure) || !ike.isUp(target, failure.at()))
          .ifPresent(
              target -> byTarget.computeIfAbsent(target, _ -> new ArrayList<>()).add(failure));
    }
    var found = new ArrayList<Finding>();
    byTarget.forEach((target, of) -> ike.episodes(target, of, found));
    return found;
  }

  /** Whatever else goes wrong says nothing by itself while the tunnel is up. */
  private static boolean isRefusedOrTimedOut(NegotiationFailed failure) {
    return Refusals.REASONS.contains(failure.reason()) || UNANSWERED.contains(failure.reason());
  }

  private boolean isUp(Target target, Instant at) {
    return waysOf(target)
        .flatMap(way -> way.ups().stream())
        .anyMatch(up -> !up.from().isAfter(at) && up.to().isAfter(at));
  }

  private Optional<Target> target(NegotiationFailed failure) {
    var hint = failure.tunnel();
    var only =
        layout.remotes().size() == 1
            ? Optional.of(layout.remotes().first())
                .filter(peer -> !Nameless.isOfAnother(peer, failure, said))
            : Optional.<IpAddress>empty();
    return hint.remoteIp().or(() -> only).map(remote -> target(hint, remote, failure.at()));
  }

  private Target target(TunnelHint hint, IpAddress remote, Instant at) {
    if (hint.instance().isEmpty() || !layout.activeActiveAt(at)) {
      return new Target(Entities.path(layout.gateway(), remote), Optional.empty(), remote);
    }
    var tunnel = new TunnelId(layout.gateway(), hint.instance().get(), remote);
    return new Target(tunnel.label(), hint.instance(), remote);
  }

  private void episodes(Target target, List<NegotiationFailed> failures, List<Finding> found) {
    var comebacks = comebacks(target);
    var episode = new ArrayList<NegotiationFailed>();
    for (var failure : failures) {
      if (!episode.isEmpty()
          && !said.carry.isOneEpisode(target.entity(), episode.getLast().at(), failure.at())
          && isOver(episode.getLast().at(), failure.at(), comebacks)) {
        found.add(finding(target, episode, Optional.of(episode.getLast().at())));
        episode.clear();
      }
      episode.add(failure);
    }
    if (episode.isEmpty()) {
      return;
    }
    var last = episode.getLast().at();
    boolean back = comebacks.stream().anyMatch(up -> !up.isBefore(last));
    boolean over = back || asOf.reached(last.plus(QUIET));
    found.add(finding(target, episode, over ? Optional.of(last) : Optional.empty()));
  }

  private static boolean isOver(Instant last, Instant next, List<Instant> comebacks) {
    return next.isAfter(last.plus(QUIET))
        || comebacks.stream().anyMatch(up -> !up.isBefore(last) && up.isBefore(next));
  }

  private List<Instant> comebacks(Target target) {
    return waysOf(target)
        .flatMap(history -> history.ups().stream())
        .filter(TunnelHistory.Up::seen)
        .map(TunnelHistory.Up::from)
        .toList();
  }

  private Stream<TunnelHistory> waysOf(Target target) {
    return histories.stream()
        .filter(history -> history.tunnel().remoteIp().equals(target.remote()))
        .filter(
            history ->
                target.instance().isEmpty()
                    || target.instance().get() == history.tunnel().instance());
  }

  private static Finding finding(
      Target target, List<NegotiationFailed> episode, Optional<Instant> to) {
    return new Finding(
        ConditionKind.IKE_FAILING,
        target.entity(),
        episode.getFirst().at(),
        to,
        About.of(target.instance(), new TreeSet<>(Set.of(target.remote()))),
        episode.stream().map(f -> Line.opens(f.evidence(), f.reason())).toList(),
        Set.of());
  }
}
