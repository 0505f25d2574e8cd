package dev.tunnelwatch.timeline;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API answers to whoever only asks. */
class IncidentRoutesTest {
  private static final String ID = parisUnreachable().id();

  private final IncidentBoard board = new IncidentBoard(10);

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/api/"})
  void whoeverAsksForNothingIsToldWhatThereIs(String path) {
    assertThat(get(path).status()).isEqualTo(200);
    assertThat(get(path).body())
        .contains("GET  /api/incidents ", "/ID/revisions ", "POST /api/incidents/ID/operator ");
  }

  @ParameterizedTest
  @CsvSource({"'', 200", "/revisions, 200", "/operator, 200", "/other, 404", "/revisions/1, 404"})
  void whatItIsToldOfIsThere(String below, int status) {
    board.put(parisUnreachable());

    assertThat(get("/api/incidents/" + ID + below).status()).isEqualTo(status);
  }

  @Test
  void incidentThatIsNotKnownIsSaidSo() {
    assertThat(get("/api/incidents/" + ID)).isEqualTo(Reply.plain(404, "no such incident"));
  }

  private Reply get(String path) {
    var nobody = new OperatorRoute(Optional.empty(), board, _ -> {}, () -> TEN);
    for (var route : new IncidentRoutes(board, nobody, () -> TEN).routes()) {
      var rest = route.restOf(path);
      if (rest.isPresent()) {
        return route.handler().reply(new Route.Asked(rest.get(), Map.of()));
      }
    }
    return Reply.notFound();
  }
}
