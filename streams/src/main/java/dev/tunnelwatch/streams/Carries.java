package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.Carry;
import dev.tunnelwatch.model.GatewayId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What older evidence taught of a task's gateways, and up to when it was cut. */
final class Carries {

  /** Anybody can invent gateways; of those that are asked about again the store tells again. */
  static final int REMEMBERED = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(Carries.class);

  private final Table table;

  private final Map<GatewayId, Instant> cuts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<GatewayId, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  Carries(Table table) {
    this.table = table;
  }

  Table table() {
    return table;
  }

  /** As all keys of a gateway begin, so that all stores have the gateways in one order. */
  static String key(GatewayId gateway) {
    return gateway.resourceId() + '|';
  }

  static GatewayId gatewayOf(String key) {
    return new GatewayId(key.substring(0, key.length() - 1));
  }

  /** What is from before then was cut. */
  Instant cutOf(GatewayId gateway) {
    return cuts.computeIfAbsent(gateway, g -> of(g).cut());
  }

  Carry of(GatewayId gateway) {
    var bytes = table.get(key(gateway));
    try {
      return bytes == null ? Carry.NONE : CarryForm.read(gateway, bytes);
    } catch (IllegalArgumentException e) {
      LOG.atWarn().addKeyValue("gateway", gateway).setCause(e).log("stored carry left out");
      return Carry.NONE;
    }
  }

  void put(GatewayId gateway, byte[] carry, Instant cut) {
    table.put(key(gateway), carry);
    cuts.put(gateway, cut);
  }

  void delete(GatewayId gateway) {
    table.delete(key(gateway));
    cuts.remove(gateway);
  }

  /** For tests: of how many gateways it is known when they were cut. */
  int remembered() {
    return cuts.size();
  }
}
