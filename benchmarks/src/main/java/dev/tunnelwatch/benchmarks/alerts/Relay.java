package dev.tunnelwatch.benchmarks.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before an Alertmanager and notes when that had first and last taken each incident. */
final class Relay implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALERTS = "/api/v2/alerts";

  private final HttpServer server;
  private final URI alertmanager;
  private final HttpClient client = HttpClient.newHttpClient();
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

  private Relay(HttpServer server, URI alertmanager) {
    this.server = server;
    this.alertmanager = alertmanager;
  }

  static Relay start(URI alertmanager) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var relay = new Relay(server, alertmanager);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(ALERTS, relay::take);
    server.start();
    return relay;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      int status = passOn(body);
      requests.incrementAndGet();
      if (status == HttpURLConnection.HTTP_OK) {
        note(body);
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private int passOn(byte[] body) throws IOException {
    var request =
        HttpRequest.newBuilder(alertmanager.resolve(ALERTS))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("while the Alertmanager was told");
    }
  }

  private void note(byte[] body) throws IOException {
    long now = System.nanoTime();
    for (var alert : JSON.readTree(body)) {
      // With each page goes the end of a notification that it may have been before.
      if (alert.at("/labels/tier").asText().equals("page")) {
        heard.merge(
            alert.at("/labels/incident").asText(),
            new Heard(now, now, 0, 0),
            (before, _) -> before.again(now));
      }
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many pages fire at the Alertmanager itself. */
  int firing() throws IOException {
    var asked = alertmanager.resolve(ALERTS + "?active=true&filter=tier%3D%22page%22").toURL();
    try (var answer = asked.openStream()) {
      return JSON.readTree(answer).size();
    }
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
    client.close();
  }
}
