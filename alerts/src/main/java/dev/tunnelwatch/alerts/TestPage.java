package dev.tunnelwatch.alerts;

import dev.tunnelwatch.alerts.Receiver.Outcome;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.Tier;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One page marked as a test, and its end, to every receiver once. Neither Kafka nor any memory of
 * what was sent is touched, and its labels are those of no incident.
 */
public final class TestPage implements AutoCloseable {

  private static final String TEST = "test";

  private final List<Way> ways;
  private final InstantSource clock;
  private final Instant begun;

  /** What a receiver is called here, where nobody reads along. */
  private record Way(String shown, Receiver receiver, Optional<Notifying> notifying) {
    Way(String shown, Receiver receiver) {
      this(shown, receiver, Optional.empty());
    }
  }

  /**
   * What one receiver made of it.
   *
   * @param trouble why it did not take it; empty when it did
   */
  public record Told(String receiver, Optional<String> trouble) {}

  private TestPage(List<Way> ways, InstantSource clock) {
    this.ways = List.copyOf(ways);
    this.clock = clock;
    this.begun = clock.instant();
  }

  /** Of a cluster every instance is told by itself. The terminal is not tried. */
  public static TestPage of(Receivers receivers, Links links, InstantSource clock) {
    var ways = new ArrayList<Way>();
    var alertJson = new AlertmanagerJson(links, Purpose.TEST);
    for (URI base : receivers.alertmanagers()) {
      ways.add(
          new Way(
              "alertmanager " + base,
              new AlertmanagerReceiver(List.of(base), alertJson),
              Optional.of(new Notifying(base))));
    }
    var eventJson = new CloudEventJson("/tunnelwatch/alert-test", links, Purpose.TEST);
    receivers.webhooks().stream()
        .distinct()
        .map(address -> new WebhookReceiver(address, receivers.key(), eventJson))
        .forEach(hook -> ways.add(new Way("webhook " + hook.shown(), hook)));
    return new TestPage(ways, clock);
  }

  /** Sends the page. */
  public List<Told> page() {
    ways.forEach(way -> way.notifying().ifPresent(Notifying::begin));
    return tell(send(Send.Action.PAGE, incident(1, IncidentState.OPEN, Optional.empty())));
  }

  /**
   * Sends its end, to those too that did not take the page: an answer may have been lost. An
   * Alertmanager that took both and could not notify has told nobody.
   */
  public List<Told> resolve() {
    var now = Optional.of(clock.instant());
    return tell(send(Send.Action.RESOLVE, incident(2, IncidentState.RECOVERED, now)));
  }

  private List<Told> tell(Send send) {
    var told = new ArrayList<Told>();
    for (var way : ways) {
      var outcome = way.receiver().deliver(send, begun, clock.instant());
      told.add(new Told(way.shown(), trouble(outcome).or(() -> toldNobody(way, send))));
    }
    return told;
  }

  /** Asked at the end: an Alertmanager may wait before it notifies. */
  private static Optional<String> toldNobody(Way way, Send send) {
    return send.action().keepsFiring()
        ? Optional.empty()
        : way.notifying().flatMap(Notifying::failed);
  }

  private static Optional<String> trouble(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> Optional.empty();
      case Outcome.Refused(var why) -> Optional.of("refused: " + why);
      case Outcome.Unreachable(var why, _) -> Optional.of("not taken: " + why);
    };
  }

  private Send send(Send.Action action, Incident incident) {
    var labels = new SentAlert.Labels(incident.id(), TEST, TEST, TEST);
    return new Send(clock.instant(), labels, Tier.PAGE, action, List.of(incident));
  }

  private Incident incident(int revision, IncidentState state, Optional<Instant> end) {
    return new Incident(
        "test-" + begun.toEpochMilli(),
        revision,
        state,
        new Incident.Judgement(Severity.INFO, false, Cause.UNEXPLAINED),
        new Incident.Wording(
            "TEST: somebody tries whether pages of Tunnelwatch arrive",
            "This is no incident: alert-test was run. Next: Nothing, but tell whoever ran it."),
        new Incident.Span(begun, end),
        new Incident.Scope(List.of(), List.of(), List.of(), List.of(), List.of(), 0),
        List.of(),
        List.of(),
        new Incident.Proof(List.of(), 0, List.of()),
        Incident.Lineage.NONE,
        Optional.empty(),
        Set.of());
  }

  @Override
  public void close() {
    ways.forEach(way -> way.receiver().close());
    ways.forEach(way -> way.notifying().ifPresent(Notifying::close));
  }
}
