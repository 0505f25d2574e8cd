package dev.tunnelwatch.alerts;

import dev.tunnelwatch.alerts.Receiver.Outcome;
import dev.tunnelwatch.alerts.Receiver.Saying;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Of one who sends to an Alertmanager and will not be back: ends there at once what fires, which
 * would end by itself a quarter of an hour later, and had nobody to look at it.
 *
 * <p>Safe for several threads.
 */
public final class Farewell implements AutoCloseable {

  private final AlertmanagerReceiver receiver;
  private final InstantSource realClock;
  private final String who;

  /** By page key, with the real time of its beginning. */
  private final Map<String, Saying> firing = new LinkedHashMap<>();

  /**
   * @param who is shown to have ended them
   */
  public Farewell(URI alertmanager, String who, InstantSource realClock) {
    var json = new AlertmanagerJson(Links.NONE, Purpose.INCIDENT);
    this.receiver = new AlertmanagerReceiver(List.of(alertmanager), json);
    this.realClock = realClock;
    this.who = who;
  }

  /** To be told of everything that is sent. */
  public synchronized void sent(Send send) {
    var key = send.labels().pageKey();
    var since = Optional.ofNullable(firing.remove(key)).map(Saying::since);
    if (send.action().keepsFiring()) {
      firing.put(key, new Saying(send, since.orElseGet(realClock::instant)));
    }
  }

  /** Why it takes nothing; empty where it does. */
  public synchronized Optional<String> trouble() {
    return trouble(List.of());
  }

  /** Ends what fires, once nobody says any more that it does. Whether that was taken. */
  public synchronized Optional<String> end() {
    var ends = firing.values().stream().map(this::end).toList();
    firing.clear();
    return ends.isEmpty() ? Optional.empty() : trouble(ends);
  }

  private Saying end(Saying saying) {
    var send = saying.send();
    var incident = send.incident();
    var now = realClock.instant();
    var closed =
        new OperatorAction(
            incident.id(), who, now, OperatorAction.Seen.of(incident), new Deed.Close());
    var standing = Standing.of(new Standing.Said(0, closed));
    return new Saying(
        new Send(
            send.at(),
            send.labels(),
            send.tier(),
            Send.Action.RESOLVE,
            send.incidents(),
            standing,
            standing),
        saying.since());
  }

  private Optional<String> trouble(List<Saying> sayings) {
    return switch (receiver.post(sayings, realClock.instant())) {
      case Outcome.Delivered _ -> Optional.empty();
      case Outcome.Refused(var why) -> Optional.of(why);
      case Outcome.Unreachable(var why, _) -> Optional.of(why);
    };
  }

  @Override
  public void close() {
    receiver.close();
  }
}
