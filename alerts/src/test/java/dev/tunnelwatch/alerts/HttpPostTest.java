package dev.tunnelwatch.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.alerts.Receiver.Outcome;
import dev.tunnelwatch.model.testing.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a server answers, what comes of it is one outcome. */
class HttpPostTest {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  /** What a server does with a connection. */
  private interface Manner {
    void answer(OutputStream out) throws IOException;
  }

  private final HttpPost http = new HttpPost(PATIENCE);
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger givenUp = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private ServerSocket server;
  private volatile Manner manner = _ -> {};

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    http.close();
    server.close();
    for (var socket : open) {
      socket.close();
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException e) {
        // closed: the test is over
      }
    }
  }

  private void answer(Socket socket) {
    try {
      readHead(socket);
      manner.answer(socket.getOutputStream());
    } catch (IOException e) {
      givenUp.incrementAndGet();
    }
  }

  private static void readHead(Socket socket) throws IOException {
    var seen = new StringBuilder();
    while (seen.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        return;
      }
      seen.append((char) next);
    }
  }

  @Test
  void serverThatTakesTheRequestAndSaysNothingIsTriedAgain() {
    assertThat(post())
        .isEqualTo(new Outcome.Unreachable("the receiver: no answer within 500 ms", true));
  }

  @Test
  void portWhereNobodyListensIsToldFromAHostThatIsNotKnown() throws IOException {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertThat(post(URI.create("http://127.0.0.1:" + port + "/")))
        .isEqualTo(new Outcome.Unreachable("the receiver: it takes no connection", false));
    assertThat(post(URI.create("http://nobody.invalid:9093/")))
        .isEqualTo(new Outcome.Unreachable("the receiver: its host has no address", false));
  }

  @Test
  void whatIsNoHttpIsTriedAgainAndItsWordsSteerNothing() {
    manner =
        out -> out.write("\u001b[2J\u0007garbage\r\nmore\r\n\r\n".getBytes(StandardCharsets.UTF_8));

    assertThat(post())
        .isInstanceOfSatisfying(
            Outcome.Unreachable.class,
            outcome ->
                assertThat(outcome.why())
                    .hasSizeLessThan(300)
                    .doesNotContain("\u001b", "\u0007", "\n"));
  }

  @Test
  void tenMegabytesAreNotReadToTheirEnd() {
    manner = out -> flood(out, 10_000_000, "Content-Length: 10000000\r\n\r\n");

    assertThat(post()).isEqualTo(new Outcome.Delivered());
    Await.until("the connection to be given up", Duration.ofSeconds(10), () -> givenUp.get() == 1);
  }

  @Test
  void answerWithoutEndIsGivenUp() {
    manner = out -> flood(out, Long.MAX_VALUE, "\r\n");

    assertThat(post()).isEqualTo(new Outcome.Delivered());
    Await.until("the connection to be given up", Duration.ofSeconds(10), () -> givenUp.get() == 1);
  }

  /** The status has been said: to send it again would be to tell it twice. */
  @Test
  void answerThatStopsInItsMiddleCountsByItsStatus() {
    manner =
        out -> out.write((OK + "Content-Length: 100\r\n\r\nhalf").getBytes(StandardCharsets.UTF_8));

    assertThat(post()).isEqualTo(new Outcome.Delivered());
  }

  @Test
  void nothingIsSentWhereARedirectPoints() throws IOException {
    var asked = new AtomicInteger();
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (var _ = other.accept()) {
                  asked.incrementAndGet();
                } catch (IOException e) {
                  // closed: nobody came
                }
              });
      var elsewhere = "Location: http://127.0.0.1:" + other.getLocalPort() + "/\r\n";
      var head = "HTTP/1.1 307 Elsewhere\r\n" + elsewhere + "Content-Length: 0\r\n\r\n";
      manner = out -> out.write(head.getBytes(StandardCharsets.UTF_8));

      assertThat(post()).isEqualTo(new Outcome.Refused("the receiver: status 307"));
      assertThat(asked).hasValue(0);
      assertThat(connections).hasValue(1);
    }
  }

  private void flood(OutputStream out, long bytes, String head) throws IOException {
    out.write((OK + head).getBytes(StandardCharsets.UTF_8));
    var part = new byte[8_192];
    for (long left = bytes; left > 0; left -= part.length) {
      out.write(part);
    }
  }

  private Outcome post() {
    return post(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/secret"));
  }

  private Outcome post(URI to) {
    return http.post(to, "the receiver", Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
  }
}
