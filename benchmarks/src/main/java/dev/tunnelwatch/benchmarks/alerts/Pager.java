package dev.tunnelwatch.benchmarks.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Who is woken: takes what an Alertmanager notifies, and is not there for a while now and then. */
final class Pager implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Notification> notifications = new CopyOnWriteArrayList<>();
  private HttpServer server;

  /**
   * One alert of a notification.
   *
   * @param labels all of them, as they came
   */
  record Notification(String incident, boolean firing, String labels) {}

  private Pager() {
    server = listen(0);
  }

  static Pager start() {
    return new Pager();
  }

  private HttpServer listen(int port) {
    try {
      var listening =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      listening.createContext("/page", this::take);
      listening.createContext("/notify", exchange -> answer(exchange));
      listening.start();
      return listening;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    for (JsonNode alert : JSON.readTree(exchange.getRequestBody()).path("alerts")) {
      notifications.add(
          new Notification(
              alert.at("/labels/incident").asText(),
              alert.path("status").asText().equals("firing"),
              alert.path("labels").toString()));
    }
    answer(exchange);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, -1);
    }
  }

  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Nobody listens for so long. */
  void beAway(long millis) throws InterruptedException {
    int port = server.getAddress().getPort();
    server.stop(0);
    TimeUnit.MILLISECONDS.sleep(millis);
    server = listen(port);
  }

  /** In the order in which they came. */
  List<Notification> notifications() {
    return List.copyOf(notifications);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
