package dev.tunnelwatch.alerts;

import dev.tunnelwatch.alerts.Receiver.Outcome;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Posts to who may answer anything, or nothing: what comes of it is a status, within a bounded time
 * and memory. Nothing is ever sent to another address than the one that was given.
 */
final class HttpPost implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int LONGEST_REASON = 200;
  private static final int DEEPEST = 10;

  private final Duration patience;
  private final HttpClient http;

  HttpPost() {
    this(PATIENCE);
  }

  /**
   * @param patience from the request to the end of its answer
   */
  HttpPost(Duration patience) {
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Posts once.
   *
   * @param shown stands for the address in messages: it may hold a secret
   */
  Outcome post(URI to, String shown, Map<String, String> headers, byte[] body) {
    var request = HttpRequest.newBuilder(to).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    var glance = new Glance();
    var exchange = http.sendAsync(request.build(), glance);
    var trouble = "no answer within " + patience.toMillis() + " ms";
    boolean isSomebodyThere = true;
    try {
      // The client's own timeout ends with the head of an answer; its body may go on for ever.
      exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      glance.stop();
    } catch (ExecutionException e) {
      var cause = Optional.ofNullable(e.getCause()).orElse(e);
      trouble = reason(cause);
      isSomebodyThere =
          !(cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      glance.stop();
      Thread.currentThread().interrupt();
      return new Outcome.Unreachable(shown + ": interrupted");
    }
    // Whatever became of the rest, the status says whether it was taken.
    return glance.status().isPresent()
        ? outcomeOf(glance.status().getAsInt(), shown)
        : new Outcome.Unreachable(shown + ": " + trouble, isSomebodyThere);
  }

  /**
   * What the other side sent may stand in the message. The client tells of a host that has no
   * address and of a port that nobody listens at by the same name.
   */
  private static String reason(Throwable cause) {
    if (cause instanceof ConnectException) {
      boolean isUnknown =
          Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
              .limit(DEEPEST)
              .anyMatch(UnresolvedAddressException.class::isInstance);
      return isUnknown ? "its host has no address" : "it takes no connection";
    }
    var said = Optional.ofNullable(cause.getMessage()).map(message -> ": " + message).orElse("");
    return Elided.of(EvidenceText.inert(cause.getClass().getSimpleName() + said), LONGEST_REASON);
  }

  /** Whether trying again helps: RFC 9110 says of 408, RFC 8470 of 425 that it may. */
  private static Outcome outcomeOf(int status, String shown) {
    if (status >= 200 && status < 300) {
      return new Outcome.Delivered();
    }
    boolean heals = status == 408 || status == 425 || status == 429 || status >= 500;
    var why = shown + ": status " + status;
    return heals ? new Outcome.Unreachable(why, status >= 500) : new Outcome.Refused(why);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
