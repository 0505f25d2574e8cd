package dev.tunnelwatch.streams;

import dev.tunnelwatch.records.RecordReader;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running correlation: both stages on Kafka Streams in this process. */
public final class Correlator implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Correlator.class);

  private final KafkaStreams streams;
  private final ThreadReplacement threads;
  private final Restored restored;
  private final WatchdogThread watchdog;
  private final HangingWatch hanging;
  private final KafkaContact contact;
  private final LagWatch lag;
  private volatile boolean closed;

  private Correlator(
      KafkaStreams streams,
      ThreadReplacement threads,
      Restored restored,
      HangingWatch hanging,
      Watched watched) {
    this.streams = streams;
    this.hanging = hanging;
    this.threads = threads;
    this.restored = restored;
    lag = watched.lag();
    contact = watched.contact();
    watchdog = WatchdogThread.start(watched.watchdog(), this::vitals, watched.kafkaAnswers());
  }

  private record Watched(
      Watchdog watchdog, Predicate<Set<String>> kafkaAnswers, LagWatch lag, KafkaContact contact) {}

  /** What it is about. */
  public enum State {
    /** Joining the group or rebuilding state: alive, not yet of use. */
    STARTING("it joins its group or restores its state"),
    /** Working. */
    RUNNING("it works"),
    /** Given up after failures in a row. */
    FAILED("it has given up"),
    /** Closed by us. */
    STOPPED("it was stopped");

    private final String words;

    State(String words) {
      this.words = words;
    }

    private String words() {
      return words;
    }
  }

  /**
   * Starts both stages and returns at once; {@link #state()} tells when they work. From then on the
   * process is ended with status {@value WatchdogThread#STATUS} when they hang.
   *
   * @param clock decision time, asked on every tick; ticks themselves come in real time
   * @throws IllegalStateException when a topic is missing or has another number of partitions, or
   *     the machine lacks what state on disk needs
   */
  public static Correlator start(
      CorrelatorConfig config, InstantSource clock, MeterRegistry metrics) {
    return start(config, clock, metrics, Watchdog.patient(), StreamsProperties.COMMIT);
  }

  static Correlator start(
      CorrelatorConfig config,
      InstantSource clock,
      MeterRegistry metrics,
      Watchdog watchdog,
      Duration commit) {
    TopicCheck.run(config);
    var contact = new KafkaContact(System::nanoTime);
    var hanging = HangingWatch.begin(config, contact);
    var state = StateDirectory.open(config.stateDirectory());
    var backlog = new ConsumerBacklog();
    var coverage = new Coverage(clock);
    var started = new AtomicReference<Optional<Correlator>>(Optional.empty());
    var series =
        new CorrelatorMetrics(
            metrics,
            clock,
            () -> started.get().filter(begun -> begun.state() == State.RUNNING).isPresent());
    var surroundings = new Surroundings(clock, coverage, backlog, series);
    var properties = StreamsProperties.of(config, commit);
    var stages =
        new CorrelationTopology(
            config.topics(), new RecordReader(config.pseudonyms())::read, surroundings);
    var threads = new ThreadReplacement(state);
    var restored = new Restored();
    var streams =
        started(
            () -> {
              ProcessId.keep(config);
              var made = new KafkaStreams(stages.build(properties), properties, backlog);
              made.setUncaughtExceptionHandler(threads);
              made.setGlobalStateRestoreListener(restored);
              return made;
            },
            state);
    var watched =
        new Watched(
            watchdog,
            names -> Coordinators.answer(config, names),
            LagWatch.start(config, series.lags(), contact),
            contact);
    var correlator = new Correlator(streams, threads, restored, hanging, watched);
    started.set(Optional.of(correlator));
    hanging.start();
    correlator.register(metrics, coverage, clock);
    return correlator;
  }

  /** State that cannot be opened is mostly found before any thread runs. */
  static KafkaStreams started(Supplier<KafkaStreams> maker, StateDirectory state) {
    var first = maker.get();
    try {
      first.start();
      return first;
    } catch (ProcessorStateException e) {
      var shortage = Shortage.behind(e, state);
      if (shortage.isPresent()) {
        first.close(CLOSE);
        throw new IllegalStateException("correlation: " + shortage.get().sentence(state), e);
      }
      LOG.atWarn().setCause(e).log("state on disk is of no use");
      first.close(CLOSE);
      state.rebuild();
      var second = maker.get();
      second.start();
      return second;
    }
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

  /** For {@code /healthz}: why it gave up, which asks for an end of the process. */
  public Optional<String> ended() {
    return threads
        .gaveUp()
        .or(() -> state() == State.FAILED ? Optional.of("its threads ended") : Optional.empty());
  }

  /** For {@code /readyz}: why it is not at work, or only in part; empty while it is. */
  public Optional<String> problem() {
    return hanging
        .problem()
        .or(() -> Optional.of(state()).filter(now -> now != State.RUNNING).map(State::words))
        .or(contact::problem);
  }

  /** For the watchdog. */
  Vitals vitals() {
    boolean whole = streams.state() == KafkaStreams.State.RUNNING;
    var reached = new TreeMap<String, Long>();
    if (!whole) {
      restored.reached().forEach((state, offset) -> reached.put(state.toString(), offset));
    }
    return Vitals.of(streams.metrics(), new Vitals.Restoring(whole, restored.entries(), reached));
  }

  /** Commits, leaves its place to the next start under this instance id, waits at most 5 s. */
  @Override
  public void close() {
    closed = true;
    watchdog.close();
    lag.close();
    hanging.close();
    if (!streams.close(CLOSE)) {
      LOG.atWarn().addKeyValue("seconds", CLOSE.toSeconds()).log("correlation did not end in time");
    }
  }

  private void register(MeterRegistry metrics, Coverage coverage, InstantSource clock) {
    Gauge.builder(
            "tunnelwatch.watermark.lag",
            () ->
                coverage.known()
                    ? Duration.between(coverage.lowWatermark(), clock.instant()).toMillis() / 1e3
                    : Double.NaN)
        .description("How far behind now everything has been read; no number before it is known")
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
