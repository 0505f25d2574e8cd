package dev.tunnelwatch.timeline;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Seen;
import dev.tunnelwatch.records.MalformedJsonException;
import dev.tunnelwatch.records.OperatorJson;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/incidents/ID/operator}: takes what a person says of an incident. No page of
 * another origin can make a browser do it: it would have to know the token, and to be allowed to
 * send JSON.
 */
final class OperatorRoute {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorRoute.class);
  private static final int LONGEST_BODY = 16 * 1024;
  private static final String BELOW = "operator";

  private final Optional<OperatorToken> token;
  private final IncidentBoard board;
  private final Said log;
  private final InstantSource clock;

  /** Where a word goes. */
  @FunctionalInterface
  interface Said {
    void write(OperatorAction action) throws IOException;
  }

  /**
   * @param token without one nothing is taken
   */
  OperatorRoute(Optional<OperatorToken> token, IncidentBoard board, Said log, InstantSource clock) {
    this.token = token;
    this.board = board;
    this.log = log;
    this.clock = clock;
  }

  /** What is wrong with the sender comes first: a stranger learns nothing, and sends no body. */
  Reply take(Route.Posted posted) {
    var parts = posted.asked().rest().split("/", -1);
    if (parts.length != 2 || !parts[1].equals(BELOW)) {
      return Reply.plain(405, "only GET is answered").with("Allow", "GET, HEAD");
    }
    return refusal(posted.asked()).orElseGet(() -> take(parts[0], posted));
  }

  private Optional<Reply> refusal(Route.Asked asked) {
    if (token.isEmpty()) {
      return refused(403, "words of people are not taken here: web.operator-token-file is not set");
    }
    if (isOfAnotherOrigin(asked)) {
      return refused(403, "only pages of this server may send words of people");
    }
    if (!isJson(asked.header("content-type"))) {
      return refused(415, "Content-Type: expected application/json");
    }
    return token.get().isShownBy(asked.header("authorization"))
        ? Optional.empty()
        : refused(401, "Authorization: expected Bearer and the operators' token")
            .map(reply -> reply.with("WWW-Authenticate", "Bearer"));
  }

  private static Optional<Reply> refused(int status, String why) {
    return Optional.of(Reply.plain(status, why));
  }

  private static boolean isJson(String contentType) {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
  }

  /** Programs send no origin. A browser always does, and says no other than where it is. */
  private static boolean isOfAnotherOrigin(Route.Asked asked) {
    var site = asked.header("sec-fetch-site");
    var origin = asked.header("origin");
    return !List.of("", "same-origin", "none").contains(site)
        || (!origin.isEmpty() && !authority(origin).equals(Optional.of(asked.header("host"))));
  }

  private static Optional<String> authority(String origin) {
    try {
      return Optional.ofNullable(new URI(origin).getRawAuthority());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private Reply take(String id, Route.Posted posted) {
    var revisions = board.revisions(id);
    if (revisions.isEmpty()) {
      return Reply.plain(404, "no such incident");
    }
    var heir = board.heirOf(id);
    if (heir.isPresent()) {
      return Reply.plain(409, "this incident was merged into " + heir.get() + "; speak of that");
    }
    try {
      var body = posted.body().read(LONGEST_BODY);
      return body.isEmpty()
          ? Reply.plain(413, "the body: expected at most " + LONGEST_BODY + " bytes, got more")
          : write(revisions.getLast(), OperatorJson.readRequest(body.get()));
    } catch (IOException e) {
      return Reply.plain(400, "the body: expected all of it, got less");
    } catch (MalformedJsonException | IllegalArgumentException e) {
      return Reply.plain(400, String.valueOf(e.getMessage()));
    }
  }

  private Reply write(Incident incident, OperatorJson.Request request) {
    var said =
        new OperatorAction(
            incident.id(), request.who(), clock.instant(), Seen.of(incident), request.deed());
    try {
      log.write(said);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("incident", incident.id()).log("a word was not taken", e);
      return Reply.plain(503, "not written: Kafka did not take it; say it again");
    }
    LOG.atInfo()
        .addKeyValue("incident", incident.id())
        .addKeyValue("deed", said.deed().word())
        .log("a person said something of an incident");
    return Reply.json(new String(OperatorJson.write(said), StandardCharsets.UTF_8));
  }
}
