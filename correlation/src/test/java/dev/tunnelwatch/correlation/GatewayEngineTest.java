package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One gateway followed live (rule 3). */
class GatewayEngineTest {
  private static final Optional<GatewayTopology> TOPOLOGY = Optional.of(Cast.activeActive(WEU));
  private static final Optional<String> HASH = Optional.of("hash");

  @Test
  void whatWasHeardBeforeIsNoNews() {
    var story = Story.at(WEU).down(IN_0, PARIS, Reason.PEER_SILENT).alive(IN_0, PARIS);
    var engine = GatewayEngine.empty(WEU);

    assertThat(story.events()).allMatch(engine::add).noneMatch(engine::add);
    assertThat(story.presences()).allMatch(engine::add).noneMatch(engine::add);
  }

  @Test
  void answerStandsUntilTimeOrNewsChangesIt() {
    var story = Story.at(WEU).down(IN_0, PARIS, Reason.PEER_SILENT);
    var engine = GatewayEngine.empty(WEU);
    story.events().forEach(engine::add);

    var first = engine.incidents(TOPOLOGY, HASH, Story.TEN.plusSeconds(40));
    var next = first.nextChange().orElseThrow();

    assertThat(engine.incidents(TOPOLOGY, HASH, next.minusMillis(1))).isSameAs(first);
    assertThat(engine.incidents(TOPOLOGY, HASH, Story.TEN.plusSeconds(39))).isNotSameAs(first);
    assertThat(engine.incidents(Optional.empty(), Optional.empty(), next)).isNotEqualTo(first);
    story.after("50S").up(IN_0, PARIS).events().forEach(engine::add);
    assertThat(engine.incidents(TOPOLOGY, HASH, next.minusMillis(1))).isNotEqualTo(first);
  }

  @Test
  void goesOnWhereItsMemoryWasTaken() {
    var story = Story.at(WEU).down(IN_0, PARIS, Reason.PEER_SILENT).alive(IN_0, PARIS);
    var engine = GatewayEngine.empty(WEU);
    story.events().forEach(engine::add);
    story.presences().forEach(engine::add);

    var restored = GatewayEngine.restored(engine.memory());

    assertThat(restored.memory()).isEqualTo(engine.memory());
    assertThat(restored.incidents(TOPOLOGY, HASH, Story.TEN.plusSeconds(90)))
        .isEqualTo(engine.incidents(TOPOLOGY, HASH, Story.TEN.plusSeconds(90)));
  }
}
