package dev.tunnelwatch.app.endtoend;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts heartbeats. */
final class DeadMansSwitch implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger beats;

  private DeadMansSwitch(HttpServer server, AtomicInteger beats) {
    this.server = server;
    this.beats = beats;
  }

  static DeadMansSwitch start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var beats = new AtomicInteger();
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, -1);
            beats.incrementAndGet();
          }
        });
    server.start();
    return new DeadMansSwitch(server, beats);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ping/secret");
  }

  int beats() {
    return beats.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
