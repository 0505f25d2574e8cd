package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the end of a loss is told. A return that is concluded from a sign of life counts from the end
 * of its minute on (rule 12): until then at the latest it was there, and of seconds nothing is
 * known.
 *
 * @param concluded the ends of such minutes
 */
record Returns(Set<Instant> concluded) {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final DateTimeFormatter TO_THE_MINUTE =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  Returns {
    concluded = Set.copyOf(concluded);
  }

  static Returns of(Scene scene) {
    return new Returns(
        scene.histories.values().stream()
            .flatMap(history -> history.outages().stream())
            .filter(TunnelHistory.Outage::repaired)
            .flatMap(outage -> outage.to().stream())
            .filter(Returns::isWhole)
            .collect(Collectors.toSet()));
  }

  /** As far as incidents tell. */
  static Returns of(Collection<Incident> incidents) {
    return new Returns(
        incidents.stream()
            .filter(incident -> incident.flags().contains(Flag.MISSING_RECOVERY))
            .flatMap(incident -> incident.conditions().stream())
            .filter(condition -> condition.kind() == ConditionKind.TUNNEL_DOWN)
            .flatMap(condition -> condition.to().stream())
            .filter(Returns::isWhole)
            .collect(Collectors.toSet()));
  }

  /** What BGP tells has a time of its own. */
  private static boolean isWhole(Instant at) {
    return at.getNano() == 0 && at.getEpochSecond() % MINUTE.toSeconds() == 0;
  }

  /** {@code 10:16:42}, or at the latest {@code 10:17}. */
  String clock(Instant end) {
    return concluded.contains(end) ? TO_THE_MINUTE.format(end) : Words.clock(end);
  }

  /** {@code 10:16:42}, or {@code by 10:17}. */
  String brief(Instant end) {
    return concluded.contains(end) ? when(end) : clock(end);
  }

  /** {@code at 10:16:42}, or {@code by 10:17}. */
  String when(Instant end) {
    return (concluded.contains(end) ? "by " : "at ") + clock(end);
  }
}
