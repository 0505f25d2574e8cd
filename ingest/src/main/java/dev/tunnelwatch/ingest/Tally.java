package dev.tunnelwatch.ingest;

import dev.tunnelwatch.records.RejectReason;
import java.util.EnumMap;
import java.util.Map;

/** What the open transaction holds, to be counted when it is committed and forgotten if not. */
final class Tally {
  private final Map<RejectReason, Integer> rejects = new EnumMap<>(RejectReason.class);
  private int events;
  private long bytes;
  private int foreign;

  void add(SourceEvent event, BodyRecords became) {
    events++;
    bytes += event.body().length;
    foreign += became.foreign();
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

  Map<RejectReason, Integer> rejects() {
    return rejects;
  }

  void clear() {
    rejects.clear();
    events = 0;
    bytes = 0;
    foreign = 0;
  }
}
