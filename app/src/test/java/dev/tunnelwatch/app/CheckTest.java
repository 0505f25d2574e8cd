package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tunnelwatch.app.broker.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code check} says of Alertmanager, inventory and the machine it runs on. */
class CheckTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|{\"versionInfo\":{\"version\":\"0.28.1\"},\"cluster\":{\"status\":\"ready\"}}|ok      %s: status: Alertmanager 0.28.1 answers, cluster ready of 1",
        "200|<html>|WRONG   %s: status: something answers that is no Alertmanager; check",
        "401|no|WRONG   %s: status: it asks for a login (401); let",
        "302|no|WRONG   %s: status: it sends elsewhere (302); configure",
        "404|no|WRONG   %s: status: it answers with status 404; check alerts.alertmanagers",
      })
  void alertmanagerIsKnownByItsStatus(int status, String body, String line) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 1);
    server.createContext(
        "/am/api/v2/status",
        exchange -> {
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    var address = "http://127.0.0.1:" + server.getAddress().getPort() + "/am";
    try {
      var run = check("roles: [alerts]\nalerts: {alertmanagers: [\"" + address + "\"]}\n");

      assertThat(run.out()).contains(line.formatted("alertmanager " + address));
      assertThat(run.code()).as(run.out()).isEqualTo(line.startsWith("ok") ? 0 : 1);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void alertmanagerThatDoesNotRunIsNamed() throws IOException {
    int port = FreePort.next();

    var run =
        check(
            "roles: [alerts]\nalerts: {alertmanagers: ['http://127.0.0.1:%d']}\n".formatted(port));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "WRONG   alertmanager http://127.0.0.1:" + port + ": connection: 127.0.0.1:" + port);
  }

  @Test
  void alertmanagerWhoseNameIsWrongIsToldFromOneThatDoesNotRun() throws IOException {
    var run =
        check("roles: [alerts]\nalerts: {alertmanagers: ['http://alertmanager.invalid:9093']}\n");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "WRONG   alertmanager http://alertmanager.invalid:9093: name:"
                + " \"alertmanager.invalid\" has no address; check alerts.alertmanagers");
  }

  @Test
  void inventoryIsReadAndItsFindingsAreTold() throws IOException {
    var inventory = Files.createDirectory(directory.resolve("inventory"));
    Files.writeString(inventory.resolve("vnet-gateways.json"), "[{");

    var run = check("roles: [inventory]\ninventory: {directory: '" + inventory + "'}\n");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("inventory " + inventory + ": files: 0 gateways")
        .contains("WRONG   inventory " + inventory + ": cut_short: ")
        .contains("; export it again (docs/inventory.md)");
  }

  /** Who correlates misses it; who only shows incidents does not. */
  @Test
  void missingInventoryIsANoteOfWhatIsLost() throws IOException {
    assertThat(check("roles: [streams, timeline]\n").out())
        .contains("note    this machine: inventory: none here: unless another process publishes")
        .contains("; configure inventory.directory with an export (docs/inventory.md)");
    assertThat(check("roles: [timeline]\n").out()).doesNotContain("inventory");
  }

  @Test
  void portThatIsTakenAndDirectoryThatCannotBeWrittenAreNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
      var file = Files.writeString(directory.resolve("file"), "");
      int port = taken.getLocalPort();

      var run =
          Run.of(
              "check",
              "--config",
              config(
                  "roles: [timeline]\nweb: {port: %d}\ndata-directory: %s/data\n"
                      .formatted(port, file)));

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.out())
          .contains("WRONG   this machine: data directory: \"" + file + "\" is no directory that")
          .contains(
              "WRONG   this machine: web address: 127.0.0.1:" + port + " cannot be listened on");
    }
  }

  /** As `run` would say it. */
  @Test
  void directoryOfAProcessThatRunsIsNamed() throws IOException {
    var file =
        config("roles: [timeline]\nweb: {port: 0}\ndata-directory: %s\n".formatted(directory));
    try (var lock =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(lock.tryLock()).isNotNull();

      var run = Run.of("check", "--config", file);

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.out())
          .contains("\"" + directory + "\" is in use by another Tunnelwatch")
          .contains("end that one, or name another data-directory");
    }
  }

  @Test
  void jsonIsOneFindingALine() throws IOException {
    var file =
        config("roles: [timeline]\nweb: {port: 0}\ndata-directory: %s\n".formatted(directory));

    var run = Run.of("check", "--format", "json", "--config", file);

    assertThat(run.out().lines())
        .allMatch(line -> line.startsWith("{\"subject\":\"this machine\",\"step\":\""))
        .anyMatch(line -> line.contains("\"mark\":\"ok\",\"found\":\"127.0.0.1, any port"));
  }

  @Test
  void wrongConfigurationIsToldAsByRun() throws IOException {
    var run = Run.of("check", "--config", config("web: {port: eighty}\n"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("web.port: expected a port from 0 to 65535, got \"eighty\"");
  }

  private Run check(String config) throws IOException {
    var common = "web: {port: 0}\ndata-directory: %s\n".formatted(directory);
    return Run.of("check", "--config", config(common + config));
  }

  private String config(String text) throws IOException {
    return Files.writeString(directory.resolve("c.yml"), text).toString();
  }
}
