package dev.tunnelwatch.simulator.fleet;

import java.util.List;

/**
 * How a loss of tunnels is told.
 *
 * @param reason in the tunnel records
 * @param closing what the IKE service says of the SA that is gone; empty for nothing
 * @param trying how the attempts in between fail; empty where none is heard of
 * @param bgp why the BGP sessions over it ended
 */
record Manner(Voice.Phrase reason, List<IkeError> closing, List<IkeError> trying, String bgp) {

  static final String HOLD_TIMER = "hold timer expired";
  static final String STOPPED = "peering stopped";

  Manner {
    closing = List.copyOf(closing);
    trying = List.copyOf(trying);
  }

  /** Only tunnel records tell of it, and BGP where there is any. */
  static Manner silent(Voice.Phrase reason) {
    return new Manner(reason, List.of(), List.of(), HOLD_TIMER);
  }

  static Manner with(Voice.Phrase reason, List<IkeError> closing, List<IkeError> trying) {
    return new Manner(reason, closing, trying, HOLD_TIMER);
  }

  /** The instance stopped its BGP speaker, too. */
  Manner stopped() {
    return new Manner(reason, closing, trying, STOPPED);
  }
}
