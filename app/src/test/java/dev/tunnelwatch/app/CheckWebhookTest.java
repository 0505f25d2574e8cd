package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tunnelwatch.app.broker.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code check} says of webhooks; no event is sent to any. */
class CheckWebhookTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "204|ok      %s: answer: it answers 204 to OPTIONS",
        "405|ok      %s: answer: it answers 405 to OPTIONS",
        "404|note    %s: answer: it answers 404 to OPTIONS; events may be refused",
        "503|note    %s: answer: it answers 503: it has trouble now",
        "307|WRONG   %s: answer: it sends elsewhere (307); configure",
      })
  void webhookIsAskedWithoutAnEvent(int status, String line) throws IOException {
    List<String> methods = new CopyOnWriteArrayList<>();
    var server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 1);
    server.createContext(
        "/",
        exchange -> {
          methods.add(exchange.getRequestMethod());
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    var host = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      var run = check("webhook: {addresses: ['" + host + "/hook?code=secret']}");

      assertThat(run.out())
          .contains(line.formatted("webhook " + host))
          .contains("note    webhook " + host + ": signature: events are not signed")
          .doesNotContain("secret", "pages go to standard output alone");
      assertThat(run.code()).isEqualTo(line.startsWith("WRONG") ? 1 : 0);
      assertThat(methods).containsOnly("OPTIONS");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void webhookThatDoesNotRunIsNamedAndItsKeyIsKnown() throws IOException {
    int port = FreePort.next();
    var key = Files.writeString(directory.resolve("key"), "sixteen bytes or more\n");

    var run =
        check(
            "webhook: {addresses: ['http://127.0.0.1:%d/'], key-file: '%s'}".formatted(port, key));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("ok      webhook http://127.0.0.1:" + port + ": signature: events are signed")
        .contains("WRONG   webhook http://127.0.0.1:" + port + ": connection: 127.0.0.1:" + port);
  }

  /** To many of them any request is a heartbeat. */
  @Test
  void deadMansSwitchIsConnectedToAndNotAsked() throws IOException {
    List<String> methods = new CopyOnWriteArrayList<>();
    var server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 1);
    server.createContext(
        "/",
        exchange -> {
          methods.add(exchange.getRequestMethod());
          exchange.close();
        });
    server.start();
    var host = "http://127.0.0.1:" + server.getAddress().getPort();
    Run run;
    try {
      run = check("heartbeat: ['%s/secret']".formatted(host));
    } finally {
      server.stop(0);
    }

    assertThat(run.out())
        .contains("ok      heartbeat " + host + ": connection: port ")
        .contains("ok      heartbeat " + host + ": answer: not asked")
        .doesNotContain("secret", "nobody outside");
    assertThat(methods).isEmpty();

    var gone = check("heartbeat: ['%s/secret']".formatted(host));
    assertThat(gone.code()).isEqualTo(1);
    assertThat(gone.out())
        .contains("WRONG   heartbeat " + host + ": connection: 127.0.0.1:")
        .doesNotContain("secret");
  }

  @Test
  void whoIsToldOfIncidentsAndNotOfOurEndIsTold() throws IOException {
    var run = check("webhook: {addresses: ['http://127.0.0.1:9/']}");

    assertThat(run.out())
        .contains("note    this machine: heartbeat: nobody outside learns of it when")
        .contains("configure alerts.heartbeat");
  }

  private Run check(String alerts) throws IOException {
    var text =
        "roles: [alerts]\nweb: {port: 0}\ndata-directory: %s\nalerts: {%s}\n"
            .formatted(directory, alerts);
    return Run.of(
        "check", "--config", Files.writeString(directory.resolve("c.yml"), text).toString());
  }
}
