package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Topics;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** gateway incidents + inventory → fleet stage → incidents; one task in all. */
record FleetStageTopology(Topics topics, Surroundings surroundings)
    implements ProcessorSupplier<String, byte[], String, byte[]> {

  /**
   * @param inventory of all gateways; brought into one partition on the way, for one task links the
   *     whole fleet
   */
  void addTo(StreamsBuilder builder, KStream<String, byte[]> inventory) {
    var everyGateway =
        inventory.repartition(
            Repartitioned.with(Serdes.String(), Serdes.ByteArray())
                .withName("inventory-of-the-fleet")
                .withNumberOfPartitions(1));
    builder.stream(topics.gatewayIncidents(), GatewayStageTopology.consumed("gateway-incidents-in"))
        .merge(everyGateway, Named.as("incidents-and-inventory"))
        .process(this, Named.as("fleet-stage"))
        .to(topics.incidents(), GatewayStageTopology.produced("incidents-out"));
  }

  @Override
  public Processor<String, byte[], String, byte[]> get() {
    return new FleetProcessor(topics, surroundings);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return new LinkedHashSet<>(FleetState.stores());
  }
}
