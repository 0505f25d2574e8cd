package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.processes.Parent;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.streams.Correlator;
import dev.tunnelwatch.streams.CorrelatorConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * Correlation in a process of its own, as {@code run} has it. It ends with its parent.
 *
 * <p>Arguments: Kafka's servers, threads, the state directory.
 */
final class Ours {
  static final Topics TOPICS = Topics.DEFAULT;

  /** Its consumer group, which is the application's id, too. */
  static final String GROUP = TOPICS.prefix() + "correlator";

  private Ours() {}

  public static void main(String[] args) throws Exception {
    Parent.endWith();
    try (var _ =
        Correlator.start(
            new CorrelatorConfig(
                Map.of("bootstrap.servers", args[0]),
                TOPICS,
                Pseudonyms.redacted(),
                Path.of(args[2]),
                "measured",
                Integer.parseInt(args[1]),
                0),
            InstantSource.system(),
            new SimpleMeterRegistry())) {
      Thread.currentThread().join(); // for ever
    }
  }
}
