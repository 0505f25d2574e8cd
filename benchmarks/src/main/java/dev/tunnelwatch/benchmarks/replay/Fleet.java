package dev.tunnelwatch.benchmarks.replay;

import java.time.Duration;
import java.time.Instant;

/**
 * How many gateways write how much.
 *
 * @param span how long they write; the records lie evenly in it
 */
record Fleet(int gateways, int tunnels, long records, Duration span, long seed, Shares shares) {

  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  /** How much of it are IKE lines, and how much is of other services; the rest is news. */
  record Shares(double ike, double foreign) {
    static final Shares ORDINARY = new Shares(0.90, 0.05);
  }

  Fleet(int gateways, int tunnels, long records, Duration span, long seed) {
    this(gateways, tunnels, records, span, seed, Shares.ORDINARY);
  }

  /** As the diagnostic settings of a firm with many sites write in a day. */
  static Fleet ordinary(long records, long seed) {
    return new Fleet(200, 4, records, Duration.ofHours(24), seed);
  }

  /** In upper case, as Azure writes it. */
  String resourceId(int gateway) {
    return "/SUBSCRIPTIONS/0A1B2C3D-0000-4000-8000-%012d/RESOURCEGROUPS/RG-NETWORK-%03d/PROVIDERS/"
            .formatted(gateway % 7, gateway % 50)
        + "MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS/VGW-HUB-%05d".formatted(gateway);
  }

  /** Of the documentation networks; the same for a tunnel number on few gateways only. */
  String remoteIp(int gateway, int tunnel) {
    int host = 1 + Math.floorMod(gateway * 31 + tunnel * 7, 254);
    return (tunnel % 2 == 0 ? "203.0.113." : "198.51.100.") + host;
  }
}
