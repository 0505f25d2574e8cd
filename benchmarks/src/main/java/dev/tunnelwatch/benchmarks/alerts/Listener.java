package dev.tunnelwatch.benchmarks.alerts;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** Takes requests on a port of its own, and is not there for a while now and then. */
final class Listener implements AutoCloseable {
  private final Map<String, HttpHandler> handlers;
  private final int port;
  private HttpServer server;

  private Listener(Map<String, HttpHandler> handlers) {
    this.handlers = handlers;
    server = listen(0);
    port = server.getAddress().getPort();
  }

  /**
   * Starts one.
   *
   * @param handlers by the beginning of a path; called one after the other, and closed after it
   */
  static Listener start(Map<String, HttpHandler> handlers) {
    return new Listener(handlers);
  }

  private HttpServer listen(int where) {
    try {
      var listening =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 0);
      handlers.forEach(
          (path, handler) ->
              listening.createContext(
                  path,
                  exchange -> {
                    try (exchange) {
                      handler.handle(exchange);
                    }
                  }));
      listening.start();
      return listening;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String authority() {
    return "127.0.0.1:" + port;
  }

  /** Connections break, as of a process that was killed. */
  void leave() {
    server.stop(0);
  }

  void comeBack() {
    server = listen(port);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
