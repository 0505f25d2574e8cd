package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.GatewayStanding;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.LabelValue;
import dev.tunnelwatch.model.SiteState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * How the gateways of this process stand, as series. Whoever can write to a hub can invent
 * gateways, so that those no inventory has share a bound of their own and cannot crowd out ours; of
 * what is beyond it only the number is told. A series is there only while its gateway's task is:
 * gone is better than wrong. For use by several threads.
 */
final class Standings {

  /** Series of gateways in the inventory: what a scrape can bear, some 1 000 gateways. */
  static final int OF_LISTED = 20_000;

  /** Series of all others. */
  static final int OF_STRANGERS = 2_000;

  /** Gateways of no inventory of which it is remembered what they said, before they are shown. */
  private static final int HEARD = 4_000;

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final BooleanSupplier whole;
  private final Counter dropped;
  private final Map<GatewayId, GatewaySeries> series = new HashMap<>();
  private final Map<String, GatewayId> names = new HashMap<>();
  private final Map<GatewayId, Heard> heard = new HashMap<>();

  /** Partitions at work, and whether each of their gateways has been looked at. */
  private final Map<Integer, Boolean> partitions = new HashMap<>();

  private int ofListed;
  private int ofStrangers;

  /**
   * @param whole whether all tasks of the process are at work
   */
  Standings(MeterRegistry registry, InstantSource clock, BooleanSupplier whole) {
    this.registry = registry;
    this.clock = clock;
    this.whole = whole;
    dropped =
        Counter.builder("tunnelwatch.series.dropped")
            .description("Times a gateway had no series since there are too many")
            .register(registry);
    for (var state : SiteState.values()) {
      Gauge.builder("tunnelwatch.sites", () -> sites(state))
          .description("Sites in that state, each counted for every gateway that leads to it")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  /** That partition's gateways are being looked at, for they were concluded in another life. */
  synchronized void begins(int partition) {
    partitions.put(partition, false);
  }

  /** All of them have been. */
  synchronized void complete(int partition) {
    partitions.put(partition, true);
  }

  /** That partition is worked on elsewhere from now on. */
  synchronized void gone(int partition) {
    partitions.remove(partition);
    var its = new HashSet<GatewayId>();
    series.forEach(
        (gateway, shown) -> {
          if (shown.partition() == partition) {
            its.add(gateway);
          }
        });
    its.forEach(this::unknown);
    // Also of those that had no series: it would be told again with the partition, though others
    // told it meanwhile, and would take their room.
    heard.values().removeIf(said -> said.partition() == partition);
  }

  /** Whether a gateway has its series. */
  synchronized boolean shows(GatewayId gateway) {
    return series.containsKey(gateway);
  }

  /** Whether anybody else may come who is not in the inventory. */
  synchronized boolean hasRoom() {
    return ofStrangers + GatewaySeries.LEAST <= OF_STRANGERS;
  }

  /** Whether there would be series for a gateway; that there are none is counted. */
  synchronized boolean takes(GatewayId gateway, boolean listed) {
    boolean takes = listed || takesMore(gateway);
    if (!takes) {
      dropped.increment();
      heard.remove(gateway);
    }
    return takes;
  }

  /** There is no number for it: it was forgotten, or could not be concluded. */
  synchronized void unknown(GatewayId gateway) {
    var shown = series.remove(gateway);
    if (shown != null) {
      names.remove(shown.name());
      count(shown, -shown.hide(registry));
    }
  }

  /** A gateway said what no standing tells; it shows with its series, or when they come. */
  synchronized void heard(int partition, GatewayEvent event, boolean listed) {
    var gateway = event.gateway();
    if (!listed && !heard.containsKey(gateway) && (heard.size() >= HEARD || !takesMore(gateway))) {
      return;
    }
    var said = heard.computeIfAbsent(gateway, _ -> new Heard(partition));
    said.take(event);
    var shown = series.get(gateway);
    if (shown != null && !shown.tells(said.shape())) {
      show(shown.partition(), shown.standing());
    }
  }

  private boolean takesMore(GatewayId gateway) {
    return hasRoom() || shows(gateway);
  }

  /** As it was concluded. */
  synchronized void show(int partition, GatewayStanding standing) {
    var gateway = standing.gateway();
    var said = heard.getOrDefault(gateway, Heard.NOTHING);
    var before = series.get(gateway);
    if (before != null && before.tells(said.shape()) && before.update(standing)) {
      return;
    }
    unknown(gateway);
    if (isNothing(standing) && said.shape().equals(Heard.Shape.NONE)) {
      return;
    }
    int room = standing.listed() ? OF_LISTED - ofListed : OF_STRANGERS - ofStrangers;
    int least = GatewaySeries.count(standing);
    boolean whole = least + said.shape().series() <= room;
    if (!whole) {
      dropped.increment();
    }
    boolean fits = least <= room;
    if (!fits && !standing.listed()) {
      heard.remove(gateway);
      return;
    }
    var name = name(standing);
    var next = new GatewaySeries(name, partition, standing, said, clock);
    series.put(gateway, next);
    names.put(name, gateway);
    if (fits) { // else it counts for the fleet, which has no more gateways than the inventory
      count(next, next.show(registry, whole));
    }
  }

  /** No tunnel of it was ever heard of, and nobody says that there should be one. */
  private static boolean isNothing(GatewayStanding standing) {
    return !standing.listed() && standing.sites().isEmpty() && standing.ikeFailing().isEmpty();
  }

  private void count(GatewaySeries of, int change) {
    if (of.listed()) {
      ofListed += change;
    } else {
      ofStrangers += change;
    }
  }

  /** Two of one name can be in one inventory; who is in none may bear the name of one that is. */
  private String name(GatewayStanding standing) {
    var gateway = standing.gateway();
    var plain = LabelValue.of(gateway.name());
    return LabelValue.of(gateway, standing.listed() && !names.containsKey(plain));
  }

  private synchronized Number sites(SiteState state) {
    boolean all = !partitions.isEmpty() && partitions.values().stream().allMatch(done -> done);
    return all && whole.getAsBoolean()
        ? (Number) series.values().stream().mapToLong(shown -> shown.sites(state)).sum()
        : (Number) Double.NaN; // some of them would pass for all
  }

  /** For tests: the names in use. */
  synchronized Set<String> names() {
    return Set.copyOf(names.keySet());
  }
}
