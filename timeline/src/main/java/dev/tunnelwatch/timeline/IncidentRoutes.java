package dev.tunnelwatch.timeline;

import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.OperatorJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The HTTP API: {@code /api} says what there is, {@code /api/incidents} lists, {@code
 * /api/incidents/ID} gives the newest revision in the contract's form, {@code
 * /api/incidents/ID/revisions} all that are kept, oldest first, and {@code
 * /api/incidents/ID/operator} what people said of it, oldest first.
 */
final class IncidentRoutes {

  /** For whoever asks without a document at hand. */
  private static final String INDEX =
      """
      GET  /api/incidents               the newest revision of each, in short: open and worst first
      GET  /api/incidents/ID            the newest revision of one, with its evidence
      GET  /api/incidents/ID/revisions  all revisions kept of one, oldest first
      GET  /api/incidents/ID/operator   what people said of one, oldest first
      POST /api/incidents/ID/operator   say something of one, with the operators' token

      ID: the 16 hex digits of an incident. All answer in JSON; what they cannot answer in plain text.""";

  private final IncidentBoard board;
  private final OperatorRoute words;
  private final InstantSource clock;

  IncidentRoutes(IncidentBoard board, OperatorRoute words, InstantSource clock) {
    this.board = board;
    this.words = words;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route("/api", _ -> Reply.plain(200, INDEX)),
        new Route("/api/", _ -> Reply.plain(200, INDEX)),
        new Route("/api/incidents", this::list),
        new Route("/api/incidents/*", this::one, Optional.of(words::take)));
  }

  private Reply list(Route.Asked asked) {
    var now = clock.instant();
    return Reply.json(IncidentListJson.write(board.listed(), wordsBy(now), now));
  }

  private IncidentListJson.Words wordsBy(Instant now) {
    return new IncidentListJson.Words() {
      @Override
      public List<OperatorAction> all(String id) {
        return board.words(id);
      }

      @Override
      public Optional<OperatorAction> thatCounts(String id) {
        return board.wordThatCounts(id, now);
      }
    };
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
    if (parts.length > 2) {
      return Reply.notFound();
    }
    return switch (parts[1]) {
      case "revisions" -> Reply.json(array(revisions, IncidentJson::write));
      case "operator" -> Reply.json(array(board.words(parts[0]), IncidentRoutes::text));
      default -> Reply.notFound();
    };
  }

  private static String text(OperatorAction said) {
    return new String(OperatorJson.write(said), StandardCharsets.UTF_8);
  }

  private static <T> String array(List<T> values, Function<T, String> json) {
    return values.stream().map(json).collect(Collectors.joining(",", "[", "]"));
  }
}
