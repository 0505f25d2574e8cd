package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.Canary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Reads event hubs into Kafka until it is closed. Every record once, whatever dies (design 8.1).
 */
public final class Ingest implements AutoCloseable {
  private final KafkaClients clients;
  private final Map<String, Feed> feeds;
  private final LayoutWatch layout;
  private final Membership membership;

  private Ingest(
      KafkaClients clients, Map<String, Feed> feeds, LayoutWatch layout, Membership membership) {
    this.clients = clients;
    this.feeds = feeds;
    this.layout = layout;
    this.membership = membership;
  }

  /**
   * Starts reading. The topics must exist; hubs may come within reach later.
   *
   * @param clock the hubs' time, which a demo may scale
   * @throws IllegalStateException when Kafka does not answer or a topic is not as it must be; the
   *     message says which
   */
  public static Ingest start(IngestConfig config, InstantSource clock, MeterRegistry registry) {
    return start(config, clock, registry, Steps.UNWATCHED);
  }

  static Ingest start(
      IngestConfig config, InstantSource clock, MeterRegistry registry, Steps steps) {
    var clients = new KafkaClients(config);
    boolean started = false;
    try {
      TopicCheck.run(clients.admin(), config.topics());
      var metrics = new IngestMetrics(registry, clock);
      var environment = new Environment(config.tuning(), clock, System::nanoTime, metrics, steps);
      var ingest = assemble(config, clients, environment);
      ingest.layout.start();
      ingest.membership.start();
      started = true;
      return ingest;
    } finally {
      if (!started) {
        clients.close();
      }
    }
  }

  private static Ingest assemble(
      IngestConfig config, KafkaClients clients, Environment environment) {
    int prefetch = config.tuning().prefetch();
    var feeds = Feeds.open(config.sources(), source -> new EventHubSource(source, prefetch));
    canary(config, environment.clock()).ifPresent(it -> feeds.put(Canary.SOURCE.source(), it));
    config.canary().comesFrom().ifPresent(environment.metrics()::expectCanaries);
    var layout = new LayoutWatch(feeds, environment.metrics());
    var positions =
        new KafkaPositionLog(config.topics(), clients::reader, clients::end, environment.nanos());
    var hanging =
        new KafkaHangingTransactions(
            config.topics(), config.transactionalPrefix(), clients.admin(), config.kafka());
    var kafka = new SlotKafka(config.topics(), clients::producer, hanging, positions);
    var membership =
        new Membership(
            config.topics().positions(),
            clients::member,
            (seat, lost) ->
                new SlotWorker(
                    seat.slot(), new Slot(seat, kafka, feeds, layout::layout, environment), lost),
            environment);
    return new Ingest(clients, feeds, layout, membership);
  }

  private static Optional<Feed> canary(IngestConfig config, InstantSource clock) {
    return route(config)
        .map(route -> new Feed(new CanarySource(clock, route), new StartAt.Earliest()));
  }

  private static Optional<CanaryRoute> route(IngestConfig config) {
    return switch (config.canary()) {
      case CanaryWay.Off _ -> Optional.empty();
      case CanaryWay.Ingest _ -> Optional.of(CanaryRoute.DIRECT);
      case CanaryWay.Hub(var name) ->
          config.sources().stream()
              .filter(source -> source.name().equals(name))
              .findFirst()
              .map(CanarySender::new);
    };
  }

  /** Whether every hub has answered and this process is a living member of its group. */
  public boolean healthy() {
    return problem().isEmpty();
  }

  /** What stands in the way of health, in a sentence without secrets. */
  public Optional<String> problem() {
    return ended().or(membership::problem).or(layout::problem);
  }

  /**
   * Why it has given up for good, in a sentence without secrets; empty while it lives. What has
   * given up reads nothing any more, whatever becomes of Kafka and the hubs: end the process.
   */
  public Optional<String> ended() {
    return membership.ended().or(layout::failure);
  }

  /** Leaves the group at once, so that others take over the slots without waiting. */
  @Override
  public void close() {
    membership.close();
    layout.close();
    feeds.values().forEach(feed -> feed.source().close());
    clients.close();
  }
}
