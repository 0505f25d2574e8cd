package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import java.util.Map;

/** The committed progress of every source partition of a slot. */
interface PositionLog {

  /**
   * Reads to the end of the slot's partition. Complete only after the slot's transactions were
   * initialised: until then a predecessor's last commit may still be on its way.
   *
   * @throws SlotLostException when the end cannot be reached
   */
  Map<SourceId, Progress> read(int slot);
}
