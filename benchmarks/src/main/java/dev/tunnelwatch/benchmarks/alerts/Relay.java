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

  /** What fires is said again once a minute; sooner only what nobody knew to have been said. */
  private static final Duration SOONEST = Duration.ofSeconds(30);

  /**
   * Of one incident, by {@link System#nanoTime}.
   *
   * @param silence the longest between two times
   * @param doubled how often it came again so soon that it was no reminder
   */
  record Heard(long first, long last, long silence, int doubled) {
    Heard again(long now) {
      int more = now - last < SOONEST.toNanos() ? 1 : 0;
      return new Heard(first, now, Math.max(silence, now - last), doubled + more);
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
        // With each page goes the end of a notification that it may have been before.
        if (alert.at("/labels/tier").asText().equals("page")) {
          heard.merge(
              alert.at("/labels/incident").asText(),
              new Heard(now, now, 0, 0),
              (before, _) -> before.again(now));
        }
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

  /** How often it was told of an incident once more, though that was no reminder. */
  int doubled() {
    return heard.values().stream().mapToInt(Heard::doubled).sum();
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
