package dev.tunnelwatch.benchmarks.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands where an Alertmanager stands and notes when it was first and last told of each incident.
 */
final class Inbox implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, Heard> heard = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();

  /**
   * Of one incident, by {@link System#nanoTime}.
   *
   * @param silence the longest between two times
   */
  record Heard(long first, long last, long silence) {
    Heard again(long now) {
      return new Heard(first, now, Math.max(silence, now - last));
    }
  }

  private Inbox(HttpServer server) {
    this.server = server;
  }

  static Inbox start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var inbox = new Inbox(server);
    server.createContext("/api/v2/alerts", inbox::take);
    server.start();
    return inbox;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      long now = System.nanoTime();
      requests.incrementAndGet();
      for (var alert : JSON.readTree(exchange.getRequestBody())) {
        heard.merge(
            alert.at("/labels/incident").asText(),
            new Heard(now, now, 0),
            (before, _) -> before.again(now));
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int incidents() {
    return heard.size();
  }

  long requests() {
    return requests.get();
  }

  /** When it was first told of it. */
  OptionalLong first(String incident) {
    var one = heard.get(incident);
    return one == null ? OptionalLong.empty() : OptionalLong.of(one.first());
  }

  /** How long it heard nothing of the incident of which it heard least. */
  Duration longestSilence() {
    long now = System.nanoTime();
    return Duration.ofNanos(
        heard.values().stream().mapToLong(one -> one.again(now).silence()).max().orElseThrow());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
