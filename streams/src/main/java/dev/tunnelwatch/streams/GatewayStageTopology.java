package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.Reading;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * records + inventory → gateway stage → events, rejects, gateway incidents; one task a partition.
 */
record GatewayStageTopology(
    Topics topics, BiFunction<byte[], Origin, Reading> reader, Surroundings surroundings)
    implements ProcessorSupplier<String, byte[], String, byte[]> {

  /**
   * @param inventory what the user told us about gateways, keyed and partitioned as records are
   */
  void addTo(StreamsBuilder builder, KStream<String, byte[]> inventory) {
    var stage =
        builder.stream(topics.records(), consumed("records-in"))
            .merge(inventory, Named.as("records-and-inventory"))
            .process(this, Named.as("gateway-stage"));
    stage.to(topics.events(), produced(Outlets.EVENTS));
    stage.to(topics.rejects(), produced(Outlets.REJECTS));
    stage.to(topics.gatewayIncidents(), produced(Outlets.GATEWAY_INCIDENTS));
  }

  @Override
  public Processor<String, byte[], String, byte[]> get() {
    return new GatewayProcessor(topics, reader, surroundings);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return new LinkedHashSet<>(GatewayState.stores());
  }

  static Consumed<String, byte[]> consumed(String name) {
    return Consumed.with(Serdes.String(), Serdes.ByteArray()).withName(name);
  }

  static Produced<String, byte[]> produced(String name) {
    return Produced.with(Serdes.String(), Serdes.ByteArray()).withName(name);
  }
}
