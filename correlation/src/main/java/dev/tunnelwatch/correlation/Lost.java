package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A gateway that lost a remote IP or a site altogether.
 *
 * @param incident its index
 * @param what the remote IP or the site
 * @param dpd after which the loss of a silent peer shows
 */
record Lost(int incident, GatewayId gateway, String what, Instant at, Duration dpd) {
  private static final Duration TOGETHER = Duration.ofMinutes(2);

  /** Within 120 s and the difference of their DPD times (table, {@code site_outage}). */
  boolean isSameFault(Lost other) {
    var apart = Duration.between(at, other.at).abs();
    return what.equals(other.what)
        && !gateway.equals(other.gateway)
        && apart.compareTo(TOGETHER.plus(dpd.minus(other.dpd).abs())) <= 0;
  }

  /** For each incident the least index of those it belongs together with. */
  static int[] groups(int incidents, List<Lost> lost) {
    int[] group = new int[incidents];
    for (int i = 0; i < incidents; i++) {
      group[i] = i;
    }
    byWhat(lost).values().forEach(same -> join(group, same));
    for (int i = 0; i < incidents; i++) {
      group[i] = least(group, i);
    }
    return group;
  }

  private static Map<String, List<Lost>> byWhat(List<Lost> lost) {
    var byWhat = new TreeMap<String, List<Lost>>();
    lost.forEach(l -> byWhat.computeIfAbsent(l.what, _ -> new ArrayList<>()).add(l));
    return byWhat;
  }

  /** Each with those that come soon after it: a day with many losses must not cost its square. */
  private static void join(int[] group, List<Lost> same) {
    var inOrder = same.stream().sorted(Comparator.comparing(Lost::at)).toList();
    var longest = same.stream().map(Lost::dpd).max(Comparator.naturalOrder()).orElseThrow();
    for (int i = 0; i < inOrder.size(); i++) {
      var one = inOrder.get(i);
      var latest = one.at.plus(TOGETHER).plus(longest);
      for (int j = i + 1; j < inOrder.size() && !inOrder.get(j).at.isAfter(latest); j++) {
        var other = inOrder.get(j);
        int mine = least(group, one.incident);
        int theirs = least(group, other.incident);
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
