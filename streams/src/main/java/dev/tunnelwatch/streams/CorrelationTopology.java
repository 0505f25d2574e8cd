package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.Reading;
import java.util.Properties;
import java.util.function.BiFunction;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Named;

/** Both stages and the table of coverage. They meet in {@code tw.gateway-incidents}. */
record CorrelationTopology(
    Topics topics, BiFunction<byte[], Origin, Reading> reader, Surroundings surroundings) {

  Topology build(Properties properties) {
    var builder = new StreamsBuilder();
    new CoverageTable(topics, surroundings.coverage()).addTo(builder);
    var inventory =
        builder.stream(topics.inventory(), GatewayStageTopology.consumed("inventory-in"))
            .filter(InventoryStore::fits, Named.as("inventory-that-fits"));
    new GatewayStageTopology(topics, reader, surroundings).addTo(builder, inventory);
    new FleetStageTopology(topics, surroundings).addTo(builder, inventory);
    return builder.build(properties);
  }
}
