package dev.tunnelwatch.app.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes CloudEvents, or answers that it cannot. */
final class EventHook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private volatile int status = 204;

  private EventHook(HttpServer server) {
    this.server = server;
  }

  static EventHook start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var hook = new EventHook(server);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            int answer = hook.status;
            var event = JSON.readTree(exchange.getRequestBody());
            if (answer < 300) {
              hook.events.add(event);
            }
            exchange.sendResponseHeaders(answer, -1);
          }
        });
    server.start();
    return hook;
  }

  void answers(int code) {
    status = code;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?code=secret";
  }

  /** Types of the events it took, with their subjects. */
  List<String> told() {
    return events.stream()
        .map(event -> event.path("type").asText() + ' ' + event.path("subject").asText())
        .toList();
  }

  List<JsonNode> events() {
    return events;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
