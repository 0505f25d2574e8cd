package dev.tunnelwatch.benchmarks.streams;

import com.fasterxml.jackson.core.JsonFactory;
import dev.tunnelwatch.benchmarks.processes.Parent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;

/**
 * The least that anybody needs who reads these records exactly once with Kafka Streams: a process
 * that runs Jackson's tokens over each, and forgets it. It ends with its parent.
 *
 * <p>Arguments: Kafka's servers, the topic, the application's id, threads, the state directory.
 */
final class Floor {
  private static final JsonFactory JSON = new JsonFactory();

  private Floor() {}

  public static void main(String[] args) throws Exception {
    Parent.endWith();
    var properties = new Properties();
    // As the correlator's are, so that nothing but the work differs.
    properties.putAll(
        Map.of(
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            args[0],
            StreamsConfig.APPLICATION_ID_CONFIG,
            args[2],
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            args[3],
            StreamsConfig.STATE_DIR_CONFIG,
            args[4],
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            500,
            StreamsConfig.POLL_MS_CONFIG,
            25,
            StreamsConfig.consumerPrefix("auto.offset.reset"),
            "earliest",
            StreamsConfig.mainConsumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG),
            args[2]));
    var builder = new StreamsBuilder();
    builder.stream(args[1], Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .foreach((_, record) -> tokens(record));
    try (var streams = new KafkaStreams(builder.build(), properties)) {
      streams.start();
      Thread.currentThread().join(); // for ever
    }
  }

  private static void tokens(byte[] record) {
    try (var parser = JSON.createParser(record)) {
      while (parser.nextToken() != null) {}
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
