package dev.tunnelwatch.simulator.hub;

import java.time.InstantSource;
import java.util.List;

/**
 * What a server is started with. It always listens on loopback.
 *
 * @param port 0 for one the system chooses
 * @param clock stamps events and creations; may be scaled or stand in the past
 * @param realClock decides whether a token has expired: clients sign with the real time
 * @param maxMessageBytes largest message a producer may send, and largest body published in process
 */
public record HubServerConfig(
    int port,
    SharedKey key,
    List<HubSpec> hubs,
    InstantSource clock,
    InstantSource realClock,
    int maxMessageBytes) {

  /** Azure's limit for one publication in the standard tier: 1 MiB. */
  public static final int MAX_MESSAGE_BYTES = 1 << 20;

  private static final int SMALLEST_LIMIT = 4096;
  private static final int LARGEST_LIMIT = 64 << 20;

  public HubServerConfig {
    Require.between(port, 0, 65_535, "port");
    Require.between(maxMessageBytes, SMALLEST_LIMIT, LARGEST_LIMIT, "maxMessageBytes");
    hubs = List.copyOf(hubs);
  }

  /** A free port, a key of its own, Azure's message limit. */
  public static HubServerConfig of(InstantSource clock, HubSpec... hubs) {
    return new HubServerConfig(
        0, SharedKey.generate(), List.of(hubs), clock, InstantSource.system(), MAX_MESSAGE_BYTES);
  }

  public HubServerConfig withPort(int chosen) {
    return new HubServerConfig(chosen, key, hubs, clock, realClock, maxMessageBytes);
  }

  public HubServerConfig withKey(SharedKey chosen) {
    return new HubServerConfig(port, chosen, hubs, clock, realClock, maxMessageBytes);
  }
}
