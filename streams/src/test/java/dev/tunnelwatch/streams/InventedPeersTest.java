package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Lines.GW_JPE;
import static dev.tunnelwatch.streams.Lines.GW_WEU;
import static dev.tunnelwatch.streams.Lines.PARIS;
import static dev.tunnelwatch.streams.Story.TEN;
import static dev.tunnelwatch.streams.Story.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.Incident;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever can write to a hub can invent peers: what is told of them must fit into a record. */
class InventedPeersTest {
  private static final int PEERS = 3_000;
  private static final int MANY = 600;

  @TempDir Path directory;

  @Test
  void asManyAsOneLikesAreToldOfAndCutAndOthersAsEver() {
    try (var story = new Story(directory)) {
      story.line(GW_JPE, Lines.connected(GW_JPE, "IN_0", PARIS, TEN.minusSeconds(3_600)));
      story.readUpTo("hub/3", TEN.plusSeconds(900));
      for (int i = 0; i < PEERS; i++) {
        story.line(GW_WEU, Lines.connected(GW_WEU, "IN_0", peer(i), TEN.minusSeconds(600)));
      }
      for (int i = 0; i < PEERS; i++) {
        story.line(GW_WEU, Lines.disconnected(GW_WEU, "IN_0", peer(i), TEN, "DPD timed out"));
      }
      story.line(GW_JPE, Lines.disconnected(GW_JPE, "IN_0", PARIS, TEN, "DPD timed out"));
      story.wait(Duration.ofSeconds(45));

      var published = story.published().values().stream().map(Story::incident).toList();
      assertThat(published).hasSize(2);
      assertThat(published).anySatisfy(InventedPeersTest::isCut);
      for (var topic : List.of(TOPICS.gatewayIncidents(), TOPICS.incidents())) {
        assertThat(story.output(topic))
            .allSatisfy(record -> assertThat(record.value()).hasSizeLessThan(EntrySize.MOST));
      }
    }
  }

  /** Each part of a resource id may have 90 letters of any script, beside each of its tunnels. */
  @Test
  void namesTooLongForARecordAreToldWithShorterListsAndTheGatewaysOtherIncidentAsEver() {
    var gateway = GW_WEU.replaceAll("00000000-[^/]*|rg-net|gw-weu", "網".repeat(90));
    try (var story = new Story(directory)) {
      story.readUpTo("hub/3", TEN.plusSeconds(8_000));
      story.line(gateway, Lines.connected(gateway, "IN_0", PARIS, TEN.minusSeconds(600)));
      for (int i = 0; i < MANY; i++) {
        story.line(gateway, Lines.connected(gateway, "IN_0", peer(i), TEN.minusSeconds(600)));
      }
      story.line(gateway, Lines.disconnected(gateway, "IN_0", PARIS, TEN, "DPD timed out"));
      story.wait(Duration.ofMinutes(60));
      var hour = story.clock.instant();
      for (int i = 0; i < MANY; i++) {
        story.line(gateway, Lines.disconnected(gateway, "IN_0", peer(i), hour, "DPD timed out"));
      }
      story.wait(Duration.ofSeconds(45));

      var published = story.published().values().stream().map(Story::incident).toList();
      assertThat(published).hasSize(2);
      assertThat(published)
          .anySatisfy(one -> assertThat(one.scope().tunnels()).hasSize(1))
          .anySatisfy(
              other -> {
                assertThat(other.flags()).contains(Flag.TRUNCATED);
                assertThat(other.redundancy()).hasSize(Incident.MAX_LIST / 4);
                assertThat(other.conditions()).hasSize(Incident.MAX_LIST / 4);
                assertThat(other.proof().total()).isEqualTo(MANY);
                assertThat(other.wording().title()).contains("and 599 more unreachable");
              });
      assertThat(story.meters.get("tunnelwatch.gateways.failed").counter().count()).isZero();
    }
  }

  private static void isCut(Incident incident) {
    assertThat(incident.redundancy()).hasSize(Incident.MAX_LIST);
    assertThat(incident.scope().sites()).hasSize(Incident.MAX_LIST);
    assertThat(incident.conditions()).hasSize(Incident.MAX_LIST);
    assertThat(incident.flags()).contains(Flag.TRUNCATED);
  }

  private static String peer(int number) {
    return "198.18.%d.%d".formatted(number / 250, number % 250);
  }
}
