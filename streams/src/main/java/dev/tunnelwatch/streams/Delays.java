package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.DelayHistogram;
import dev.tunnelwatch.model.GatewayId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The delays of the sources of a task's gateways. They are counted by source, over all gateways of
 * the task, because D is a property of the way records take (rule 35), and a quiet gateway has too
 * few of its own to tell. Counted in memory and written once a minute: a crash costs a minute of
 * counts, which D, being no part of the function (rule 36), can bear.
 *
 * <p>In the store: the histogram of each source, and of each gateway the names of its sources, one
 * a line.
 */
final class Delays {

  static final String STORE = "delays";

  private static final Duration WRITE_EVERY = Duration.ofMinutes(1);
  private static final String OF_SOURCE = "source|";
  private static final String OF_GATEWAY = "gateway|";

  private final Table store;
  private final InstantSource clock;
  private final Map<String, DelayHistogram> histograms = new HashMap<>();
  private final Map<GatewayId, Set<String>> sources = new HashMap<>();
  private final Set<String> unwritten = new HashSet<>();
  private Instant written;

  Delays(Table store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.written = clock.instant();
  }

  /**
   * Counts a record.
   *
   * @param isKept whether it is evidence now. Of a gateway that never brought any, whose name
   *     anybody can invent, nothing is remembered: it has nothing to lose, and nobody would {@link
   *     #forget} it.
   */
  void took(GatewayId gateway, String source, Instant enqueuedAt, Instant at, boolean isKept) {
    histogram(source).add(enqueuedAt, at, clock.instant());
    unwritten.add(source);
    var known = sourcesOf(gateway);
    if ((isKept || !known.isEmpty()) && !known.contains(source)) {
      var now = new TreeSet<>(known);
      now.add(source);
      sources.put(gateway, now);
      store.put(OF_GATEWAY + gateway.resourceId(), bytes(now));
    }
  }

  /**
   * D, not clamped: of the gateway's sources the slowest, for any of them may bring what disproves
   * a loss. A source that brought nothing in the last hour has no say.
   */
  Duration of(GatewayId gateway) {
    var now = clock.instant();
    return sourcesOf(gateway).stream()
        .map(source -> histogram(source).p95(now))
        .flatMap(Optional::stream)
        .max(Duration::compareTo)
        .orElse(DelayHistogram.UNKNOWN);
  }

  /** Of one that nobody hears of any more; what was counted stays with the sources. */
  void forget(GatewayId gateway) {
    sources.remove(gateway);
    store.delete(OF_GATEWAY + gateway.resourceId());
  }

  /** To be called on every tick. */
  void tick() {
    var now = clock.instant();
    if (unwritten.isEmpty() || now.isBefore(written.plus(WRITE_EVERY))) {
      return;
    }
    unwritten.forEach(source -> store.put(OF_SOURCE + source, histogram(source).bytes()));
    unwritten.clear();
    written = now;
  }

  private DelayHistogram histogram(String source) {
    return histograms.computeIfAbsent(source, s -> DelayHistogram.read(store.get(OF_SOURCE + s)));
  }

  private Set<String> sourcesOf(GatewayId gateway) {
    var known = sources.computeIfAbsent(gateway, this::stored);
    return known == null ? Set.of() : known;
  }

  private @Nullable Set<String> stored(GatewayId gateway) {
    var bytes = store.get(OF_GATEWAY + gateway.resourceId());
    return bytes == null ? null : names(bytes);
  }

  private static byte[] bytes(Set<String> names) {
    return String.join("\n", names).getBytes(StandardCharsets.UTF_8);
  }

  private static Set<String> names(byte[] bytes) {
    return new TreeSet<>(Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split("\n")));
  }
}
