package dev.tunnelwatch.timeline;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
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

  /** The link that woke somebody leads to it, though by now another incident tells of it. */
  @Test
  void whatWasMergedSaysSoFirstAndNothingOfItLasts() throws Exception {
    var chromium = SystemProgram.CHROMIUM.require();
    var first = parisUnreachable();
    var board = new IncidentBoard(10);
    board.put(mergedInto("00000000000000bb", first));
    board.put(mergedInto("00000000000000cc", Tales.named("00000000000000bb", first)));
    board.put(Tales.named("00000000000000cc", parisUnreachable("<b>outage</b> of the site")));

    var dom = render(chromium, board, "/#" + first.id());

    assertThat(dom)
        .contains(
            "<div id=\"incident\"><p class=\"merged\">merged into <a href=\"#00000000000000cc\">"
                + "00000000000000cc: paris unreachable from gw-weu since 10:02:11:"
                + " &lt;b&gt;outage&lt;/b&gt; of the site</a></p>")
        .contains("<dt>state</dt><dd>merged into another</dd>")
        .contains("<td>from 10:02:11</td>")
        .contains("class=\"bar tunnel_down\"")
        .contains("Speak of </span><a href=\"#00000000000000cc\">")
        .doesNotContain("<dt>lasting</dt>", "– still", "bar tunnel_down lasting", "<form");
  }

  @Test
  void anHeirThatIsNotKnownHereIsNamedAllTheSame() throws Exception {
    var chromium = SystemProgram.CHROMIUM.require();
    var board = new IncidentBoard(10);
    board.put(mergedInto("00000000000000bb", parisUnreachable()));

    assertThat(render(chromium, board, "/#" + parisUnreachable().id()))
        .contains("merged into <a href=\"#00000000000000bb\">00000000000000bb</a>");
  }

  @Test
  void nothingLastsOfWhatWasWithdrawn() throws Exception {
    var chromium = SystemProgram.CHROMIUM.require();
    var board = new IncidentBoard(10);
    board.put(parisUnreachable().withState(IncidentState.CLOSED));

    assertThat(render(chromium, board, "/"))
        .contains("<dt>lasting</dt><dd>withdrawn</dd>", "<td>from 10:02:11</td>")
        .doesNotContain("merged into", "– still", "bar tunnel_down lasting");
  }

  private static Incident mergedInto(String heir, Incident incident) {
    return incident
        .withRevision(2)
        .withState(IncidentState.CLOSED)
        .withLineage(new Incident.Lineage(List.of(), Optional.of(heir)));
  }

  /** Whoever reads the list decides by it whether to go back to bed. */
  @Test
  void whatSomebodyExpectsOrClosedIsNotSaidToWakeSomeone() throws Exception {
    var chromium = SystemProgram.CHROMIUM.require();
    var board = new IncidentBoard(10);
    var today = say(board, "00000000000000aa", new Deed.ExpectUntil(TEN.plusSeconds(7200)));
    say(board, "00000000000000bb", new Deed.ExpectUntil(TEN.plusSeconds(86_400)));
    say(board, "00000000000000cc", new Deed.Close());
    say(board, "00000000000000dd", new Deed.Acknowledge());
    say(board, "00000000000000ee", new Deed.ExpectUntil(TEN.plusSeconds(599)));
    for (var each : board.listed()) {
      board.put(said(each, new Deed.Note("cut")));
    }

    var dom = render(chromium, board, "/#" + today.id());

    var lasts = "peer_unreachable · 10:02:11, 7 min 49 s · ";
    assertThat(dom)
        .contains(
            lasts + "expected by carl until 12:00, wakes nobody<",
            lasts + "expected by carl until 2026-03-03 10:00, wakes nobody<",
            lasts + "closed by carl, wakes nobody<",
            lasts + "acknowledged by carl<",
            lasts + "wakes someone · noted by carl<") // its time is over
        .contains(
            "<dd>open, critical, expected by carl until 12:00, wakes nobody</dd>",
            "until 2026-03-02 12:00:00 UTC");
  }

  private static Incident say(IncidentBoard board, String id, Deed deed) {
    var incident = Tales.named(id, parisUnreachable());
    board.put(incident);
    board.put(said(incident, deed));
    return incident;
  }

  private static OperatorAction said(Incident of, Deed deed) {
    return new OperatorAction(of.id(), "carl", TEN.plusSeconds(300), Seen.of(of), deed);
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
