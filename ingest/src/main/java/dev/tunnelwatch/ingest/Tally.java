package dev.tunnelwatch.ingest;

import dev.tunnelwatch.records.RejectReason;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the open transaction holds, to be counted when it is committed and forgotten if not. */
final class Tally {
  private final Map<RejectReason, Integer> rejects = new EnumMap<>(RejectReason.class);
  private int events;
  private long bytes;
  private int foreign;
  private final Map<String, Instant> canaries = new HashMap<>();

  void add(String source, SourceEvent event, BodyRecords became) {
    events++;
    bytes += event.body().length;
    foreign += became.foreign();
    if (became.canaries() > 0) {
      canaries.put(source, event.enqueuedAt());
    }
    became.rejects().forEach(reason -> rejects.merge(reason, 1, Integer::sum));
  }

  int events() {
    return events;
  }

  long bytes() {
    return bytes;
  }

  int foreign() {
    return foreign;
  }

  /** When the last canary from there set out, if there is one. */
  Optional<Instant> canary(String source) {
    return Optional.ofNullable(canaries.get(source));
  }

  Map<RejectReason, Integer> rejects() {
    return rejects;
  }

  void clear() {
    rejects.clear();
    events = 0;
    bytes = 0;
    foreign = 0;
    canaries.clear();
  }
}
