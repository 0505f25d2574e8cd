package dev.tunnelwatch.timeline;

import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody speaks of an incident on its page, in a real browser. */
class OperatorPageTest {
  private static final String TOKEN = "0123456789-abcdef";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final IncidentBoard board = new IncidentBoard(10);
  private final List<OperatorAction> written = new CopyOnWriteArrayList<>();
  private final Incident open = parisUnreachable();

  @TempDir Path profile;

  private void write(OperatorAction said) {
    written.add(said);
    board.put(said);
  }

  private WebServer serve() throws IOException {
    var token = Optional.of(OperatorToken.of(TOKEN));
    var clock = InstantSource.system(); // the browser's, by which it says until when
    var words = new OperatorRoute(token, board, this::write, clock);
    var routes = new ArrayList<>(PageRoutes.routes());
    routes.addAll(new IncidentRoutes(board, words, clock).routes());
    return WebServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), routes);
  }

  private static String address(WebServer server, String id) {
    return "http://127.0.0.1:" + server.port() + "/#" + id;
  }

  @Test
  void whoeverHasTheTokenIsHeardAndOneSlipClosesNothing() throws Exception {
    board.put(open);

    try (var server = serve();
        var browser = Browser.start(profile)) {
      browser.open(address(server, open.id()));
      Await.value(
          "the form",
          LIMIT,
          () -> browser.text("#operator"),
          text -> text.startsWith("Say something"));
      browser.click("#operator summary");
      browser.type("[name=who]", "anna");
      browser.type("[name=token]", "something else");
      browser.press("Acknowledge");
      Await.until("a no", LIMIT, () -> browser.text("output").startsWith("not taken: Authoriz"));

      browser.click("#operator summary");
      browser.click("#operator summary"); // what was typed is still there
      browser.type("[name=token]", "\uE009a\uE000" + TOKEN); // instead of all that is there
      browser.press("Acknowledge");
      Await.until("a word", LIMIT, () -> written.size() == 1);
      Await.until("a yes", LIMIT, () -> browser.text("output").equals("taken"));
      Await.until(
          "it to be shown",
          LIMIT,
          () -> browser.text("#incident").contains("acknowledged by anna"));

      browser.press("Close");
      assertThat(written).hasSize(1);
      browser.press("Really close");
      Await.until("another", LIMIT, () -> written.size() == 2);

      browser.type("[name=text]", "their router is being changed");
      browser.press("Note it");
      Await.until("a note", LIMIT, () -> written.size() == 3);
      browser.press("Expect it");
      Await.until("the last", LIMIT, () -> written.size() == 4);
    }

    assertThat(written).extracting(OperatorAction::who).containsOnly("anna");
    assertThat(written.subList(0, 3))
        .extracting(OperatorAction::deed)
        .containsExactly(
            new Deed.Acknowledge(),
            new Deed.Close(),
            new Deed.Note("their router is being changed"));
    assertThat(written.getLast().deed()).isInstanceOf(Deed.ExpectUntil.class);
  }

  /** It was merged while somebody was writing of it. */
  @Test
  void whoeverSpeaksOfWhatWasMergedIsLedToItsHeir() throws Exception {
    board.put(open);
    var heir = Tales.named("fedcba9876543210", open);
    board.put(heir);

    try (var server = serve();
        var browser = Browser.start(profile)) {
      browser.open(address(server, open.id()));
      Await.until("the form", LIMIT, () -> browser.text("#operator").startsWith("Say something"));
      browser.click("#operator summary");
      browser.type("[name=who]", "anna");
      browser.type("[name=token]", TOKEN);
      board.put(
          open.withRevision(2)
              .withState(IncidentState.CLOSED)
              .withLineage(new Incident.Lineage(List.of(), Optional.of(heir.id()))));
      Await.until("the merge", LIMIT, () -> browser.text("#incident").startsWith("merged into "));
      browser.press("Acknowledge");
      Await.until("a no", LIMIT, () -> browser.text("output").startsWith("not taken: this inc"));

      browser.click("output a");
      Await.until("the heir", LIMIT, () -> browser.text("#incident .id").equals(heir.id()));
      Await.until("its form", LIMIT, () -> browser.text("#operator").startsWith("Say something"));
      browser.click("#operator summary");
      browser.press("Acknowledge");
      Await.until("a word", LIMIT, () -> written.size() == 1);
    }

    assertThat(written).extracting(OperatorAction::incident).containsExactly(heir.id());
  }
}
