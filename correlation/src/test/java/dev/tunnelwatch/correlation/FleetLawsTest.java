package dev.tunnelwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The laws order, repeat and split for what links gateways (rules 2 and 4). */
class FleetLawsTest {
  private static final int FLEETS = 60;
  private static final List<String> NAMES = List.of("gw-weu", "gw-neu", "gw-sea");

  @Test
  void orderAndRepetitionOfGatewayIncidentsMeanNothing() {
    for (int i = 0; i < FLEETS; i++) {
      var fleet = new Fleet(Laws.seed() + i);
      var told = new ArrayList<>(fleet.incidents());
      told.addAll(fleet.incidents());
      Collections.shuffle(told, new Random(i));

      assertThat(fleet.concluded(told)).as("seed %d", Laws.seed() + i).isEqualTo(fleet.concluded());
    }
  }

  /** What was published after any part of it comes to the same in the end. */
  @Test
  void revisionsEndWhereAFreshLookBegins() {
    for (int i = 0; i < FLEETS; i++) {
      var fleet = new Fleet(Laws.seed() + i);
      var published = new TreeMap<String, Incident>();
      var heard = new ArrayList<GatewayIncident>();
      for (var next : fleet.shuffled()) {
        heard.add(next);
        Revisions.next(published.values(), fleet.concluded(heard))
            .forEach(revision -> published.put(revision.id(), revision));
      }

      var standing =
          published.values().stream()
              .filter(incident -> incident.lineage().mergedInto().isEmpty())
              .filter(incident -> fleet.ids().contains(incident.id()))
              .map(incident -> incident.withLineage(Incident.Lineage.NONE).withRevision(0))
              .toList();
      assertThat(standing).as("seed %d", Laws.seed() + i).isEqualTo(fleet.concluded());
    }
  }

  /** Three gateways, each with a connection to the same two peers, and what they lost. */
  private static final class Fleet {
    private final Instant asOf = Story.TEN.plusSeconds(3_600);
    private final Map<String, GatewayTopology> known = new TreeMap<>();
    private final List<GatewayIncident> incidents = new ArrayList<>();
    private final SplittableRandom random;

    Fleet(long seed) {
      random = new SplittableRandom(seed);
      for (var name : NAMES) {
        boolean activeActive = random.nextBoolean();
        Connection paris = Cast.toParis();
        var topology =
            Cast.topology(Cast.gateway(name), activeActive, paris, Cast.to("tokyo", Cast.TOKYO));
        known.put(name, topology);
        var story = Story.at(topology);
        for (int i = 0; i < 3; i++) {
          lose(story);
        }
        incidents.addAll(story.resultAfter("1H").incidents());
      }
    }

    private void lose(Story story) {
      var peer = random.nextBoolean() ? Cast.PARIS : Cast.TOKYO;
      var at = Story.TEN.plusSeconds(40L * random.nextInt(6));
      for (var on : dev.tunnelwatch.model.Instance.values()) {
        story.at(at.plusSeconds(random.nextInt(50))).down(on, peer, Reason.PEER_SILENT);
        if (random.nextBoolean()) {
          story.at(at.plusSeconds(300)).up(on, peer);
        }
      }
    }

    List<GatewayIncident> incidents() {
      return incidents;
    }

    List<GatewayIncident> shuffled() {
      var shuffled = new ArrayList<>(incidents);
      Collections.shuffle(shuffled, new Random(random.nextLong()));
      return shuffled;
    }

    List<Incident> concluded() {
      return concluded(incidents);
    }

    List<String> ids() {
      return concluded().stream().map(Incident::id).toList();
    }

    List<Incident> concluded(List<GatewayIncident> heard) {
      var byId = new TreeMap<dev.tunnelwatch.model.GatewayId, GatewayTopology>();
      known.values().forEach(topology -> byId.put(topology.gateway(), topology));
      return FleetStage.incidents(heard, Inventory.of(byId, "hash"), asOf).incidents();
    }
  }
}
