package dev.tunnelwatch.app.endtoend;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts heartbeats, and rings when none has come for too long. */
final class DeadMansSwitch implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger beats;
  private final AtomicLong last;

  private DeadMansSwitch(HttpServer server, AtomicInteger beats, AtomicLong last) {
    this.server = server;
    this.beats = beats;
    this.last = last;
  }

  static DeadMansSwitch start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var beats = new AtomicInteger();
    var last = new AtomicLong(System.nanoTime());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, -1);
            last.set(System.nanoTime());
            beats.incrementAndGet();
          }
        });
    server.start();
    return new DeadMansSwitch(server, beats, last);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ping/secret");
  }

  int beats() {
    return beats.get();
  }

  /**
   * @param silence that it bears
   */
  boolean rings(Duration silence) {
    return System.nanoTime() - last.get() > silence.toNanos();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
