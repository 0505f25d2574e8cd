package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.Loss;
import dev.tunnelwatch.model.Redundancy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One fault that several gateways see: the same remote IP or site lost from two or more of them
 * within 120 s and the difference of their DPD times (table, {@code site_outage}).
 */
final class SiteOutages {
  private static final Duration TOGETHER = Duration.ofMinutes(2);

  private SiteOutages() {}

  /** A gateway that lost a remote IP or a site altogether. */
  private record Lost(int incident, GatewayId gateway, String what, Instant at, Duration dpd) {

    boolean isSameFault(Lost other) {
      var apart = Duration.between(at, other.at).abs();
      return what.equals(other.what)
          && !gateway.equals(other.gateway)
          && apart.compareTo(TOGETHER.plus(dpd.minus(other.dpd).abs())) <= 0;
    }
  }

  /** Incidents that belong to one fault become one; all others stay as they are. */
  static List<Incident> fold(
      Collection<GatewayIncident> incidents, Inventory inventory, AsOf asOf) {
    var all =
        incidents.stream()
            .distinct()
            .sorted(Comparator.comparing((GatewayIncident i) -> i.incident().id()))
            .toList();
    var lost = new ArrayList<Lost>();
    for (int i = 0; i < all.size(); i++) {
      lost.addAll(lost(i, all.get(i)));
    }
    int[] groups = groups(all.size(), lost);
    var byGroup = new TreeMap<Integer, List<GatewayIncident>>();
    for (int i = 0; i < groups.length; i++) {
      byGroup.computeIfAbsent(groups[i], _ -> new ArrayList<>()).add(all.get(i));
    }
    return byGroup.values().stream()
        .map(
            group ->
                group.size() == 1
                    ? group.getFirst().incident()
                    : new SiteOutageWriter(group, inventory, asOf).write())
        .toList();
  }

  /** What the lines say of one gateway's connection outweighs what several losses look like. */
  private static boolean isStated(Cause cause) {
    return cause == Cause.CONFIGURATION_CHANGE || Refusals.isOne(cause);
  }

  /** What an incident that is about one site only says is lost altogether. */
  private static List<Lost> lost(int index, GatewayIncident of) {
    var sites = new HashSet<String>();
    of.losses().forEach(loss -> sites.add(loss.site()));
    if (sites.size() != 1 || isStated(of.incident().judgement().cause())) {
      return List.of();
    }
    var found = new ArrayList<Lost>();
    var dpd = of.losses().getFirst().dpd();
    of.incident().redundancy().stream()
        .filter(row -> sites.contains(row.site()))
        .map(Redundancy::lostFrom)
        .flatMap(Optional::stream)
        .forEach(at -> found.add(new Lost(index, of.gateway(), sites.iterator().next(), at, dpd)));
    var byRemote = new TreeMap<String, List<Loss>>();
    of.losses()
        .forEach(
            loss ->
                byRemote
                    .computeIfAbsent(loss.tunnel().remoteIp().text(), _ -> new ArrayList<>())
                    .add(loss));
    byRemote.forEach(
        (remote, losses) ->
            lostAt(losses, of.incident().conditions())
                .ifPresent(at -> found.add(new Lost(index, of.gateway(), remote, at, dpd))));
    return found;
  }

  /**
   * When no instance reached the remote IP any more: on an active-active gateway, whose conditions
   * are named by tunnel, when the later of both went while the earlier was still down.
   */
  private static Optional<Instant> lostAt(List<Loss> losses, List<Condition> conditions) {
    var first = losses.getFirst();
    boolean byTunnel =
        conditions.stream()
            .anyMatch(
                c -> c.id().equals(first.condition()) && c.entity().equals(first.tunnel().label()));
    if (!byTunnel) {
      return Optional.of(first.from());
    }
    var byInstance = new EnumMap<Instance, Loss>(Instance.class);
    losses.forEach(loss -> byInstance.putIfAbsent(loss.tunnel().instance(), loss));
    if (byInstance.size() < Instance.values().length) {
      return Optional.empty();
    }
    var at = byInstance.values().stream().map(Loss::from).max(Comparator.naturalOrder());
    return at.filter(
        latest ->
            byInstance.values().stream()
                .allMatch(loss -> loss.to().map(to -> !to.isBefore(latest)).orElse(true)));
  }

  /** For each incident the least index of those it belongs together with. */
  private static int[] groups(int size, List<Lost> lost) {
    int[] group = new int[size];
    for (int i = 0; i < size; i++) {
      group[i] = i;
    }
    byWhat(lost).values().forEach(same -> join(group, same));
    for (int i = 0; i < size; i++) {
      group[i] = least(group, i);
    }
    return group;
  }

  private static Map<String, List<Lost>> byWhat(List<Lost> lost) {
    var byWhat = new TreeMap<String, List<Lost>>();
    lost.forEach(l -> byWhat.computeIfAbsent(l.what(), _ -> new ArrayList<>()).add(l));
    return byWhat;
  }

  /** Each with those that come soon after it: a fleet that lost much must not cost its square. */
  private static void join(int[] group, List<Lost> same) {
    var inOrder = same.stream().sorted(Comparator.comparing(Lost::at)).toList();
    var longest = same.stream().map(Lost::dpd).max(Comparator.naturalOrder()).orElseThrow();
    for (int i = 0; i < inOrder.size(); i++) {
      var one = inOrder.get(i);
      var latest = one.at().plus(TOGETHER).plus(longest);
      for (int j = i + 1; j < inOrder.size() && !inOrder.get(j).at().isAfter(latest); j++) {
        var other = inOrder.get(j);
        int mine = least(group, one.incident());
        int theirs = least(group, other.incident());
        if (mine != theirs && one.isSameFault(other)) {
          group[Math.max(mine, theirs)] = Math.min(mine, theirs);
        }
      }
    }
  }

  /** Each points to a lesser one it belongs together with, the least to itself. */
  private static int least(int[] group, int of) {
    int at = of;
    while (group[at] != at) {
      group[at] = group[group[at]];
      at = group[at];
    }
    return at;
  }
}
