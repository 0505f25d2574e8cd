package dev.tunnelwatch.app.endtoend;

import dev.tunnelwatch.app.broker.FreePort;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of the system's packages, on a free port of loopback. */
final class SystemServer implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final URI address;

  private SystemServer(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it and waits until it says that it is ready. */
  static SystemServer start(SystemProgram program, Path directory, String... arguments)
      throws IOException {
    int port = FreePort.next();
    var command = new ArrayList<>(List.of(program.require().toString()));
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("server.log").toFile())
            .start();
    var server = new SystemServer(process, URI.create("http://127.0.0.1:" + port));
    Await.until(
        program + " to be ready", Duration.ofSeconds(20), () -> server.status("/-/ready") == 200);
    return server;
  }

  URI address() {
    return address;
  }

  String get(String path) throws IOException, InterruptedException {
    return get(address, path);
  }

  static String get(URI base, String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(base.resolve(path)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private int status(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(address.resolve(path)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Override
  public void close() {
    process.destroy();
    Await.until(
        "the server to end",
        Duration.ofSeconds(10),
        () -> process.waitFor(100, TimeUnit.MILLISECONDS));
  }
}
