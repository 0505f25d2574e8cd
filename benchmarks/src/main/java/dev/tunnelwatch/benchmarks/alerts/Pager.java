package dev.tunnelwatch.benchmarks.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who is woken: takes what an Alertmanager notifies, and is not there for a while now and then. */
final class Pager implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Notification> notifications = new CopyOnWriteArrayList<>();
  private final Listener listener =
      Listener.start(Map.of("/page", this::take, "/notify", Pager::readOn));

  /**
   * One alert of a notification.
   *
   * @param labels all of them, as they came
   * @param at by {@link System#nanoTime}
   */
  record Notification(String incident, boolean firing, String labels, long at) {}

  private Pager() {}

  static Pager start() {
    return new Pager();
  }

  private void take(HttpExchange exchange) throws IOException {
    long now = System.nanoTime();
    for (JsonNode alert : JSON.readTree(exchange.getRequestBody()).path("alerts")) {
      notifications.add(
          new Notification(
              alert.at("/labels/incident").asText(),
              alert.path("status").asText().equals("firing"),
              alert.path("labels").toString(),
              now));
    }
    exchange.sendResponseHeaders(200, -1);
  }

  /** Wakes nobody. */
  private static void readOn(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, -1);
  }

  String authority() {
    return listener.authority();
  }

  /** Nobody listens from now on. */
  void leave() {
    listener.leave();
  }

  void comeBack() {
    listener.comeBack();
  }

  /** In the order in which they came. */
  List<Notification> notifications() {
    return List.copyOf(notifications);
  }

  @Override
  public void close() {
    listener.close();
  }
}
