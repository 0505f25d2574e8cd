package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.correlation.DelayHistogram;
import dev.tunnelwatch.model.GatewayId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How late the records of each way come; D of a gateway is its slowest way's (rule 35). */
final class ArrivalDelays {

  private final Map<String, DelayHistogram> histograms = new HashMap<>();
  private final Map<GatewayId, Set<String>> ways = new HashMap<>();

  void took(Arrival arrival, Instant now) {
    histograms
        .computeIfAbsent(arrival.hub(), _ -> new DelayHistogram())
        .add(arrival.enqueuedAt(), arrival.at(), now);
    ways.computeIfAbsent(arrival.gateway(), _ -> new HashSet<>()).add(arrival.hub());
  }

  /** Not clamped. */
  Duration of(GatewayId gateway, Instant now) {
    return ways.getOrDefault(gateway, Set.of()).stream()
        .map(histograms::get)
        .flatMap(histogram -> histogram.p95(now).stream())
        .max(Duration::compareTo)
        .orElse(DelayHistogram.UNKNOWN);
  }
}
