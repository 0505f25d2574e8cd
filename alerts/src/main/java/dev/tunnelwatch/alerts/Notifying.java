package dev.tunnelwatch.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Whether an Alertmanager tells its receivers, by what it counts of itself and says of the alert:
 * it takes every alert, also those that it tells nobody of.
 */
final class Notifying implements AutoCloseable {

  /** Bytes: its metrics are some 50 000. */
  private static final int LONGEST = 1_000_000;

  private static final int LONGEST_NAME = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(HttpPost.PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private Counts before = new Counts(Optional.empty(), "not asked yet");

  /** What it counts, or why that is not known. */
  private record Counts(Optional<NotificationCounts> counts, String trouble) {}

  /** What was answered, or why nothing. */
  private record Answer(Optional<String> body, String trouble) {}

  Notifying(URI base) {
    var text = base.toString();
    this.base = text.endsWith("/") ? text : text + '/';
  }

  /** What was counted before is not ours. */
  void begin() {
    before = counts();
  }

  /**
   * What became of it since.
   *
   * @param incident the alert's label
   * @param waited since it took the alert
   */
  Notified notified(String incident, Duration waited) {
    var alert = alert(incident);
    var withheld = alert.flatMap(Notifying::withheld);
    if (withheld.isPresent()) {
      return new Notified.Failed("nobody was told: " + withheld.get());
    }
    var now = before.counts().isPresent() ? counts() : before;
    if (now.counts().isEmpty()) {
      return new Notified.Unknown(
          "could not ask %smetrics (%s); cannot tell whether anybody was notified"
              .formatted(base, now.trouble()));
    }
    var within = " within " + waited.toSeconds() + " s";
    return switch (now.counts().get().notifiedSince(before.counts().orElseThrow())) {
      case Notified.Nobody(var words) ->
          new Notified.Nobody(words + within + alert.map(Notifying::route).orElse(""));
      case Notified.Failed(var words) -> new Notified.Failed(words + within);
      case Notified.Sent sent -> sent;
      case Notified.Unknown unknown -> unknown;
    };
  }

  private Counts counts() {
    var answer = ask("metrics");
    var counts = answer.body().flatMap(NotificationCounts::read);
    return new Counts(counts, answer.body().isPresent() ? "no Alertmanager's" : answer.trouble());
  }

  /** As it stands there; empty where it does not say. */
  private Optional<JsonNode> alert(String incident) {
    var filter = URLEncoder.encode("incident=\"" + incident + '"', StandardCharsets.UTF_8);
    return ask("api/v2/alerts?filter=" + filter)
        .body()
        .flatMap(Notifying::json)
        .filter(alerts -> !alerts.isEmpty())
        .map(alerts -> alerts.path(0));
  }

  private static Optional<JsonNode> json(String body) {
    try {
      return Optional.of(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // it is none, as its metrics will say
    }
  }

  private static Optional<String> withheld(JsonNode alert) {
    var silences = names(alert.at("/status/silencedBy"));
    if (!silences.isEmpty()) {
      return Optional.of("silenced by " + silences + " (amtool silence query)");
    }
    return alert.at("/status/inhibitedBy").isEmpty()
        ? Optional.empty()
        : Optional.of("inhibited by another alert (amtool alert query)");
  }

  private static String route(JsonNode alert) {
    var receivers = names(alert.path("receivers"));
    return receivers.isEmpty() ? "" : "; its route leads to " + receivers;
  }

  /** What stands there goes to a terminal. */
  private static String names(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(each -> each.isObject() ? each.path("name") : each)
        .map(name -> Elided.of(EvidenceText.inert(name.asText()), LONGEST_NAME))
        .collect(Collectors.joining(", "));
  }

  private Answer ask(String path) {
    var request = HttpRequest.newBuilder(URI.create(base + path)).build();
    var asked =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
            .thenApplyAsync(Notifying::read);
    try {
      return asked.get(HttpPost.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      asked.cancel(true);
      return none("no answer within " + HttpPost.PATIENCE.toMillis() + " ms");
    } catch (ExecutionException e) {
      return none(Optional.ofNullable(e.getCause()).orElse(e).getClass().getSimpleName());
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      return none("interrupted");
    }
  }

  private static Answer none(String trouble) {
    return new Answer(Optional.empty(), trouble);
  }

  private static Answer read(HttpResponse<InputStream> answer) {
    try (var body = answer.body()) {
      return answer.statusCode() == 200
          ? new Answer(
              Optional.of(new String(body.readNBytes(LONGEST), StandardCharsets.UTF_8)), "")
          : none("status " + answer.statusCode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
