package dev.tunnelwatch.simulator.fleet;

/**
 * Something that goes wrong. Its label and its harm are settled first; then it is told.
 *
 * @param label the truth about it, still without evidence
 * @param aside what happens at that time and is no part of it
 */
record Fault(Label label, Harm harm, Tale tale, Tale aside) {

  Fault(Label label, Harm harm, Tale tale) {
    this(label, harm, tale, _ -> {});
  }

  Fault beside(Tale other) {
    return new Fault(label, harm, tale, other);
  }

  /** Makes the gateways write what they write about it. */
  interface Tale {
    void tell(Narrator narrator);
  }
}
