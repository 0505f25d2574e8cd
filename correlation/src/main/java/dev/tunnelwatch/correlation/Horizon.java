package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Carry.Stretch;
import dev.tunnelwatch.correlation.TunnelHistory.Outage;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What may be let go of at a cut (rule 10), so that every incident that is not forgotten comes out
 * as if nothing had been. An incident is forgotten when its last condition ended {@link #REACH}
 * before the cut.
 *
 * <p>Conditions explain each other only across a short time: nothing reaches over a quiet of {@link
 * #QUIET} and a DPD time but maintenance, which has its own reach, and a flap penalty, which is
 * carried. So time before the cut falls into clusters of beginnings and ends. Those are kept whole
 * in which a condition of a lasting incident began or ended, or another loss of its sites while it
 * lasted; and with each cluster both ends of every condition that meets it. What is left over are
 * whole conditions of clusters that nothing depends on, and repetition inside long ones.
 */
final class Horizon {
  /** Longer than any edge of the causal table, the longest DPD time and linger. */
  static final Duration REACH = Duration.ofHours(2);

  private static final Duration COMPLETE = Duration.ofMinutes(30);
  private static final Duration QUIET = Duration.ofMinutes(15);
  private static final Duration MAINTENANCE = Duration.ofMinutes(46);

  /** So far around a condition's ends stand lines that tell why (rule 27); below half a quiet. */
  private static final Duration MARGIN = Duration.ofMinutes(6);

  /** After so long nothing is left of the highest flap penalty. */
  private static final Duration DECAYED = Duration.ofHours(5);

  private final Scene scene;
  private final Instant cut;
  private final Clusters clusters;
  private final List<Stretch> kept;
  private final Map<TunnelId, List<Stretch>> outages = new HashMap<>();
  private final Map<String, List<Stretch>> withdrawals = new HashMap<>();
  private final Map<TunnelId, Set<Long>> renewals = new HashMap<>();
  private final Set<Evidence> pinned = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Without a withdrawal whose session was handed on: what tells that it was may be let go of. */
  private final Set<Evidence> changes = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Every record from before it has come that still may (rule 8), and what it may change. */
  static Instant cut(Instant lowWatermark) {
    return lowWatermark.isBefore(Instant.EPOCH)
        ? Instant.MIN
        : lowWatermark
            .minus(COMPLETE)
            .truncatedTo(ChronoUnit.HOURS)
            .minus(Lateness.HORIZON)
            .minus(REACH);
  }

  Horizon(Scene scene, Instant cut) {
    this.scene = scene;
    this.cut = cut;
    this.clusters = new Clusters(happenings(), QUIET.plus(longestDpd()));
    scene.changes.forEach(change -> changes.add(change.evidence()));
    need();
    this.kept = clusters.needed(MARGIN).stream().map(Horizon::onMinutes).toList();
    pin();
  }

  private Duration longestDpd() {
    return scene.layout.remotes().stream()
        .map(scene.layout::dpd)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Lines and bits of a minute stay together. */
  private static Stretch onMinutes(Stretch stretch) {
    var to = stretch.to();
    return new Stretch(
        stretch.from().truncatedTo(ChronoUnit.MINUTES),
        to.equals(Instant.MAX)
            ? to
            : to.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60).minusNanos(1));
  }

  private List<Stretch> happenings() {
    var all = new ArrayList<Stretch>();
    for (var item : items()) {
      all.add(new Stretch(item.from(), item.from()));
      if (item.to().isBefore(Instant.MAX)) {
        all.add(new Stretch(item.to(), item.to()));
      }
    }
    scene.runs.forEach(run -> all.add(new Stretch(run.losses().getFirst().from(), run.fall())));
    scene.said.maintenance.forEach(
        noted -> all.add(new Stretch(noted.at(), noted.at().plus(MAINTENANCE))));
    all.add(new Stretch(cut.minus(REACH), Instant.MAX));
    return all;
  }

  /** All that has two ends, {@link Instant#MAX} while it lasts. */
  private List<Stretch> items() {
    var items = new ArrayList<Stretch>();
    for (var history : scene.histories.values()) {
      for (var outage : history.outages()) {
        items.add(stretch(outage));
        if (outage.isRemoved()) {
          items.add(absence(history, outage));
        }
      }
    }
    scene.takeovers.values().forEach(items::addAll);
    scene.handedOn.forEach(on -> items.add(new Stretch(on.up().at(), on.down().at())));
    scene.findings().forEach(finding -> items.add(stretch(finding)));
    return items;
  }

  private static Stretch stretch(Outage outage) {
    return new Stretch(outage.from(), outage.to().orElse(Instant.MAX));
  }

  /**
   * A tunnel taken out of the configuration is gone until it is seen up again, or lost again: then
   * it was up for a while, and only the removal tells that it was not up all the time. Or until it
   * is expected again, which is only known by the removal.
   */
  private static Stretch absence(TunnelHistory history, Outage removed) {
    var since = removed.to().orElseThrow();
    var up =
        history.ups().stream()
            .filter(interval -> interval.to().isAfter(since))
            .map(interval -> interval.seen() ? interval.from() : interval.to());
    var lost = history.outages().stream().map(Outage::from).filter(since::isBefore);
    var until = Stream.concat(up, lost).min(Comparator.naturalOrder());
    return new Stretch(since, until.orElse(Instant.MAX));
  }

  private static Stretch stretch(Finding finding) {
    return new Stretch(finding.from(), finding.end());
  }

  private void need() {
    clusters.need(cut.minus(REACH));
    Linking.all(scene).forEach(this::need);
    var items = items();
    boolean more = true;
    while (more) {
      more = false;
      for (var item : items) {
        more |= clusters.isNeeded(item) && need(item);
      }
      for (var history : scene.histories.values()) {
        more |= needBefore(history) || needTakeovers(history);
      }
    }
  }

  /** Where a recovery left no record, the age of the next SA is told by the loss before. */
  private boolean needBefore(TunnelHistory history) {
    boolean more = false;
    var next = cut;
    for (var outage : history.outages().reversed()) {
      if (outage.repaired() && clusters.isNeeded(next)) {
        more |= need(stretch(outage));
      }
      next = outage.from();
    }
    return more;
  }

  /** A connect that is kept for the age of an SA would else take over what was heard after it. */
  private boolean needTakeovers(TunnelHistory history) {
    boolean more = false;
    var taken =
        scene.takeovers.getOrDefault(Histories.twin(history.tunnel()), List.of()).stream()
            .filter(item -> !clusters.isNeeded(item.from()) || !isNeededEnd(item))
            .toList();
    if (!taken.isEmpty()) {
      var kept = new ArrayList<>(List.of(cut));
      history.outages().stream().map(Outage::from).filter(clusters::isNeeded).forEach(kept::add);
      for (var at : kept) {
        var connect = lastConnect(history.tunnel(), at);
        for (var item : taken) {
          more |= connect.filter(up -> item.holds(up.at())).isPresent() && need(item);
        }
      }
    }
    return more;
  }

  private boolean isNeededEnd(Stretch item) {
    return item.to().equals(Instant.MAX) || clusters.isNeeded(item.to());
  }

  private boolean need(Stretch item) {
    boolean first = clusters.need(item.from());
    return clusters.need(item.to()) || first;
  }

  private void need(Tree tree) {
    var from = tree.members().stream().map(Finding::from).min(Comparator.naturalOrder());
    var to = tree.span().endedAt().orElse(Instant.MAX);
    if (!to.isAfter(cut.minus(REACH))) {
      return;
    }
    var remotes = new TreeSet<IpAddress>();
    for (var member : tree.members()) {
      need(stretch(member));
      remotes.addAll(member.about().remotes());
    }
    var sites = scene.layout.sites(remotes);
    scene.gaps.stream()
        .filter(gap -> sites.contains(scene.layout.site(gap.remote())))
        .filter(gap -> !gap.from().isAfter(to) && !gap.end().isBefore(from.orElseThrow()))
        .forEach(gap -> need(stretch(gap.by())));
  }

  private void pin() {
    for (var history : scene.histories.values()) {
      pinRenewal(history.tunnel(), cut);
      for (var outage : history.outages()) {
        if (clusters.isNeeded(outage.from())) {
          var until = outage.to().orElse(Instant.MAX);
          add(outages, history.tunnel(), new Stretch(outage.from(), until));
          pinRenewal(history.tunnel(), outage.from());
        }
      }
    }
    for (var finding : scene.findings()) {
      if (clusters.isNeeded(finding.from()) && !finding.is(ConditionKind.IKE_FAILING)) {
        finding.lines().forEach(line -> pinned.add(line.evidence()));
        if (finding.is(ConditionKind.ROUTES_WITHDRAWN)) {
          add(withdrawals, finding.entity(), stretch(finding));
        }
      }
    }
  }

  /** What tells how old the SA was that a loss ended (rule 27). */
  private void pinRenewal(TunnelId tunnel, Instant loss) {
    lastConnect(tunnel, loss).ifPresent(up -> pinned.add(up.evidence()));
    scene
        .said
        .rekeyed
        .getOrDefault(tunnel, new MinuteBits())
        .atOrBefore(Minutes.of(loss))
        .ifPresent(minute -> renewals.computeIfAbsent(tunnel, _ -> new HashSet<>()).add(minute));
  }

  private Optional<GatewayEvent> lastConnect(TunnelId tunnel, Instant before) {
    var records = scene.said.tunnels.getOrDefault(tunnel, List.of());
    int count = Said.before(records, before);
    return count > 0 && records.get(count - 1) instanceof GatewayEvent.TunnelConnected up
        ? Optional.of(up)
        : Optional.empty();
  }

  private static <K> void add(Map<K, List<Stretch>> to, K key, Stretch stretch) {
    to.computeIfAbsent(key, _ -> new ArrayList<>()).add(stretch);
  }

  /** Whether an event from before the cut is still needed. */
  boolean keeps(GatewayEvent event) {
    return holds(kept, event.at())
        || pinned.contains(event.evidence())
        || switch (event) {
          case GatewayEvent.TunnelConnected up -> isOfOutage(up.tunnel(), up.at());
          case GatewayEvent.TunnelDisconnected down -> isOfOutage(down.tunnel(), down.at());
          case GatewayEvent.RoutesChanged routes ->
              holds(withdrawals.getOrDefault(Entities.of(routes), List.of()), routes.at())
                  && changes.contains(routes.evidence());
          case GatewayEvent.NegotiationFailed failed ->
              holds(kept, failed.at().minus(Nameless.BESIDE))
                  || holds(kept, failed.at().plus(Nameless.BESIDE));
          case GatewayEvent.SaDeleted _,
              GatewayEvent.MaintenanceNoted _,
              GatewayEvent.ConfigurationSet _,
              GatewayEvent.BgpConnected _,
              GatewayEvent.BgpDisconnected _,
              GatewayEvent.P2sSession _,
              GatewayEvent.Unrecognised _,
              GatewayEvent.Undated _ ->
              false;
        };
  }

  private boolean isOfOutage(TunnelId tunnel, Instant at) {
    return holds(outages.getOrDefault(tunnel, List.of()), at);
  }

  private static boolean holds(List<Stretch> stretches, Instant at) {
    return stretches.stream().anyMatch(stretch -> stretch.holds(at));
  }

  /** The minutes still needed; those in which a gateway was only heard are not. */
  MinuteBits kept(PresenceSeries series, MinuteBits minutes) {
    long last = Minutes.of(cut);
    var renewed =
        series
            .tunnel(scene.said.gateway)
            .filter(_ -> series.sign() == Presence.Sign.REKEYED)
            .map(tunnel -> renewals.getOrDefault(tunnel, Set.of()))
            .orElse(Set.of());
    return minutes.where(
        minute ->
            minute >= last
                || renewed.contains(minute)
                || (series.sign() != Presence.Sign.HEARD && holds(kept, Minutes.start(minute))));
  }

  /** What all that is let go of taught. */
  Carry carry(Carry.Judged judged) {
    return Lessons.of(scene, cut, clusters, judged);
  }

  /** Whether that penalty, right after a loss at that instant, has decayed at a later one. */
  static boolean isDecayed(Instant loss, Instant by) {
    return loss.isBefore(by.minus(DECAYED));
  }
}
