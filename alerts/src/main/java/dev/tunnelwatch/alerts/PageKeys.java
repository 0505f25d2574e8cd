package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.SentAlert.Status;
import dev.tunnelwatch.model.SentAlert.Takers;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was last said under each page key, and under which of them an incident goes on. */
final class PageKeys {

  /** Each is written to Kafka, and pages wait for that. */
  private static final int MOST_AT_ONCE = 500;

  private final Map<String, SentAlert> sentByKey = new TreeMap<>();
  private final Map<String, String> keyByIncident = new TreeMap<>();

  /** Receivers that took anything, ever. */
  private final Set<String> takers = new HashSet<>();

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
    note(sent.takers());
    goOnWith(key, sent.incident());
    goOnWith(key, key);
  }

  private void goOnWith(String key, String incident) {
    keyByIncident.merge(incident, key, (one, two) -> goesOn.compare(one, two) <= 0 ? one : two);
  }

  /** Once all that was said is known, in whatever order it was read. */
  void settle() {
    keyByIncident.clear();
    sentByKey.forEach(
        (key, sent) -> {
          goOnWith(key, sent.incident());
          goOnWith(key, key);
        });
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

  /** Nobody where nothing was said under it. */
  Takers takersUnder(String key) {
    return under(key).map(SentAlert::takers).orElse(Takers.NOBODY);
  }

  /** When somebody was last woken under a key; before that, when it was first said. */
  Optional<Instant> saidAt(SentAlert.Labels labels) {
    return under(labels.pageKey()).map(SentAlert::pagedAt);
  }

  private void note(Takers some) {
    takers.addAll(some.ofThis());
    takers.addAll(some.ofAny());
  }

  /** Whether the receiver took anything, as far back as what was sent is kept. */
  boolean hasTaken(String receiver) {
    return takers.contains(receiver);
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
        .flatMap(sent -> acknowledged(sent, send, receiver).stream())
        .toList();
  }

  /** Nothing if it changes nothing: something newer was said, and the receiver knows it fires. */
  private Optional<SentAlert> acknowledged(SentAlert sent, Send send, String receiver) {
    var before = sent.takers();
    boolean fires = send.action().keepsFiring();
    boolean isLast = isStillSaid(sent, send);
    var after =
        new Takers(
            isLast ? and(before.ofThis(), receiver) : before.ofThis(),
            fires && isOfThisLife(sent, send)
                ? and(before.ofBeginning(), receiver)
                : before.ofBeginning(),
            fires ? and(before.ofAny(), receiver) : before.ofAny(),
            before.handed());
    if (!isLast && after.equals(before)) {
      return Optional.empty();
    }
    var kept = sent.with(after);
    sentByKey.put(kept.labels().pageKey(), kept);
    takers.add(receiver);
    return Optional.of(kept);
  }

  /** Not what it was before somebody was woken of it. */
  private static boolean isOfThisLife(SentAlert sent, Send send) {
    return sent.tier() == send.tier() && !send.at().isBefore(sent.pagedAt());
  }

  private static Set<String> and(Set<String> some, String another) {
    return both(some, Set.of(another));
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
  }

  private static boolean isStillSaid(SentAlert sent, Send send) {
    var status = send.action().keepsFiring() ? Status.FIRING : Status.RESOLVED;
    // Of what was a page is told as a notification to whoever never heard of it.
    return sent.status() == status
        && (sent.tier() == send.tier() || send.action() == Send.Action.TELL)
        && sent.words().equals(send.action().wordsOf(send.standing()))
        && send.incidents().stream()
            .anyMatch(i -> i.id().equals(sent.incident()) && i.revision() == sent.revision());
  }

  /**
   * What has to be known of a send before anybody hears it, so that who takes over goes on under
   * its key whatever becomes of the incident's id; nothing where nothing goes on. What is said
   * again is a beginning to whoever is new.
   *
   * @param receivers to whom it goes off now
   */
  Optional<SentAlert> toKeep(Send send, Set<String> receivers) {
    return switch (send.action()) {
      case PAGE, NOTIFY -> handed(send.labels().pageKey(), receivers);
      case RESOLVE -> under(send.labels().pageKey());
      case UPDATE ->
          under(send.labels().pageKey())
              .filter(sent -> !sent.takers().handed().containsAll(receivers))
              .flatMap(_ -> handed(send.labels().pageKey(), receivers));
      case TELL, SUMMARY -> Optional.empty();
    };
  }

  /** Notes to whom a beginning goes off; what is to be kept of it then. */
  private Optional<SentAlert> handed(String key, Set<String> receivers) {
    return under(key)
        .map(
            sent -> {
              var before = sent.takers();
              var kept =
                  sent.with(
                      new Takers(
                          before.ofThis(),
                          before.ofBeginning(),
                          before.ofAny(),
                          both(before.handed(), receivers)));
              sentByKey.put(key, kept);
              return kept;
            });
  }

  /**
   * Forgets what is over and old, and with which no incident goes on that is known. Of what a
   * receiver took the last stays, so that it is known to have been there.
   *
   * @return the keys of it, of many not all at once
   */
  List<String> forget(Predicate<String> isKnown, Predicate<SentAlert> isOld) {
    var inUse =
        keyByIncident.entrySet().stream()
            .filter(way -> isKnown.test(way.getKey()))
            .map(Map.Entry::getValue)
            .collect(Collectors.toSet());
    var old =
        sentByKey.entrySet().stream()
            .filter(each -> each.getValue().status() == Status.RESOLVED)
            .filter(each -> isOld.test(each.getValue()))
            .filter(each -> !isKnown.test(each.getValue().incident()))
            .map(Map.Entry::getKey)
            .filter(key -> !inUse.contains(key))
            .collect(Collectors.toCollection(HashSet::new));
    if (old.isEmpty()) {
      return List.of();
    }
    old.removeAll(lastByTaker());
    var forgotten = old.stream().sorted().limit(MOST_AT_ONCE).toList();
    sentByKey.keySet().removeAll(Set.copyOf(forgotten));
    keyByIncident.values().removeIf(key -> !sentByKey.containsKey(key));
    return forgotten;
  }

  /** The keys under which each receiver took something last. */
  private Set<String> lastByTaker() {
    var last = new HashMap<String, SentAlert>();
    for (var sent : sentByKey.values()) {
      for (var taker : both(sent.takers().ofThis(), sent.takers().ofAny())) {
        last.merge(taker, sent, (a, b) -> b.pagedAt().isAfter(a.pagedAt()) ? b : a);
      }
    }
    return last.values().stream().map(sent -> sent.labels().pageKey()).collect(Collectors.toSet());
  }
}
