package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.records.RejectReason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a replay found, for its summary (design 9). Every element found is one of these kinds. */
final class Counts {
  private long records;
  private long events;
  private long routine;
  private long foreign;
  private long unrecognised;
  private long duplicates;
  private long late;
  private long repaired;
  private final EnumMap<RejectReason, Long> rejects = new EnumMap<>(RejectReason.class);

  void element() {
    records++;
  }

  /** One that says something new; {@code again} when an equal one had been there before. */
  void event(boolean isLate, boolean again) {
    events++;
    late += isLate ? 1 : 0;
    duplicates += again ? 1 : 0;
  }

  void unrecognised(boolean again) {
    unrecognised++;
    duplicates += again ? 1 : 0;
  }

  void routine() {
    routine++;
  }

  void foreign() {
    foreign++;
  }

  /** One that was no JSON and could be mended; it counts as what it is, too. */
  void repaired() {
    repaired++;
  }

  void rejected(RejectReason reason) {
    rejects.merge(reason, 1L, Long::sum);
  }

  /** Adds what was counted elsewhere. */
  void add(Counts other) {
    records += other.records;
    events += other.events;
    routine += other.routine;
    foreign += other.foreign;
    unrecognised += other.unrecognised;
    duplicates += other.duplicates;
    late += other.late;
    repaired += other.repaired;
    other.rejects.forEach((reason, count) -> rejects.merge(reason, count, Long::sum));
  }

  long records() {
    return records;
  }

  long repairs() {
    return repaired;
  }

  long unrecognised() {
    return unrecognised;
  }

  long rejected() {
    return rejects.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many were no rejects, whoever they belong to. */
  long understood() {
    return records - rejected();
  }

  /** Why records could not be read, the commonest first, for people. */
  String reasons() {
    return rejects.entrySet().stream()
        .sorted(Map.Entry.<RejectReason, Long>comparingByValue().reversed())
        .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey().word()))
        .collect(Collectors.joining(", "));
  }

  /** One line of JSON. */
  String json(int incidents, double seconds) {
    var reasons =
        rejects.entrySet().stream()
            .map(entry -> "\"%s\":%d".formatted(entry.getKey().word(), entry.getValue()))
            .collect(Collectors.joining(","));
    return String.format(
        Locale.ROOT,
        "{\"records\":%d,\"events\":%d,\"routine\":%d,\"foreign\":%d,\"unrecognised\":%d,"
            + "\"duplicates\":%d,\"late\":%d,\"rejects\":{%s},\"incidents\":%d,\"seconds\":%.3f}",
        records,
        events,
        routine,
        foreign,
        unrecognised,
        duplicates,
        late,
        reasons,
        incidents,
        seconds);
  }
}
