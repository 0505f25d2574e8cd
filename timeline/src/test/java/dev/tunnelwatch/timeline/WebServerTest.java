package dev.tunnelwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebServerTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final HttpClient client = HttpClient.newHttpClient();
  private WebServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        WebServer.start(
            ANY_PORT,
            List.of(
                new Route("/hello", _ -> Reply.plain(200, "hello")),
                new Route("/below/*", asked -> Reply.plain(200, "rest=" + asked.rest())),
                new Route(
                    "/bug",
                    _ -> {
                      throw new IllegalStateException("a bug with <script>");
                    })));
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /hello, 200, hello",
    "GET, /below/a/b, 200, rest=a/b",
    "GET, /nowhere, 404, nothing stands here",
    "POST, /hello, 405, only GET is answered",
    "GET, /bug, 500, status 500"
  })
  void everyReplyCarriesTheSecurityHeaders(String method, String path, int status, String body)
      throws Exception {
    var reply = ask(method, path);

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(reply.body().strip()).isEqualTo(body);
    assertThat(reply.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(reply.headers().map())
        .containsEntry("X-Content-Type-Options", List.of("nosniff"))
        .containsEntry("Referrer-Policy", List.of("no-referrer"))
        .doesNotContainKey("Server");
  }

  @Test
  void aRequestWithAMegabyteOfHeaderIsRefused() throws Exception {
    var request =
        HttpRequest.newBuilder(uri("/hello")).header("X-Long", "x".repeat(100_000)).build();

    var reply = client.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(reply.statusCode()).isEqualTo(431);
  }

  @Test
  void aTakenPortIsSaidWithItsNumber() {
    var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());

    assertThatThrownBy(() -> WebServer.start(taken, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on")
        .hasMessageContaining(String.valueOf(server.port()));
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(uri(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
