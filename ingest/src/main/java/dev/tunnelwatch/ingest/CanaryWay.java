package dev.tunnelwatch.ingest;

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
}
