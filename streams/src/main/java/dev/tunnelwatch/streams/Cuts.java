package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.Carry;
import dev.tunnelwatch.model.GatewayId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whose turn it is to let go of what the horizon has left behind (rule 10): once an hour each
 * gateway of a task, one after the other in order of their keys. Begins anew with every life; a
 * gateway that was cut for that hour has nothing to let go of.
 */
final class Cuts {
  private final EvidenceStore evidence;
  private Instant done = Instant.MIN;
  private Instant under = Instant.MIN;
  private Optional<EvidenceStore.Place> last = Optional.empty();

  Cuts(EvidenceStore evidence) {
    this.evidence = evidence;
  }

  /**
   * Hands on the next gateway, if there is one to cut.
   *
   * @param lowWatermark up to which everything was read and taken, whoever may have stalled
   * @return false where there is none
   */
  boolean next(Instant lowWatermark, Consumer<GatewayId> cut) {
    var due = Carry.due(lowWatermark);
    if (!due.isAfter(done)) {
      return false;
    }
    if (last.isEmpty()) {
      under = due;
    }
    last = evidence.after(last);
    if (last.isEmpty()) {
      done = under;
      return false;
    }
    var gateway = last.get().gateway();
    if (evidence.cutOf(gateway).isBefore(due)) {
      cut.accept(gateway);
    }
    return true;
  }
}
