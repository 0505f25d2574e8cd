package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.records.RejectReason;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a replay found, for its summary (design 9). Every element found is one of these kinds; our
 * own canary is none of them, and counted beside them.
 */
final class Counts {
  private long records;
  private long events;
  private long routine;
  private long unsure;
  private long unrecognised;
  private long duplicates;
  private long late;
  private long repaired;
  private long quoted;
  private long canaries;
  private long withoutZone;
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;
  private long leftAside;
  private final Heard heard = new Heard();
  private final EnumMap<Category, Long> lines = new EnumMap<>(Category.class);
  private final HashMap<String, Long> foreign = new HashMap<>();
  private final EnumMap<RejectReason, Long> rejects = new EnumMap<>(RejectReason.class);

  void element() {
    records++;
  }

  /** A gateway's line, whatever it says. */
  void line(GatewayId gateway, Category category, Instant at) {
    lines.merge(category, 1L, Long::sum);
    heard.line(gateway, category);
    first = at.isBefore(first) ? at : first;
  }

  /** A gateway's line of later than the end of the replay. */
  void leftAside(Instant at) {
    leftAside++;
    last = at.isAfter(last) ? at : last;
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

  void canary() {
    canaries++;
  }

  /** One that says something new, of which not all was understood. */
  void inPart() {
    unsure++;
  }

  void foreign(String kind) {
    foreign.merge(kind, 1L, Long::sum);
  }

  /** One that was no JSON and could be mended; it counts as what it is, too. */
  void repaired() {
    repaired++;
  }

  /** One that was no JSON, and looks as if it could be mended. */
  void quoted() {
    quoted++;
  }

  void rejected(RejectReason reason) {
    rejects.merge(reason, 1L, Long::sum);
  }

  /** Adds what was counted elsewhere. */
  void add(Counts other) {
    records += other.records;
    events += other.events;
    routine += other.routine;
    unsure += other.unsure;
    unrecognised += other.unrecognised;
    duplicates += other.duplicates;
    late += other.late;
    repaired += other.repaired;
    quoted += other.quoted;
    canaries += other.canaries;
    first = other.first.isBefore(first) ? other.first : first;
    leftAside += other.leftAside;
    last = other.last.isAfter(last) ? other.last : last;
    heard.add(other.heard);
    other.lines.forEach((category, count) -> lines.merge(category, count, Long::sum));
    other.foreign.forEach((kind, count) -> foreign.merge(kind, count, Long::sum));
    other.rejects.forEach((reason, count) -> rejects.merge(reason, count, Long::sum));
  }

  long records() {
    return records;
  }

  Heard heard() {
    return heard;
  }

  /** So many in all gave their time without a zone. */
  void withoutZone(long all) {
    withoutZone = all;
  }

  long withoutZone() {
    return withoutZone;
  }

  long repairs() {
    return repaired;
  }

  long looksQuoted() {
    return quoted;
  }

  long canaries() {
    return canaries;
  }

  long unsure() {
    return unsure;
  }

  long unrecognised() {
    return unrecognised;
  }

  /** When the first thing happened that a gateway tells of; the end of time when none does. */
  Instant first() {
    return first;
  }

  /** How many lines of gateways are of later than the end. */
  long leftAside() {
    return leftAside;
  }

  /** When the last of those happened; the beginning of time when there is none. */
  Instant lastLeftAside() {
    return last;
  }

  /** Lines of gateways. */
  long lines() {
    return sum(lines);
  }

  long lines(Category category) {
    return lines.getOrDefault(category, 0L);
  }

  /** Records that are none of a VPN gateway's logs. */
  long foreign() {
    return sum(foreign);
  }

  /** The same, each kind in words for people. */
  String foreignKinds(Function<String, String> words) {
    return told(new TreeMap<>(foreign), words); // equal counts in the order of their names
  }

  long rejected() {
    return sum(rejects);
  }

  /** Why records could not be read, the commonest first, for people. */
  String reasons() {
    return told(rejects, RejectReason::word);
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static <K> String told(Map<K, Long> counts, Function<K, String> words) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<K, Long>comparingByValue().reversed())
        .map(
            entry ->
                String.format(Locale.ROOT, "%,d %s", entry.getValue(), words.apply(entry.getKey())))
        .collect(Collectors.joining(", "));
  }

  /** One line of JSON. */
  String json(int incidents, double seconds) {
    var reasons =
        rejects.entrySet().stream()
            .map(entry -> "\"%s\":%d".formatted(entry.getKey().word(), entry.getValue()))
            .collect(Collectors.joining(","));
    var heard =
        Arrays.stream(Category.values())
            .map(category -> "\"%s\":%d".formatted(category.azureName(), lines(category)))
            .collect(Collectors.joining(","));
    return String.format(
        Locale.ROOT,
        "{\"records\":%d,\"events\":%d,\"routine\":%d,\"foreign\":%d,\"unsure\":%d,"
            + "\"unrecognised\":%d,\"duplicates\":%d,\"late\":%d,\"canary\":%d,\"lines\":{%s},"
            + "\"rejects\":{%s},\"incidents\":%d,\"seconds\":%.3f}",
        records,
        events,
        routine,
        foreign(),
        unsure,
        unrecognised,
        duplicates,
        late,
        canaries,
        heard,
        reasons,
        incidents,
        seconds);
  }
}
