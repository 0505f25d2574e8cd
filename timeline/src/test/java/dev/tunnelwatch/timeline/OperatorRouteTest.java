package dev.tunnelwatch.timeline;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may say what over HTTP, and what becomes of it. */
class OperatorRouteTest {
  private static final String TOKEN = "0123456789-abcdef";
  private static final Instant NOW = TEN.plusSeconds(600);
  private static final String ACKNOWLEDGE = "{\"who\":\"anna\",\"deed\":\"acknowledge\"}";

  private final HttpClient client = HttpClient.newHttpClient();
  private final IncidentBoard board = new IncidentBoard(10);
  private final Incident open = parisUnreachable();
  private final List<OperatorAction> written = new ArrayList<>();
  private Optional<IOException> broken = Optional.empty();
  private WebServer server;

  @BeforeEach
  void start() throws IOException {
    board.put(open);
    server = serve(Optional.of(OperatorToken.of(TOKEN)));
  }

  private WebServer serve(Optional<OperatorToken> token) throws IOException {
    var words = new OperatorRoute(token, board, this::write, () -> NOW);
    return WebServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new IncidentRoutes(board, words, () -> NOW).routes());
  }

  private void write(OperatorAction said) throws IOException {
    if (broken.isPresent()) {
      throw broken.get();
    }
    written.add(said);
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void aWordIsWrittenWithWhatWasSeenAndAnsweredAsItStands() throws Exception {
    var reply = send(post(ACKNOWLEDGE));

    var said = new OperatorAction(open.id(), "anna", NOW, Seen.of(open), new Deed.Acknowledge());
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).contains("\"deed\":\"acknowledge\"").contains("\"revision\":1");
    assertThat(written).containsExactly(said);

    board.put(said);
    assertThat(get("/api/incidents/" + open.id() + "/operator"))
        .isEqualTo('[' + reply.body() + ']');
    assertThat(get("/api/incidents"))
        .contains(
            "\"lastWord\":{\"who\":\"anna\",\"at\":\"" + NOW + "\",\"deed\":\"acknowledge\"}",
            "\"wordThatCounts\":{\"who\":\"anna\",\"at\":\"" + NOW + "\",\"deed\":\"ack");
  }

  @Test
  void withoutATokenNobodyIsHeardAndItSaysWhy() throws Exception {
    server.close();
    server = serve(Optional.empty());

    var reply = send(post(ACKNOWLEDGE));

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body()).contains("web.operator-token-file is not set");
    assertThat(written).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Bearer 0123456789-abcdeF", "Basic 0123456789-abcdef"})
  void anotherTokenIsNone(String authorization) throws Exception {
    var request = post(ACKNOWLEDGE);
    if (authorization.isEmpty()) {
      request = request(ACKNOWLEDGE).header("Content-Type", "application/json");
    } else {
      request.setHeader("Authorization", authorization);
    }

    var reply = send(request);

    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(reply.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(written).isEmpty();
  }

  /** What a form of a strange page can send is never heard, whatever it knows. */
  @ParameterizedTest
  @CsvSource({
    "Content-Type, text/plain, 415",
    "Content-Type, application/x-www-form-urlencoded, 415",
    "Origin, https://evil.example, 403",
    "Origin, null, 403",
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, same-origin, 200",
    "Content-Type, Application/JSON; charset=utf-8, 200"
  })
  void pagesOfOtherOriginsAreNotHeard(String header, String value, int status) throws Exception {
    var reply = send(post(ACKNOWLEDGE).setHeader(header, value));

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(written).hasSize(status == 200 ? 1 : 0);
  }

  @Test
  void ourOwnPageIsHeard() throws Exception {
    var origin = "http://127.0.0.1:" + server.port();

    assertThat(send(post(ACKNOWLEDGE).setHeader("Origin", origin)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{ | expected a JSON object",
        "[] | expected a JSON object",
        "{\"deed\":\"close\"} | who: expected a text, got nothing",
        "{\"who\":\"anna\",\"deed\":\"shrug\"} | deed: expected acknowledge, close",
        "{\"who\":\"anna\",\"deed\":\"expect-until\",\"until\":\"noon\"} | until: expected an instant such as 2026-03-01T06:00:00Z, got another text",
        "{\"who\":\"anna\",\"deed\":\"expect-until\",\"until\":6} | until: expected an instant such as 2026-03-01T06:00:00Z, got number",
        "{\"who\":\"anna\",\"deed\":\"expect-until\"} | until: expected an instant such as 2026-03-01T06:00:00Z, got nothing",
        "{\"who\":\"anna\",\"deed\":\"expect-until\",\"until\":\"2026-03-01T00:00:00Z\"} | until: expected an instant in the 30 days",
        "{\"who\":\"a\\u001b[2J\",\"deed\":\"close\"} | who: expected one line of plain text"
      })
  void whatMakesNoSenseIsSaidInASentence(String body, String sentence) throws Exception {
    var reply = send(post(body));

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).startsWith(sentence).doesNotContain("noon", "shrug");
    assertThat(written).isEmpty();
  }

  @Test
  void aBodyOfAMegabyteIsNotRead() throws Exception {
    var reply = send(post("{\"who\":\"" + "a".repeat(1 << 20) + "\"}"));

    assertThat(reply.statusCode()).isEqualTo(413);
  }

  @Test
  void anIncidentThatIsNotThereOrWentElsewhereIsSaidSo() throws Exception {
    board.put(
        open.withRevision(2)
            .withState(IncidentState.CLOSED)
            .withLineage(new Incident.Lineage(List.of(), Optional.of("fedcba9876543210"))));

    var merged = send(post(ACKNOWLEDGE));
    var unknown = send(to("/api/incidents/0000000000000000/operator", ACKNOWLEDGE));
    var elsewhere = send(to("/api/incidents/" + open.id() + "/revisions", ACKNOWLEDGE));

    assertThat(merged.statusCode()).isEqualTo(409);
    assertThat(merged.body()).contains("merged into fedcba9876543210");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(elsewhere.statusCode()).isEqualTo(405);
  }

  @Test
  void ofAnExpectationThatCountsTheListTellsUntilWhenThoughARemarkCameLater() throws Exception {
    var until = NOW.plusSeconds(7200);
    board.put(said(new Deed.ExpectUntil(until), NOW.minusSeconds(2)));
    board.put(said(new Deed.Note("cut"), NOW.minusSeconds(1)));

    assertThat(get("/api/incidents"))
        .containsPattern("\"lastWord\":\\{[^}]*\"deed\":\"note\"}")
        .containsPattern(
            "\"wordThatCounts\":\\{[^}]*\"deed\":\"expect-until\",\"until\":\"" + until + "\"}");
  }

  private OperatorAction said(Deed deed, Instant at) {
    return new OperatorAction(open.id(), "anna", at, Seen.of(open), deed);
  }

  @Test
  void whatKafkaDidNotTakeIsNotCalledDone() throws Exception {
    broken = Optional.of(new IOException("no leader"));

    var reply = send(post(ACKNOWLEDGE));

    assertThat(reply.statusCode()).isEqualTo(503);
    assertThat(reply.body()).contains("say it again").doesNotContain("no leader");
  }

  @Test
  void aTokenThatCanBeGuessedIsNone() {
    assertThatThrownBy(() -> OperatorToken.of("short")).hasMessage("one that is shorter or longer");
    assertThatThrownBy(() -> OperatorToken.of("with a blank in the middle"))
        .hasMessage("one with other characters");
    assertThat(OperatorToken.of(TOKEN)).hasToString("a token");
  }

  private HttpRequest.Builder post(String body) {
    return to("/api/incidents/" + open.id() + "/operator", body);
  }

  private HttpRequest.Builder to(String path, String body) {
    return HttpRequest.newBuilder(uri(path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + TOKEN)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String body) {
    return HttpRequest.newBuilder(uri("/api/incidents/" + open.id() + "/operator"))
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    return client
        .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
