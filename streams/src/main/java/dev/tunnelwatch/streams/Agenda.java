package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.GatewayId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which gateways of a task are to be concluded anew: those whose time has come, then those whose
 * evidence changed, longest waiting first. Of a gateway on which nothing is wrong, signs of life
 * can wait and are worked out together: they are most of what is heard, and tell nobody anything.
 * The stores are the truth; memory mirrors them so that an idle tick costs nothing.
 */
final class Agenda {

  static final String DIRTY = "dirty";
  static final String DUE = "due";

  /** How long what nobody waits for is left, decision time. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Agenda.class);
  private static final byte[] MARK = {1};

  private final InstantSource clock;
  private final Table dirtyStore;
  private final Table dueStore;
  private final Set<GatewayId> dirty = new LinkedHashSet<>();

  /** Changed, too, but nobody waits for them; by until when they are left, the first first. */
  private final Map<GatewayId, Instant> patient = new LinkedHashMap<>();

  /** Nothing was wrong when they were concluded; after a restart of none of them that is known. */
  private final Set<GatewayId> well = new HashSet<>();

  private final Map<GatewayId, Instant> dueAt = new HashMap<>();
  private final NavigableSet<Due> due = new TreeSet<>(Due.ORDER);

  Agenda(Table dirtyStore, Table dueStore, InstantSource clock) {
    this.clock = clock;
    this.dirtyStore = dirtyStore;
    this.dueStore = dueStore;
    try (var entries = dirtyStore.all()) {
      while (entries.hasNext()) {
        gateway(entries.next().key).ifPresent(dirty::add);
      }
    }
    try (var entries = dueStore.all()) {
      while (entries.hasNext()) {
        var entry = entries.next();
        gateway(entry.key).ifPresent(gateway -> remember(gateway, time(gateway, entry.value)));
      }
    }
  }

  private static Optional<GatewayId> gateway(String key) {
    try {
      return Optional.of(new GatewayId(key));
    } catch (IllegalArgumentException e) {
      LOG.atWarn().setCause(e).log("gateway to be concluded not understood");
      return Optional.empty();
    }
  }

  /** At once where it is not understood: to conclude too early costs a little time only. */
  private static Instant time(GatewayId gateway, byte[] value) {
    try {
      return Instant.parse(new String(value, StandardCharsets.UTF_8));
    } catch (DateTimeException e) {
      LOG.atWarn()
          .addKeyValue("gateway", gateway)
          .setCause(e)
          .log("when a gateway is to be concluded is not understood");
      return Instant.MIN;
    }
  }

  private record Due(Instant at, GatewayId gateway) {
    static final Comparator<Due> ORDER = Comparator.comparing(Due::at).thenComparing(Due::gateway);
  }

  /** Something about the gateway changed. */
  void mark(GatewayId gateway) {
    if (dirty.add(gateway) && patient.remove(gateway) == null) {
      dirtyStore.put(gateway.resourceId(), MARK);
    }
  }

  /** Something changed that can wait while nothing is wrong with the gateway. */
  void markPatiently(GatewayId gateway) {
    if (!well.contains(gateway)) {
      mark(gateway);
    } else if (!dirty.contains(gateway)
        && patient.putIfAbsent(gateway, clock.instant().plus(PATIENCE)) == null) {
      dirtyStore.put(gateway.resourceId(), MARK);
    }
  }

  /** The next to conclude; the same again until it is settled. */
  Optional<GatewayId> next(Instant asOf) {
    if (!due.isEmpty() && !due.first().at().isAfter(asOf)) {
      return Optional.of(due.first().gateway());
    }
    if (!dirty.isEmpty()) {
      return dirty.stream().findFirst();
    }
    var now = clock.instant();
    return patient.entrySet().stream()
        .limit(1)
        .filter(first -> isOver(first.getValue(), now))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Also where the clock was set back meanwhile. */
  private static boolean isOver(Instant left, Instant now) {
    return !now.isBefore(left) || now.isBefore(left.minus(PATIENCE));
  }

  /**
   * The gateway was concluded; time alone changes the result at {@code next} at the earliest.
   *
   * @param isWell whether nothing is wrong with it
   */
  void settle(GatewayId gateway, Optional<Instant> next, boolean isWell) {
    if (isWell) {
      well.add(gateway);
    } else {
      well.remove(gateway);
    }
    boolean wasPatient = patient.remove(gateway) != null;
    if (dirty.remove(gateway) || wasPatient) {
      dirtyStore.delete(gateway.resourceId());
    }
    var before = dueAt.get(gateway);
    if (next.equals(Optional.ofNullable(before))) {
      return;
    }
    if (before != null) {
      dueAt.remove(gateway);
      due.remove(new Due(before, gateway));
      dueStore.delete(gateway.resourceId());
    }
    next.ifPresent(
        at -> {
          remember(gateway, at);
          dueStore.put(gateway.resourceId(), at.toString().getBytes(StandardCharsets.UTF_8));
        });
  }

  /** Nothing is kept of it any more. */
  void forget(GatewayId gateway) {
    well.remove(gateway);
  }

  /** Whether it is to be concluded. */
  boolean awaits(GatewayId gateway, Instant asOf) {
    var at = dueAt.get(gateway);
    return dirty.contains(gateway)
        || patient.containsKey(gateway)
        || (at != null && !at.isAfter(asOf));
  }

  /** For tests: of how many gateways it is known that nothing is wrong. */
  int well() {
    return well.size();
  }

  /** How many somebody may wait for. */
  int dirty() {
    return dirty.size();
  }

  private void remember(GatewayId gateway, Instant at) {
    dueAt.put(gateway, at);
    due.add(new Due(at, gateway));
  }
}
