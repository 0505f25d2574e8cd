package dev.tunnelwatch.alerts;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who is told.
 *
 * @param alertmanagers base addresses of all instances of the cluster; may be empty
 * @param webhooks told by CloudEvents, each by itself; may be empty
 * @param key signs what webhooks get
 * @param listener told of every send in this process, e.g. to print it; called from one thread
 */
public record Receivers(
    List<URI> alertmanagers,
    List<URI> webhooks,
    Optional<WebhookKey> key,
    Optional<Consumer<Send>> listener) {
  public Receivers {
    alertmanagers = List.copyOf(alertmanagers);
    webhooks = List.copyOf(webhooks);
  }

  List<Receiver> open(Links links, String source, Purpose purpose) {
    var receivers = new ArrayList<Receiver>();
    listener.ifPresent(l -> receivers.add(new ListenerReceiver("terminal", l)));
    if (!alertmanagers.isEmpty()) {
      receivers.add(new AlertmanagerReceiver(alertmanagers, new AlertmanagerJson(links, purpose)));
    }
    var json = new CloudEventJson(source, links, purpose);
    webhooks.stream()
        .distinct()
        .forEach(address -> receivers.add(new WebhookReceiver(address, key, json)));
    return List.copyOf(receivers);
  }
}
