package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Breakdown;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Posts to Alertmanager's API v2. All instances of a cluster get everything, as Alertmanager asks
 * of its clients; it is delivered when one of them has taken it.
 *
 * @see <a href="https://prometheus.io/docs/alerting/latest/alerts_api/">Alertmanager: Alerts
 *     API</a>
 */
final class AlertmanagerReceiver implements Receiver {

  private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerReceiver.class);

  private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json");

  /** Shorter than the time after which all is said again. */
  private static final Duration REST = Duration.ofSeconds(30);

  private final Map<URI, Instant> restsUntil = new HashMap<>();

  /** Of instances that took nothing. */
  private final Map<URI, Breakdown> breakdowns = new HashMap<>();

  private final PostToAll http = new PostToAll();
  private final BatchSize size = new BatchSize();
  private final List<URI> endpoints;
  private final AlertmanagerJson json;

  /**
   * @param instances base addresses, at least one
   */
  AlertmanagerReceiver(List<URI> instances, AlertmanagerJson json) {
    this.endpoints = instances.stream().map(AlertmanagerReceiver::endpoint).distinct().toList();
    this.json = json;
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
  public boolean tellsOfUs() {
    return true;
  }

  @Override
  public int most() {
    return size.most();
  }

  @Override
  public Outcome deliver(Send send, Instant since, Instant now) {
    return post(List.of(new Saying(send, since)), now);
  }

  @Override
  public List<Outcome> deliver(List<Saying> sayings, Instant now) {
    var together = post(sayings, now);
    switch (together) {
      case Outcome.Delivered _, Outcome.Refused _ -> size.taken();
      case Outcome.Unreachable(_, var failing) when failing -> size.failed(sayings.size());
      case Outcome.Unreachable _ -> {} // nobody there is no reason to ask one by one
    }
    // One that it does not like must not cost its neighbours their delivery.
    return together instanceof Outcome.Refused && sayings.size() > 1
        ? sayings.stream().map(one -> deliver(one.send(), one.since(), now)).toList()
        : Collections.nCopies(sayings.size(), together);
  }

  /** All together; of none it is told too, which asks whether it takes anything. */
  Outcome post(List<Saying> sayings, Instant now) {
    var body = json.write(sayings, now).getBytes(StandardCharsets.UTF_8);
    var asked = awake(now);
    if (isAnyEnd(sayings)) {
      http.postBeside(endpoints.stream().filter(e -> !asked.contains(e)).toList(), HEADERS, body);
    }
    var outcomes = http.post(asked, HEADERS, body);
    outcomes.forEach((endpoint, outcome) -> follow(endpoint, outcome, now));
    // Taken by one is delivered; else what can heal by itself counts before a refusal.
    return Collections.min(outcomes.values(), Comparator.comparingInt(AlertmanagerReceiver::rank));
  }

  /**
   * An instance that lacks an end tells of the alert anew as soon as a peer has told that end: a
   * page for what is over. So it gets ends while it rests, too, and nobody waits for its answer. A
   * page ends its notification.
   */
  private static boolean isAnyEnd(List<Saying> sayings) {
    return sayings.stream()
        .map(saying -> saying.send().action())
        .anyMatch(action -> action == Send.Action.RESOLVE || action == Send.Action.PAGE);
  }

  private static int rank(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> 0;
      case Outcome.Unreachable(_, var failing) -> failing ? 1 : 2;
      case Outcome.Refused _ -> 3;
    };
  }

  /** That others take what there is hides one that does not. */
  private void follow(URI endpoint, Outcome outcome, Instant now) {
    if (outcome instanceof Outcome.Unreachable) {
      restsUntil.put(endpoint, now.plus(REST));
    }
    if (endpoints.size() > 1) {
      var breakdown = breakdowns.computeIfAbsent(endpoint, _ -> new Breakdown(Courier.CALM));
      trouble(outcome)
          .ifPresentOrElse(
              why -> {
                if (breakdown.isNews(why, System.nanoTime())) {
                  log(endpoint).log("takes nothing: {}", why);
                }
              },
              () ->
                  breakdown
                      .over(System.nanoTime())
                      .ifPresent(_ -> log(endpoint).log("takes alerts again")));
    }
  }

  private static LoggingEventBuilder log(URI endpoint) {
    return LOG.atWarn().addKeyValue("alertmanager", endpoint.getRawAuthority());
  }

  private static Optional<String> trouble(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> Optional.empty();
      case Outcome.Refused(var why) -> Optional.of(why);
      case Outcome.Unreachable(var why, _) -> Optional.of(why);
    };
  }

  /**
   * An instance that hangs must not cost each alert its patience: repeats bring it what it missed,
   * once it is quick again. Where no other is left it is asked each time.
   */
  private List<URI> awake(Instant now) {
    restsUntil.values().removeIf(until -> !until.isAfter(now));
    return restsUntil.size() == endpoints.size()
        ? endpoints
        : endpoints.stream().filter(endpoint -> !restsUntil.containsKey(endpoint)).toList();
  }

  @Override
  public void close() {
    http.close();
  }
}
