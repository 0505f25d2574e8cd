package dev.tunnelwatch.simulator.hub;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What the tokens put on one connection allow. Used by the connection's own thread only. */
final class Claims {

  private final Map<String, SasTokens.Verdict.Granted> byPath = new HashMap<>();

  void put(SasTokens.Verdict.Granted grant) {
    byPath.put(grant.path(), grant);
  }

  boolean cover(String path, Instant now) {
    return byPath.values().stream()
        .anyMatch(grant -> grant.covers(path) && grant.expiresAt().isAfter(now));
  }
}
