package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.Canary;
import java.util.Optional;

/** How canaries set out. */
public sealed interface CanaryWay {

  /** Not at all. */
  record Off() implements CanaryWay {}

  /** From ingest itself; no hub has to know of them. */
  record Ingest() implements CanaryWay {}

  /**
   * Through a hub that is read, as what gateways say comes: its credential must be allowed to send.
   *
   * @param source the name it is read under
   */
  record Hub(String source) implements CanaryWay {}

  /** The source they are read from; none where there are none. */
  default Optional<String> comesFrom() {
    return switch (this) {
      case Off _ -> Optional.empty();
      case Ingest _ -> Optional.of(Canary.SOURCE.source());
      case Hub(var source) -> Optional.of(source);
    };
  }
}
