package dev.tunnelwatch.alerts;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

/** Who takes webhooks, and answers as it is told to. */
final class Hook implements AutoCloseable {

  /** As it came. */
  record Taken(String method, Headers headers, String text) {
    byte[] body() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private final HttpServer server;
  private final List<Taken> asked = new CopyOnWriteArrayList<>();
  private final List<Long> cameAt = new CopyOnWriteArrayList<>();
  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private volatile ToIntFunction<Taken> status = _ -> 204;

  private Hook(HttpServer server) {
    this.server = server;
  }

  static Hook start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var hook = new Hook(server);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            hook.cameAt.add(System.nanoTime());
            var body = exchange.getRequestBody().readAllBytes();
            var text = new String(body, StandardCharsets.UTF_8);
            var came = new Taken(exchange.getRequestMethod(), exchange.getRequestHeaders(), text);
            int code = hook.status.applyAsInt(came);
            if (code < 0) {
              return; // the connection ends without an answer
            }
            hook.asked.add(came);
            if (code < 300) {
              hook.taken.add(came);
            }
            exchange.sendResponseHeaders(code, -1);
          }
        });
    server.start();
    return hook;
  }

  void answers(ToIntFunction<Taken> how) {
    status = how;
  }

  URI address() {
    return base().resolve("/hook?code=secret");
  }

  /** Whose paths all lead here. */
  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Whatever was answered. */
  List<Taken> asked() {
    return asked;
  }

  /** When each came, by {@link System#nanoTime}. */
  List<Long> cameAt() {
    return cameAt;
  }

  /** What was answered well. */
  List<Taken> taken() {
    return taken;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
