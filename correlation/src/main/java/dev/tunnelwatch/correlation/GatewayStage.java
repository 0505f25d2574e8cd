package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.GatewayTopology;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The incidents of one gateway: a pure function of its evidence, its topology and how late it is
 * for certain (rules 1 and 4). Evidence becomes conditions ({@link Scene}), conditions become trees
 * ({@link Linking} by the {@link CausalTable}), and each tree is written down as an incident.
 */
public final class GatewayStage {

  private GatewayStage() {}

  /**
   * The incidents, and how the gateway stands beside them.
   *
   * @param standing worked out by whoever asks, since most only want the incidents
   */
  public record Concluded(GatewayResult result, Supplier<GatewayStanding> standing) {}

  /**
   * The incidents, and when time alone may change them.
   *
   * @param topology empty where the gateway is in no inventory: it is then learned
   * @param inventoryHash of the inventory the topology is from
   */
  public static GatewayResult incidents(
      GatewayId gateway,
      EvidenceSet evidence,
      Optional<GatewayTopology> topology,
      Optional<String> inventoryHash,
      Instant asOf) {
    var late = new AsOf(asOf);
    var scene = new Scene(evidence.said(topology), topology, late);
    return result(scene, topology.flatMap(_ -> inventoryHash), late);
  }

  /** As {@link #incidents}, and what there is to say of the gateway that is no incident. */
  public static Concluded conclude(
      EvidenceSet evidence,
      Optional<GatewayTopology> topology,
      Optional<String> inventoryHash,
      Instant asOf) {
    var late = new AsOf(asOf);
    var scene = new Scene(evidence.said(topology), topology, late);
    return new Concluded(
        result(scene, topology.flatMap(_ -> inventoryHash), late),
        () -> GatewayStanding.of(scene, topology.isPresent()));
  }

  /** How a gateway stands, where its incidents are not asked for. */
  public static GatewayStanding standing(
      EvidenceSet evidence, Optional<GatewayTopology> topology, Instant asOf) {
    var scene = new Scene(evidence.said(topology), topology, new AsOf(asOf));
    return GatewayStanding.of(scene, topology.isPresent());
  }

  private static GatewayResult result(Scene scene, Optional<String> hash, AsOf late) {
    var incidents =
        Linking.trees(scene).stream()
            .filter(tree -> tree.span().endedAt().filter(scene.said.carry::isForgotten).isEmpty())
            .map(tree -> new IncidentWriter(scene, tree, hash, late).write())
            .sorted(Comparator.comparing((GatewayIncident found) -> found.incident().id()))
            .toList();
    return new GatewayResult(incidents, late.next());
  }
}
