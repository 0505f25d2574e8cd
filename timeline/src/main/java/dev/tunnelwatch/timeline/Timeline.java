package dev.tunnelwatch.timeline;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The role {@code timeline}: follows incidents and what people say of them, and offers page and API
 * as routes.
 */
public final class Timeline implements AutoCloseable {

  private final IncidentFeed feed;
  private final OperatorLog log;
  private final List<Route> routes;

  private Timeline(IncidentFeed feed, OperatorLog log, List<Route> routes) {
    this.feed = feed;
    this.log = log;
    this.routes = routes;
  }

  /**
   * Starts reading.
   *
   * @param clock decision time: the page draws open conditions up to it
   * @throws org.apache.kafka.common.KafkaException when the settings are no Kafka client's
   */
  public static Timeline start(TimelineConfig config, InstantSource clock, MeterRegistry metrics) {
    var board = new IncidentBoard(config.maxIncidents());
    var feed = new IncidentFeed(config, board, metrics);
    var log = OperatorLog.open(config.kafka(), config.topics());
    feed.start();
    var words = new OperatorRoute(config.token(), board, log::write, clock);
    var routes = new ArrayList<Route>(PageRoutes.routes());
    routes.addAll(new IncidentRoutes(board, words, clock).routes());
    return new Timeline(feed, log, List.copyOf(routes));
  }

  /** What a {@link WebServer} is to answer. */
  public List<Route> routes() {
    return routes;
  }

  /** Why incidents will not be followed any more, which asks for an end of the process. */
  public Optional<String> ended() {
    return feed.healthy()
        ? Optional.empty()
        : Optional.of("its reader has ended, and the log says why");
  }

  /** Why the page may be without what is on now; empty while it is not. */
  public Optional<String> problem() {
    return ended().or(feed::problem);
  }

  @Override
  public void close() {
    feed.close();
    log.close();
  }
}
