package dev.tunnelwatch.alerts;

import dev.tunnelwatch.alerts.Receiver.Outcome;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.Tier;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One page marked as a test, and its end, to every receiver once. Neither Kafka nor any memory of
 * what was sent is touched, and its labels are those of no incident.
 */
public final class TestPage implements AutoCloseable {

  private static final String TEST = "test";

  /** Where it does not say itself why nobody was told. */
  private static final String ADVICE =
      ". A group_wait longer than that holds it back (try a longer --hold), as do a mute time and"
          + " a receiver that tells nobody";

  private final List<Way> ways;
  private final InstantSource clock;
  private final Instant begun;

  /** By what they are called here. */
  private final Set<String> tookPage = new HashSet<>();

  /** What a receiver is called here, where nobody reads along. */
  private record Way(String shown, Receiver receiver, Optional<Notifying> notifying) {
    Way(String shown, Receiver receiver) {
      this(shown, receiver, Optional.empty());
    }
  }

  /** How it stands. */
  public enum Mark {
    OK,
    WRONG,
    /** It cannot be told. */
    UNKNOWN
  }

  /** What one receiver made of it, in words. */
  public record Told(String receiver, Mark mark, String words) {}

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
   * Whom those Alertmanagers have told that took the page; to be asked before its end is sent,
   * since what ends before it was told is told to nobody.
   */
  public List<Told> notified() {
    var waited = Duration.between(begun, clock.instant());
    var answers = new ArrayList<Answered>();
    for (var way : ways) {
      if (tookPage.contains(way.shown())) {
        way.notifying()
            .ifPresent(
                asked ->
                    answers.add(new Answered(way.shown(), asked, asked.notified(id(), waited))));
      }
    }
    return answers.stream().map(each -> told(each, answers)).toList();
  }

  /** What an Alertmanager said. */
  private record Answered(String shown, Notifying asked, Notified notified) {}

  /** Of a cluster one tells people, and the others are silent because of it. */
  private static Told told(Answered one, List<Answered> all) {
    var shown = one.shown();
    return switch (one.notified()) {
      case Notified.Sent(var words) -> new Told(shown, Mark.OK, words);
      case Notified.Nobody(var words) -> silent(one, words, all);
      case Notified.Failed(var words) -> new Told(shown, Mark.WRONG, "taken, but " + words);
      case Notified.Unknown(var words) -> new Told(shown, Mark.UNKNOWN, "taken, but " + words);
    };
  }

  private static Told silent(Answered one, String words, List<Answered> all) {
    var peers = all.stream().filter(other -> one.asked().isPeerOf(other.asked())).toList();
    for (var peer : peers) {
      if (peer.notified() instanceof Notified.Sent) {
        return new Told(
            one.shown(), Mark.OK, words + ", and none had to be: " + peer.shown() + " did");
      }
    }
    for (var peer : peers) {
      if (peer.notified() instanceof Notified.Unknown) {
        return new Told(
            one.shown(),
            Mark.UNKNOWN,
            "taken, but " + words + "; of its peer " + peer.shown() + " it is not known");
      }
    }
    return new Told(one.shown(), Mark.WRONG, "taken, but " + words + ADVICE);
  }

  /** Sends its end, to those too that did not take the page: an answer may have been lost. */
  public List<Told> resolve() {
    var now = Optional.of(clock.instant());
    return tell(send(Send.Action.RESOLVE, incident(2, IncidentState.RECOVERED, now)));
  }

  private List<Told> tell(Send send) {
    var told = new ArrayList<Told>();
    for (var way : ways) {
      var outcome = way.receiver().deliver(send, begun, clock.instant());
      if (outcome instanceof Outcome.Delivered && send.action().keepsFiring()) {
        tookPage.add(way.shown());
      }
      told.add(told(way.shown(), outcome));
    }
    return told;
  }

  private static Told told(String receiver, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> new Told(receiver, Mark.OK, "taken");
      case Outcome.Refused(var why) -> new Told(receiver, Mark.WRONG, "refused: " + why);
      case Outcome.Unreachable(var why, _) -> new Told(receiver, Mark.WRONG, "not taken: " + why);
    };
  }

  private String id() {
    return "test-" + begun.toEpochMilli();
  }

  private Send send(Send.Action action, Incident incident) {
    var labels = new SentAlert.Labels(incident.id(), TEST, TEST, TEST);
    return new Send(clock.instant(), labels, Tier.PAGE, action, List.of(incident));
  }

  private Incident incident(int revision, IncidentState state, Optional<Instant> end) {
    return new Incident(
        id(),
        revision,
        state,
        // As of a page: whoever routes by severity is to treat it as one.
        new Incident.Judgement(Severity.CRITICAL, true, Cause.UNEXPLAINED),
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
