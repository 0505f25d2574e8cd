package dev.tunnelwatch.timeline;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.records.IncidentJson;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The HTTP API: {@code /api/incidents} lists, {@code /api/incidents/ID} gives the newest revision
 * in the contract's form, {@code /api/incidents/ID/revisions} all that are kept, oldest first.
 */
final class IncidentRoutes {

  private final IncidentBoard board;
  private final InstantSource clock;

  IncidentRoutes(IncidentBoard board, InstantSource clock) {
    this.board = board;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route("/api/incidents", this::list), new Route("/api/incidents/*", this::one));
  }

  private Reply list(Route.Asked asked) {
    return Reply.json(IncidentListJson.write(board.listed(), clock.instant()));
  }

  private Reply one(Route.Asked asked) {
    var parts = asked.rest().split("/", -1);
    var revisions = board.revisions(parts[0]);
    if (revisions.isEmpty()) {
      return Reply.plain(404, "no such incident");
    }
    if (parts.length == 1) {
      return Reply.json(IncidentJson.write(revisions.getLast()));
    }
    return parts.length == 2 && parts[1].equals("revisions")
        ? Reply.json(array(revisions))
        : Reply.notFound();
  }

  private static String array(List<Incident> incidents) {
    return incidents.stream().map(IncidentJson::write).collect(Collectors.joining(",", "[", "]"));
  }
}
