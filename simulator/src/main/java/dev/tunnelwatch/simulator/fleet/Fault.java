package dev.tunnelwatch.simulator.fleet;

/**
 * Something that goes wrong. Its label and its harm are settled first; then it is told.
 *
 * @param label the truth about it, still without evidence
 */
record Fault(Label label, Harm harm, Tale tale) {

  /** Makes the gateways write what they write about it. */
  interface Tale {
    void tell(Narrator narrator);
  }
}
