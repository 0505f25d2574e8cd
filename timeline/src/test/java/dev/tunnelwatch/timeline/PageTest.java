package dev.tunnelwatch.timeline;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: a picture is drawn, and a hostile line stays a line. */
class PageTest {

  private static final String HOSTILE = "</td><script>document.title='taken'</script><b>DPD</b>";

  @TempDir Path profile;

  @Test
  void anIncidentIsDrawnAndItsHostileLineIsOnlyText() throws Exception {
    var chromium = SystemProgram.CHROMIUM.require();
    var incident = parisUnreachable(HOSTILE);
    var board = new IncidentBoard(10);
    board.put(incident);
    board.put(
        new OperatorAction(
            incident.id(),
            "anna",
            TEN.plusSeconds(500),
            Seen.of(incident),
            new Deed.Note("<b>bold</b> cut")));

    var dom = render(chromium, board, "/#" + incident.id());

    assertThat(dom)
        .contains("<title>Tunnelwatch</title>")
        .contains("class=\"bar tunnel_down lasting\"")
        .contains("peer_unreachable")
        .contains(
            "<dt>incident</dt><dd class=\"id\">" + incident.id() + "</dd>", // to be copied
            "critical, wakes someone")
        .contains("<td>gw-weu IN_0 203.0.113.7</td>")
        .contains("hub/3/41#0")
        .contains("What people said")
        .contains("&lt;b&gt;bold&lt;/b&gt; cut")
        .contains("&lt;/td&gt;&lt;script&gt;")
        .doesNotContain("<script>document.title");
  }

  /** Nobody is woken of what is over, and whether somebody was only alerts know. */
  @Test
  void whatIsOverWakesNobodyAndItsStateIsExplained() throws Exception {
    var chromium = SystemProgram.CHROMIUM.require();
    var over = recovered(parisUnreachable(), TEN.plusSeconds(600));
    var board = new IncidentBoard(10);
    board.put(over);

    var dom = render(chromium, board, "/");

    assertThat(dom)
        .contains("worth waking someone")
        .doesNotContain("wakes someone")
        .containsPattern(
            "class=\"mark\" title=\"over, and receivers are told so[^\"]*\">recovered");
  }

  private String render(Path chromium, IncidentBoard board, String path) throws Exception {
    var routes = new ArrayList<>(PageRoutes.routes());
    var nobody = new OperatorRoute(Optional.empty(), board, _ -> {}, () -> TEN);
    routes.addAll(new IncidentRoutes(board, nobody, () -> TEN.plusSeconds(600)).routes());
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server = WebServer.start(anyPort, routes)) {
      return render(chromium, "http://127.0.0.1:" + server.port() + path);
    }
  }

  private String render(Path chromium, String address) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--virtual-time-budget=3000",
                "--dump-dom",
                address));
    var errors = profile.resolve("errors.txt").toFile();
    var browser = new ProcessBuilder(command).redirectError(errors).start();
    try {
      var dom = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(browser.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return dom;
    } finally {
      browser.destroyForcibly();
    }
  }
}
