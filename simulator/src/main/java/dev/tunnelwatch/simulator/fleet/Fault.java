package dev.tunnelwatch.simulator.fleet;

/** Something that goes wrong. Its label and its harm are settled first; then it is told. */
sealed interface Fault
    permits SilentPeer,
        Refusal,
        PeerDeed,
        Maintenance,
        ConfigurationChange,
        Failover,
        BgpLoss,
        Withdrawal,
        Flapping,
        Blip {

  /** The truth about it, still without evidence. */
  Label label();

  Harm harm();

  /** Makes the gateways write what they write about it. */
  void tell(Narrator narrator);
}
