package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Presence;
import java.time.Instant;
import java.util.Optional;

/**
 * One gateway as it is followed live: takes what is heard one by one, and concludes anew only what
 * may have changed. What it says never depends on the order of what it was told, nor on when it was
 * saved, restored or cut (rule 2). Not safe for use by several threads at once.
 */
public final class GatewayEngine {
  private final EvidenceSet evidence;
  private Optional<Answer> last = Optional.empty();

  private GatewayEngine(EvidenceSet evidence) {
    this.evidence = evidence;
  }

  /** What was answered, to which question. */
  private record Answer(
      Optional<GatewayTopology> topology,
      Optional<String> inventoryHash,
      Instant asOf,
      GatewayResult result) {

    /** Time alone changes nothing between the asking and the next change. */
    boolean holds(Optional<GatewayTopology> inventory, Optional<String> hash, Instant now) {
      return topology.equals(inventory)
          && inventoryHash.equals(hash)
          && !now.isBefore(asOf)
          && result.nextChange().filter(next -> !now.isBefore(next)).isEmpty();
    }
  }

  /** Of a gateway nothing was heard of yet. */
  public static GatewayEngine empty(GatewayId gateway) {
    return new GatewayEngine(EvidenceSet.empty(gateway));
  }

  /** Goes on where {@link #memory()} was taken. */
  public static GatewayEngine restored(GatewayMemory memory) {
    return new GatewayEngine(EvidenceSet.restored(memory));
  }

  /**
   * Admits an event, as {@link EvidenceSet#add(GatewayEvent)} does.
   *
   * @return true when the incidents may have changed
   * @throws IllegalArgumentException when the event is another gateway's
   */
  public boolean add(GatewayEvent event) {
    var change = evidence.add(event);
    return heard(change.put() || !change.dropped().isEmpty());
  }

  /**
   * Notes a routine line.
   *
   * @return true when the incidents may have changed
   * @throws IllegalArgumentException when the line is another gateway's
   */
  public boolean add(Presence sign) {
    return heard(evidence.add(sign));
  }

  private boolean heard(boolean news) {
    if (news) {
      last = Optional.empty();
    }
    return news;
  }

  /** As {@link GatewayStage#incidents}; the same question again costs nothing. */
  public GatewayResult incidents(
      Optional<GatewayTopology> topology, Optional<String> inventoryHash, Instant asOf) {
    var known = last.filter(answer -> answer.holds(topology, inventoryHash, asOf));
    if (known.isPresent()) {
      return known.get().result();
    }
    var result =
        GatewayStage.incidents(evidence.gateway(), evidence, topology, inventoryHash, asOf);
    last = Optional.of(new Answer(topology, inventoryHash, asOf, result));
    return result;
  }

  /**
   * Lets go of what is older than the horizon, once it can no longer change (rule 10). Most calls
   * do nothing: cuts lie on the hour.
   *
   * @param lowWatermark up to which enqueued time every source has been read (rule 11)
   */
  public void cut(Optional<GatewayTopology> topology, Instant lowWatermark) {
    var before = evidence.carry();
    var _ = evidence.cut(topology, lowWatermark);
    if (!before.cut().equals(evidence.carry().cut())) {
      last = Optional.empty();
    }
  }

  /** All that is kept, as a value. */
  public GatewayMemory memory() {
    return new GatewayMemory(
        evidence.gateway(), evidence.events(), evidence.presence(), evidence.carry());
  }
}
