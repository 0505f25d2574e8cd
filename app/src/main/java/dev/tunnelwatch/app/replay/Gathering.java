package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.correlation.EvidenceSet;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * The evidence of all gateways of an archive. Many threads may add to it at once: what it holds in
 * the end does not depend on their order.
 */
final class Gathering implements Keeper {

  private final ConcurrentMap<GatewayId, Heard> gateways = new ConcurrentHashMap<>();

  /** Of one gateway; its own lock. */
  private static final class Heard {
    private final EvidenceSet evidence;
    private final Hashes events = new Hashes();

    Heard(GatewayId gateway) {
      evidence = EvidenceSet.empty(gateway);
    }
  }

  @Override
  public boolean isNew(GatewayEvent event) {
    var heard = of(event.gateway());
    synchronized (heard) {
      return heard.events.add(hash(event));
    }
  }

  @Override
  public void add(GatewayEvent event, Supplier<Origin> origin) {
    var heard = of(event.gateway());
    synchronized (heard) {
      var _ = heard.evidence.add(event);
    }
  }

  @Override
  public void add(Presence presence, Supplier<Origin> origin) {
    var heard = of(presence.gateway());
    synchronized (heard) {
      var _ = heard.evidence.add(presence);
    }
  }

  /** Once nobody adds any more. */
  SortedMap<GatewayId, EvidenceSet> evidence() {
    var sorted = new TreeMap<GatewayId, EvidenceSet>();
    gateways.forEach((gateway, heard) -> sorted.put(gateway, heard.evidence));
    return sorted;
  }

  /** Of all that makes two records the same (rule 5). */
  static long hash(GatewayEvent event) {
    return Long.parseUnsignedLong(event.evidence().digest(), 0, 16, 16);
  }

  private Heard of(GatewayId gateway) {
    var known = gateways.get(gateway);
    return known == null ? gateways.computeIfAbsent(gateway, Heard::new) : known;
  }
}
