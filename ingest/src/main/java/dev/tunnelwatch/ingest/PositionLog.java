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

  /**
   * When the reading of each source began, by the positions of all slots. What another slot is
   * about to commit is not seen: a slot that begins at the same time may find nothing either.
   *
   * @throws SlotLostException when they cannot be read
   */
  Map<String, Beginning> beginnings();
}
