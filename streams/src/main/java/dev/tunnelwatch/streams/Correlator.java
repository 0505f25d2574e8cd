package dev.tunnelwatch.streams;

import dev.tunnelwatch.records.RecordReader;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running correlation: both stages on Kafka Streams in this process. */
public final class Correlator implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Correlator.class);

  private final KafkaStreams streams;
  private final ThreadReplacement threads = new ThreadReplacement();
  private volatile boolean closed;

  private Correlator(KafkaStreams streams) {
    this.streams = streams;
  }

  /** What it is about. */
  public enum State {
    /** Joining the group or rebuilding state: alive, not yet of use. */
    STARTING,
    /** Working. */
    RUNNING,
    /** Given up after failures in a row. */
    FAILED,
    /** Closed by us. */
    STOPPED
  }

  /**
   * Starts both stages and returns at once; {@link #state()} tells when they work.
   *
   * @param clock decision time, asked on every tick; ticks themselves come in real time
   * @throws IllegalStateException when a topic is missing or has another number of partitions
   */
  public static Correlator start(
      CorrelatorConfig config, InstantSource clock, MeterRegistry metrics) {
    TopicCheck.run(config);
    var backlog = new ConsumerBacklog();
    var coverage = new Coverage(clock);
    var surroundings = new Surroundings(clock, coverage, backlog, new CorrelatorMetrics(metrics));
    var properties = StreamsProperties.of(config);
    var topology =
        new CorrelationTopology(
                config.topics(), new RecordReader(config.pseudonyms())::read, surroundings)
            .build(properties);
    var correlator = new Correlator(new KafkaStreams(topology, properties, backlog));
    correlator.register(metrics, coverage, clock);
    correlator.streams.setUncaughtExceptionHandler(correlator.threads);
    correlator.streams.start();
    return correlator;
  }

  /** For {@code /readyz}: of use only while {@code RUNNING}. */
  public State state() {
    if (closed) {
      return State.STOPPED;
    }
    return switch (streams.state()) {
      case RUNNING -> State.RUNNING;
      case CREATED, REBALANCING -> State.STARTING;
      case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> State.FAILED;
    };
  }

  /** For {@code /healthz}: whether going on makes sense; false asks for an end of the process. */
  public boolean healthy() {
    return !threads.gaveUp() && state() != State.FAILED;
  }

  /** Commits, leaves its place to the next start under this instance id, waits at most 5 s. */
  @Override
  public void close() {
    closed = true;
    if (!streams.close(CLOSE)) {
      LOG.atWarn().addKeyValue("seconds", CLOSE.toSeconds()).log("correlation did not end in time");
    }
  }

  private void register(MeterRegistry metrics, Coverage coverage, InstantSource clock) {
    Gauge.builder(
            "tunnelwatch.watermark.lag",
            () -> Duration.between(coverage.lowWatermark(), clock.instant()).toMillis() / 1e3)
        .description("How far behind now everything has been read, decision time")
        .baseUnit("seconds")
        .register(metrics);
    for (var each : State.values()) {
      Gauge.builder("tunnelwatch.streams.state", () -> state() == each ? 1 : 0)
          .description("1 for the state it is in")
          .tag("state", each.name().toLowerCase(Locale.ROOT))
          .register(metrics);
    }
  }
}
