package dev.tunnelwatch.benchmarks.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/**
 * What every hub event holds, made of its partition and number alone, so that whoever knows the
 * seed knows what has to arrive: mostly records, some parts that are none, some empty bodies.
 *
 * @param most records in one body; fewer than {@value #PLACES}
 */
record Content(long seed, int most) {
  static final int PLACES = 256;

  /** Of one hub partition: every transaction costs the broker a marker for each it writes to. */
  private static final int GATEWAYS = 3;

  Content {
    if (most < 1 || most >= PLACES) {
      throw new IllegalArgumentException("most: expected 1 to 255, got " + most);
    }
  }

  /** How many records and rejects an event becomes. */
  int elements(int partition, long sequence) {
    return empty(partition, sequence)
        ? 1
        : 1 + (int) Math.floorMod(mix(partition, sequence, -1), (long) most);
  }

  byte[] body(int partition, long sequence) {
    if (empty(partition, sequence)) {
      return new byte[0];
    }
    var parts = new ArrayList<String>();
    for (int i = 0; i < elements(partition, sequence); i++) {
      parts.add(element(partition, sequence, i));
    }
    return ("{\"records\":[" + String.join(",", parts) + "]}").getBytes(StandardCharsets.UTF_8);
  }

  /** What is to stand in Kafka for one part of an event, to the byte. */
  byte[] bytes(int partition, long sequence, int index) {
    return empty(partition, sequence)
        ? new byte[0]
        : element(partition, sequence, index).getBytes(StandardCharsets.UTF_8);
  }

  boolean reject(int partition, long sequence, int index) {
    return empty(partition, sequence) || Math.floorMod(mix(partition, sequence, index), 53L) == 0;
  }

  private boolean empty(int partition, long sequence) {
    return Math.floorMod(mix(partition, sequence, -2), 97L) == 0;
  }

  private String element(int partition, long sequence, int index) {
    if (reject(partition, sequence, index)) {
      return "\"no record: %d/%d/%d\"".formatted(partition, sequence, index);
    }
    long gateway =
        partition * (long) GATEWAYS
            + Math.floorMod(mix(partition, sequence, index) >>> 8, (long) GATEWAYS);
    return """
        {"time":"2026-03-01T10:00:00Z","resourceId":"/SUBSCRIPTIONS/00000000-0000-0000-0000-\
        000000000001/RESOURCEGROUPS/NET/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS/GW-%d",\
        "category":"TunnelDiagnosticLog","operationName":"TunnelConnected","level":"Info",\
        "properties":{"remoteIP":"203.0.113.7","instance":"GatewayTenantWorker_IN_0",\
        "note":"%d/%d/%d"}}"""
        .formatted(gateway, partition, sequence, index);
  }

  /** As SplittableRandom mixes. */
  private long mix(long partition, long sequence, long index) {
    long z = seed + 0x9e3779b97f4a7c15L * (1 + sequence * PLACES * 64 + partition * PLACES + index);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
