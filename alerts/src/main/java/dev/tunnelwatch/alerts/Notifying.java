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
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Whether an Alertmanager tells its receivers, by what it counts of itself and says of the alert:
 * it takes every alert, also those that it tells nobody of.
 */
final class Notifying implements AutoCloseable {

  /** Bytes: its metrics are some 50 000, an alert some 2 000. */
  private static final int LONGEST = 16_000_000;

  private static final Duration SECOND_LOOK = Duration.ofSeconds(2);

  private static final int LONGEST_NAME = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(HttpPost.PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private Counts before = new Counts(Optional.empty(), "not asked yet");
  private Optional<Set<String>> busyBefore = Optional.empty();

  /** Asked once; empty where it does not say. */
  private Optional<AlertmanagerStatus> status = Optional.empty();

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
    if (before.counts().isPresent()) {
      status = ask("api/v2/status").body().flatMap(AlertmanagerStatus::read);
      busyBefore = busy();
    }
  }

  /** Whether both are of one cluster, as far as they say so. */
  boolean isPeerOf(Notifying other) {
    return status.isPresent()
        && other.status.isPresent()
        && status.get().isPeerOf(other.status.get());
  }

  /**
   * What became of it since.
   *
   * @param incident the alert's label
   * @param waited since it took the alert
   */
  Notified notified(String incident, Duration waited) {
    var alert = alert(incident);
    return alert
        .flatMap(Notifying::withheld)
        .map(why -> withheld(why, told(alert, waited)))
        .orElseGet(() -> told(alert, waited));
  }

  /** It may have been told before it was withheld; or what was sent was another alert. */
  private static Notified withheld(String why, Notified told) {
    return told instanceof Notified.Sent(var words)
        ? new Notified.Unknown(
            words + ", but by now it is " + why + ": that may have come before or after")
        : new Notified.Failed("nobody was told: " + why);
  }

  private Notified told(Optional<JsonNode> alert, Duration waited) {
    var now = before.counts().isPresent() ? counts() : before;
    if (now.counts().isEmpty()) {
      return new Notified.Unknown(
          "could not ask %smetrics (%s); cannot tell whether anybody was notified"
              .formatted(base, now.trouble()));
    }
    var first = before.counts().orElseThrow();
    if (now.counts().get().isRestartOf(first)) {
      return restarted();
    }
    var since = now.counts().get().since(first);
    if (since.isAnyUnanswered()) {
      var later = lookAgain();
      if (later.isPresent() && later.get().isRestartOf(now.counts().get())) {
        return restarted();
      }
      since = later.map(last -> last.since(first)).orElse(since).begunIn(since);
    }
    var receivers = alert.map(Notifying::receivers).orElse(Set.of());
    var evidence = new NotificationEvidence(since, status, receivers, busyMeanwhile());
    var within = " within " + waited.toSeconds() + " s";
    return switch (evidence.notified()) {
      case Notified.Nobody(var words) ->
          new Notified.Nobody(
              words
                  + within
                  + (receivers.isEmpty() ? "" : "; its route leads to " + names(receivers)));
      case Notified.Failed(var words) -> new Notified.Failed(words + within);
      case Notified.Sent sent -> sent;
      case Notified.Unknown unknown -> unknown;
    };
  }

  private static Notified restarted() {
    return new Notified.Unknown("it was restarted meanwhile, and counts anew");
  }

  /** What was on its way at the first look is answered by now, unless it hangs. */
  private Optional<NotificationCounts> lookAgain() {
    try {
      Thread.sleep(SECOND_LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    return counts().counts();
  }

  private Optional<Set<String>> busyMeanwhile() {
    var now = busy();
    return busyBefore.flatMap(
        earlier ->
            now.map(
                later ->
                    Stream.concat(earlier.stream(), later.stream()).collect(Collectors.toSet())));
  }

  /** Names of the receivers that any alert there is routed to; empty where it does not say. */
  private Optional<Set<String>> busy() {
    return ask("api/v2/alerts")
        .body()
        .flatMap(Notifying::json)
        .filter(JsonNode::isArray)
        .map(
            alerts ->
                StreamSupport.stream(alerts.spliterator(), false)
                    .flatMap(alert -> receivers(alert).stream())
                    .collect(Collectors.toSet()));
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
    if (!alert.at("/status/inhibitedBy").isEmpty()) {
      return Optional.of("inhibited by another alert (amtool alert query)");
    }
    var intervals = names(alert.at("/status/mutedBy")); // from 0.28 on
    return intervals.isEmpty()
        ? Optional.empty()
        : Optional.of("muted by the time interval " + intervals + " of its route");
  }

  private static Set<String> receivers(JsonNode alert) {
    return StreamSupport.stream(alert.path("receivers").spliterator(), false)
        .map(receiver -> receiver.path("name").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String names(JsonNode list) {
    return names(StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList());
  }

  /** What stands there goes to a terminal. */
  static String names(Collection<String> names) {
    return names.stream()
        .sorted()
        .map(name -> Elided.of(EvidenceText.inert(name), LONGEST_NAME))
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
