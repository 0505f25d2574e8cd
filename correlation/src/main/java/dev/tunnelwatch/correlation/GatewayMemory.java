package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is kept of one gateway, as a value: what {@link GatewayEngine#restored} goes on from.
 *
 * @param events the evidence, in order of time, then of hash
 * @param presence bits by {@link EvidenceSet#presenceKey}
 * @param carry what older evidence taught
 */
public record GatewayMemory(
    GatewayId gateway, List<GatewayEvent> events, SortedMap<String, Long> presence, Carry carry) {

  public GatewayMemory {
    events = List.copyOf(events);
    presence = Collections.unmodifiableSortedMap(new TreeMap<>(presence));
  }
}
