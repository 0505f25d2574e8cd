package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.SentAlert.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What was last said under each page key, and under which of them an incident goes on. */
final class PageKeys {

  private final Map<String, SentAlert> sentByKey = new TreeMap<>();
  private final Map<String, String> keyByIncident = new TreeMap<>();

  /** Which of the keys of one lineage a human goes on with. */
  private final Comparator<String> goesOn =
      Comparator.comparing(
          sentByKey::get,
          Comparator.comparing(SentAlert::status)
              .thenComparing(SentAlert::tier, Comparator.reverseOrder())
              .thenComparing(SentAlert::pagedAt));

  /** Takes what was said; its incident goes on under the key that matters most. */
  void put(SentAlert sent) {
    var key = sent.labels().pageKey();
    sentByKey.put(key, sent);
    goOnWith(key, sent.incident());
    goOnWith(key, key);
  }

  private void goOnWith(String key, String incident) {
    keyByIncident.merge(incident, key, (one, two) -> goesOn.compare(one, two) <= 0 ? one : two);
  }

  /** An heir goes on under the key of what it took over, if that matters more than its own. */
  void inherit(String from, String heir) {
    var key = keyByIncident.get(from);
    if (key != null) {
      goOnWith(key, heir);
    }
  }

  /** Whether it is what an incident goes on with. */
  boolean goesOnWith(SentAlert sent, String incident) {
    return sent.labels().pageKey().equals(keyByIncident.get(incident));
  }

  Optional<SentAlert> of(String incident) {
    return Optional.ofNullable(keyByIncident.get(incident)).flatMap(this::under);
  }

  Optional<SentAlert> under(String key) {
    return Optional.ofNullable(sentByKey.get(key));
  }

  /** When somebody was last woken under a key; before that, when it was first said. */
  Optional<Instant> saidAt(SentAlert.Labels labels) {
    return under(labels.pageKey()).map(SentAlert::pagedAt);
  }

  /** By key. */
  List<SentAlert> all() {
    return List.copyOf(sentByKey.values());
  }

  /** See {@link AlertBook#acknowledge}. */
  List<SentAlert> acknowledge(Send send, String receiver) {
    var about =
        send.action() == Send.Action.SUMMARY
            ? send.incidents().stream().map(Incident::id).toList()
            : List.of(send.labels().pageKey());
    return about.stream()
        .flatMap(key -> under(key).stream())
        .filter(sent -> isStillSaid(sent, send))
        .map(sent -> acknowledged(sent, receiver))
        .toList();
  }

  private static boolean isStillSaid(SentAlert sent, Send send) {
    var status = send.action().keepsFiring() ? Status.FIRING : Status.RESOLVED;
    return sent.status() == status
        && sent.tier() == send.tier()
        && send.incidents().stream()
            .anyMatch(i -> i.id().equals(sent.incident()) && i.revision() == sent.revision());
  }

  private SentAlert acknowledged(SentAlert sent, String receiver) {
    var receivers = new TreeSet<>(sent.acknowledgedBy());
    receivers.add(receiver);
    var kept =
        new SentAlert(
            sent.labels(),
            sent.incident(),
            sent.tier(),
            sent.status(),
            sent.revision(),
            sent.pagedAt(),
            receivers);
    sentByKey.put(kept.labels().pageKey(), kept);
    return kept;
  }

  void forget(Predicate<SentAlert> isOld) {
    sentByKey.values().removeIf(isOld);
    keyByIncident.values().removeIf(key -> !sentByKey.containsKey(key));
  }
}
