package dev.tunnelwatch.app.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who is woken: takes the webhooks of an Alertmanager. */
final class Pager implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An alert as it came; by the clock of whoever is woken. */
  record Woken(Instant at, String receiver, String status, JsonNode alert) {}

  private final HttpServer server;
  private final List<Woken> woken = new CopyOnWriteArrayList<>();

  private Pager(HttpServer server) {
    this.server = server;
  }

  static Pager start() throws IOException {
    return start(InstantSource.system());
  }

  static Pager start(InstantSource clock) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var pager = new Pager(server);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var group = JSON.readTree(exchange.getRequestBody());
            for (var alert : group.path("alerts")) {
              pager.woken.add(
                  new Woken(
                      clock.instant(),
                      group.path("receiver").asText(),
                      alert.path("status").asText(),
                      alert));
            }
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
    return pager;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Woken> woken(String status) {
    return woken.stream().filter(w -> w.status().equals(status)).toList();
  }

  /** All that came, in that order. */
  List<Woken> woken() {
    return List.copyOf(woken);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
