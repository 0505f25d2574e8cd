package dev.tunnelwatch.timeline;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.testing.Await;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conditions as bars, in a real browser with the fonts that it has. */
class AxisTest {
  /**
   * Of each row where its kind ends, where its subject begins and ends, and where its bar begins.
   */
  private static final String EDGES =
      """
      const box = node => node.getBBox(), all = name => [...document.querySelectorAll(name)].map(box);
      const kinds = all('.axis .label'), subjects = all('.axis .entity'), bars = all('.axis .bar');
      return kinds.map((k, i) =>
          [k.x + k.width, subjects[i].x, subjects[i].x + subjects[i].width, bars[i].x]);
      """;

  @TempDir Path profile;

  @Test
  void noLabelIsPrintedOverAnotherAndEachIsThereInFull() throws Exception {
    var subjects =
        List.of(
            "gw-neu-2 IN_0 bgp 10.64.240.1",
            "gw-neu-2 routes 10.64.240.1",
            "WWWWWWWWWW-WWWWWWWWWW-WWWWWWWWWW-WWWWWWWWWW 203.0.113.7",
            "x");
    var kinds =
        List.of(
            ConditionKind.BGP_SESSION_DOWN,
            ConditionKind.ROUTES_WITHDRAWN,
            ConditionKind.P2S_AUTHENTICATION_FAILING,
            ConditionKind.CONFIGURATION_CHANGED);
    var conditions = new ArrayList<Condition>();
    for (int i = 0; i < subjects.size(); i++) {
      var parent = i == 0 ? Optional.<String>empty() : Optional.of("c" + (i - 1));
      conditions.add(
          new Condition(
              "c" + i,
              kinds.get(i),
              subjects.get(i),
              TEN.plusSeconds(131 + i),
              Optional.empty(),
              parent,
              List.of(0)));
    }
    var board = new IncidentBoard(10);
    board.put(Tales.withConditions(parisUnreachable(), conditions));
    var nobody = new OperatorRoute(Optional.empty(), board, _ -> {}, () -> TEN);
    var routes = new ArrayList<>(PageRoutes.routes());
    routes.addAll(new IncidentRoutes(board, nobody, () -> TEN.plusSeconds(600)).routes());
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    try (var server = WebServer.start(anyPort, routes);
        var browser = Browser.start(profile)) {
      browser.open("http://127.0.0.1:" + server.port() + "/#" + parisUnreachable().id());
      var rows =
          Await.value(
              "the axis", Duration.ofSeconds(30), () -> browser.run(EDGES), r -> r.size() == 4);

      assertThat(rows)
          .allSatisfy(
              row -> {
                assertThat(row.get(0).asDouble()).isLessThan(row.get(1).asDouble());
                assertThat(row.get(2).asDouble()).isLessThan(row.get(3).asDouble());
              });
      var page =
          browser
              .run(
                  "return [...document.querySelectorAll('.axis .entity')]"
                      + ".map(e => e.firstChild.data + '|' + e.lastChild.textContent).join('\\n')")
              .asText();
      assertThat(page)
          .contains("gw-neu-2 IN_0 bgp 10.64.240.1|bgp session down, gw-neu-2 IN_0")
          .containsPattern("…[^|]*203\\.0\\.113\\.7\\|p2s authentication failing, WWWWWWWWWW-W")
          .contains("x|configuration changed, x");
    }
  }
}
