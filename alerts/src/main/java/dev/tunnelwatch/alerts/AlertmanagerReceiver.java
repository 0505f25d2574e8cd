package dev.tunnelwatch.alerts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Posts to Alertmanager's API v2. All instances of a cluster get everything, as Alertmanager asks
 * of its clients; it is delivered when one of them has taken it.
 *
 * @see <a href="https://prometheus.io/docs/alerting/latest/alerts_api/">Alertmanager: Alerts
 *     API</a>
 */
final class AlertmanagerReceiver implements Receiver {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final List<URI> endpoints;
  private final AlertmanagerJson json;

  /**
   * @param instances base addresses, at least one
   */
  AlertmanagerReceiver(List<URI> instances, Optional<URI> timeline) {
    this.endpoints = instances.stream().map(AlertmanagerReceiver::endpoint).toList();
    this.json = new AlertmanagerJson(timeline);
  }

  private static URI endpoint(URI base) {
    var text = base.toString();
    return URI.create((text.endsWith("/") ? text : text + "/") + "api/v2/alerts");
  }

  @Override
  public String name() {
    return "alertmanager";
  }

  @Override
  public boolean wantsRepeats() {
    return true;
  }

  @Override
  public Outcome deliver(Send send, Instant since, Instant now) {
    var body = json.write(send, since, now);
    var outcomes = new ArrayList<Outcome>();
    for (var endpoint : endpoints) {
      outcomes.add(post(endpoint, body));
    }
    // Taken by one is delivered; else what can heal by itself counts before a refusal.
    return outcomes.stream()
        .filter(Outcome.Delivered.class::isInstance)
        .findFirst()
        .or(() -> outcomes.stream().filter(Outcome.Unreachable.class::isInstance).findFirst())
        .orElse(outcomes.getFirst());
  }

  private Outcome post(URI endpoint, String body) {
    var request =
        HttpRequest.newBuilder(endpoint)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      // Whatever it answers beyond the status is of no use, however long it is.
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return outcomeOf(status, endpoint);
    } catch (IOException e) {
      return new Outcome.Unreachable(endpoint + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Unreachable(endpoint + ": interrupted");
    }
  }

  private static Outcome outcomeOf(int status, URI endpoint) {
    if (status >= 200 && status < 300) {
      return new Outcome.Delivered();
    }
    boolean heals = status == 429 || status >= 500;
    var why = endpoint + ": status " + status;
    return heals ? new Outcome.Unreachable(why) : new Outcome.Refused(why);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
