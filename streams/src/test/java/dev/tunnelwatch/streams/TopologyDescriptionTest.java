package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Names of nodes, stores and topics are contract: another name is another, empty store. */
class TopologyDescriptionTest {

  @Test
  void topologyIsTheOneInTheGoldenFile() throws IOException {
    var clock = new SettableClock(Story.TEN);
    var surroundings =
        new Surroundings(
            clock,
            new Coverage(clock),
            (_, _) -> OptionalLong.of(0),
            new CorrelatorMetrics(new SimpleMeterRegistry(), clock, () -> true));

    var description =
        Story.topology(surroundings, Story.config(Path.of("unused"))).describe().toString();

    try (var golden = TopologyDescriptionTest.class.getResourceAsStream("topology.txt")) {
      assertThat(golden).isNotNull();
      assertThat(description).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
