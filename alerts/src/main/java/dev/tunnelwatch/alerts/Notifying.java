package dev.tunnelwatch.alerts;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether an Alertmanager can tell its receivers, by what it counts of itself: it takes every
 * alert, also where the text for them is missing or their key is wrong.
 *
 * @see <a href="https://github.com/prometheus/alertmanager/blob/v0.25.0/notify/notify.go">Where it
 *     is counted</a>
 */
final class Notifying implements AutoCloseable {
  private static final Pattern FAILED =
      Pattern.compile(
          "^alertmanager_notification_requests_failed_total"
              + "\\{[^}]*\\bintegration=\"(\\w+)\"[^}]*} (\\d+)",
          Pattern.MULTILINE);

  /** Bytes: it writes some 50 000. */
  private static final int LONGEST = 1_000_000;

  private final URI metrics;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(HttpPost.PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private Map<String, Long> before = Map.of();
  private boolean begun;

  Notifying(URI base) {
    var text = base.toString();
    this.metrics = URI.create((text.endsWith("/") ? text : text + '/') + "metrics");
  }

  /** What failed before is not ours. */
  void begin() {
    var now = ask();
    begun = now.isPresent();
    before = now.orElse(Map.of());
  }

  /** What has failed since; nothing where it does not say. */
  Optional<String> failed() {
    if (!begun) {
      return Optional.empty();
    }
    var since = new TreeMap<String, Long>();
    ask()
        .orElse(Map.of())
        .forEach(
            (integration, count) -> {
              long more = count - before.getOrDefault(integration, 0L);
              if (more > 0) {
                since.put(integration, more);
              }
            });
    return since.isEmpty()
        ? Optional.empty()
        : Optional.of(
            since.entrySet().stream()
                .map(each -> "by " + each.getKey() + " " + each.getValue() + " times")
                .collect(
                    Collectors.joining(
                        ", ", "taken, but notifying failed ", " meanwhile: its log says why")));
  }

  /** Tries by integration that failed, since it was started. */
  private Optional<Map<String, Long>> ask() {
    var request = HttpRequest.newBuilder(metrics).build();
    var asked =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
            .thenApplyAsync(Notifying::read);
    try {
      return asked.get(HttpPost.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      asked.cancel(true);
      return Optional.empty(); // it is told of it all the same
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<Map<String, Long>> read(HttpResponse<InputStream> answer) {
    try (var body = answer.body()) {
      var text = new String(body.readNBytes(LONGEST), StandardCharsets.UTF_8);
      var failed = new TreeMap<String, Long>();
      FAILED
          .matcher(text)
          .results()
          .forEach(
              found -> failed.merge(found.group(1), Long.parseLong(found.group(2)), Long::sum));
      return answer.statusCode() == 200 && !failed.isEmpty()
          ? Optional.of(failed)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
