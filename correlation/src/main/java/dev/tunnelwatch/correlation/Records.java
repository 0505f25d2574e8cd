package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Finding.About;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code maintenance} and {@code configuration_changed}: what records say was done (rule 16). */
final class Records {
  private static final Duration MAINTENANCE_APART = Duration.ofMinutes(45);
  private static final Duration CONFIGURATION_APART = Duration.ofMinutes(2);

  private Records() {}

  static List<Finding> maintenance(List<? extends GatewayEvent> records) {
    return together(ConditionKind.MAINTENANCE, records, MAINTENANCE_APART);
  }

  static List<Finding> configuration(List<? extends GatewayEvent> records) {
    return together(ConditionKind.CONFIGURATION_CHANGED, records, CONFIGURATION_APART);
  }

  private static List<Finding> together(
      ConditionKind kind, List<? extends GatewayEvent> records, Duration apart) {
    var found = new ArrayList<Finding>();
    var group = new ArrayList<GatewayEvent>();
    for (var record : records) {
      if (!group.isEmpty() && record.at().isAfter(group.getLast().at().plus(apart))) {
        found.add(finding(kind, group));
        group.clear();
      }
      group.add(record);
    }
    if (!group.isEmpty()) {
      found.add(finding(kind, group));
    }
    return found;
  }

  private static Finding finding(ConditionKind kind, List<GatewayEvent> group) {
    var lines =
        group.stream().map(record -> Line.opens(record.evidence(), Reason.NOT_STATED)).toList();
    return new Finding(
        kind,
        group.getFirst().gateway().name(),
        group.getFirst().at(),
        Optional.of(group.getLast().at()),
        About.GATEWAY,
        lines,
        Set.of());
  }
}
