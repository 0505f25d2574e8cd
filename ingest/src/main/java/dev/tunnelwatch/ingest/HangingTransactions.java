package dev.tunnelwatch.ingest;

import dev.tunnelwatch.transactions.Hanging;

/** Ends what Kafka forgot to end. */
interface HangingTransactions {

  /**
   * Looks for what earlier transactions of a slot have left open, and ends it where that is right.
   * To be asked when this owner has none under way: after its transactions were initialised and
   * before it reads the positions, which may be others afterwards.
   *
   * @throws SlotLostException when Kafka does not say what is open
   */
  Hanging end(int slot);
}
