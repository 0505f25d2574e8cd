package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.Loss;
import dev.tunnelwatch.model.Redundancy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One fault that several gateways see: the same remote IP or site lost from two or more of them
 * within 120 s and the difference of their DPD times (table, {@code site_outage}).
 */
final class SiteOutages {
  private SiteOutages() {}

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
    int[] groups = Lost.groups(all.size(), lost);
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
}
