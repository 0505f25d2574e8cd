package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.SentAlert.Status;
import dev.tunnelwatch.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides who is told what, and when: rules 34 to 39 from the receivers' side. It sees neither a
 * clock nor a receiver; the same calls in the same order give the same sends.
 *
 * <p>Not safe for several threads.
 */
public final class AlertBook {

  /** How long what is over is remembered: longer than an incident can reopen (rule 38). */
  static final Duration MEMORY = Duration.ofHours(36);

  /** What is lost again under a page that still fires wakes somebody once more after so long. */
  public static final Duration LASTING = Duration.ofMinutes(10);

  private static final Comparator<Known> BY_ONSET =
      Comparator.comparing((Known k) -> k.incident().span().startedAt())
          .thenComparing(k -> k.incident().id());

  private final Map<String, Known> known = new TreeMap<>();
  private final Map<String, SentAlert> sentByKey = new TreeMap<>();
  private final Map<String, String> keyByIncident = new TreeMap<>();

  /** Which of the keys of one lineage a human goes on with. */
  private final Comparator<String> goesOn =
      Comparator.comparing(
          sentByKey::get,
          Comparator.comparing(SentAlert::status)
              .thenComparing(SentAlert::tier, Comparator.reverseOrder())
              .thenComparing(SentAlert::pagedAt));

  private final Set<String> healedWhileHeld = new TreeSet<>();

  /** Takes what was sent before a restart. */
  void restore(SentAlert sent) {
    var key = sent.labels().pageKey();
    sentByKey.put(key, sent);
    goOnWith(key, sent.incident());
    goOnWith(key, key);
  }

  private void goOnWith(String key, String incident) {
    keyByIncident.merge(incident, key, (one, two) -> goesOn.compare(one, two) <= 0 ? one : two);
  }

  /**
   * Takes a revision; one that is not newer than what is known changes nothing.
   *
   * @param pageDue from when on someone may be told of it; empty when nobody is to be
   */
  public void put(Incident incident, Optional<Instant> pageDue) {
    var before = known.get(incident.id());
    if (before != null && before.incident().revision() > incident.revision()) {
      return;
    }
    known.put(incident.id(), new Known(incident, pageDue));
    follow(incident);
  }

  /**
   * The human sees one page for a lineage: its key moves on with it (rule 39). Of several keys the
   * one that has paged goes on, else the oldest; the others end.
   */
  private void follow(Incident incident) {
    for (var old : incident.lineage().replaces()) {
      inherit(old, incident.id());
    }
    // Revisions of several incidents come in any order, so the heir may have an heir by now.
    var next = Optional.of(incident);
    for (int steps = 0; next.isPresent() && steps <= known.size(); steps++) {
      var heir = next.get().lineage().mergedInto();
      var from = next.get().id();
      heir.ifPresent(id -> inherit(from, id));
      next = heir.map(known::get).map(Known::incident);
    }
  }

  private void inherit(String from, String heir) {
    var key = keyByIncident.get(from);
    if (key != null) {
      goOnWith(key, heir);
    }
  }

  /**
   * What is to be sent now.
   *
   * @param now decision time
   * @param held while catching up nothing new is said (rule 37)
   */
  public List<Send> decide(Instant now, boolean held) {
    var sends = new ArrayList<Send>();
    for (var each : known.values().stream().sorted(BY_ONSET).toList()) {
      sends.addAll(decide(each, now, held));
    }
    sends.addAll(givenUp(now));
    if (!held) {
      summary(now).ifPresent(sends::add);
    }
    forget(now);
    return sends;
  }

  private List<Send> decide(Known each, Instant now, boolean held) {
    var sent = sentFor(each.incident().id());
    if (sent.isEmpty() || sent.get().status() != Status.FIRING) {
      return whileQuiet(each, sent, now, held).stream().toList();
    }
    return isLostAgain(each, sent.get(), now)
        ? pageAgain(each, sent.get(), now)
        : whileFiring(each, sent.get(), now).stream().toList();
  }

  private Optional<Send> whileQuiet(
      Known each, Optional<SentAlert> sent, Instant now, boolean held) {
    if (each.isMerged() || each.tier().isEmpty()) {
      return Optional.empty();
    }
    if (each.isOpen()) {
      return each.isDue(now) && !held
          ? Optional.of(begin(each, each.tier().get(), sent, now))
          : Optional.empty();
    }
    return sent.isEmpty() ? healedUnsaid(each, now, held) : Optional.empty();
  }

  /** The end of what fires under a key that its incident does not go on with. */
  private List<Send> givenUp(Instant now) {
    return List.copyOf(sentByKey.values()).stream()
        .filter(sent -> sent.status() == Status.FIRING)
        .filter(sent -> !sent.labels().pageKey().equals(keyByIncident.get(sent.incident())))
        .filter(this::hasKnown)
        .map(
            sent -> {
              var each = Objects.requireNonNull(known.get(sent.incident()));
              return say(each, sent.labels(), sent.tier(), Send.Action.RESOLVE, now);
            })
        .toList();
  }

  private Optional<Send> whileFiring(Known each, SentAlert sent, Instant now) {
    if (each.isMerged()) {
      var heir = each.incident().lineage().mergedInto().orElseThrow();
      // The heir goes on under this key; only a second page of the same lineage ends here.
      return sent.labels().pageKey().equals(keyByIncident.get(heir))
          ? Optional.empty()
          : Optional.of(say(each, sent.labels(), sent.tier(), Send.Action.RESOLVE, now));
    }
    if (!each.isOpen()) {
      return Optional.of(say(each, sent.labels(), sent.tier(), Send.Action.RESOLVE, now));
    }
    var rises = sent.tier() == Tier.NOTIFY && each.tier().equals(Optional.of(Tier.PAGE));
    if (rises && each.isDue(now)) {
      return Optional.of(say(each, sent.labels(), Tier.PAGE, Send.Action.PAGE, now));
    }
    var isNews =
        each.incident().revision() > sent.revision()
            || !each.incident().id().equals(sent.incident());
    return isNews
        ? Optional.of(say(each, sent.labels(), sent.tier(), Send.Action.UPDATE, now))
        : Optional.empty();
  }

  /** Whoever was woken saw it come back, and this is no blip: all that is lost was lost later. */
  private static boolean isLostAgain(Known each, SentAlert sent, Instant now) {
    return sent.tier() == Tier.PAGE
        && each.isOpen()
        && each.lostSince()
            .filter(lost -> lost.isAfter(sent.pagedAt()) && !now.isBefore(lost.plus(LASTING)))
            .isPresent();
  }

  /** A receiver wakes nobody for what already fires, so that this is another alert of its own. */
  private List<Send> pageAgain(Known each, SentAlert sent, Instant now) {
    return List.of(
        say(each, sent.labels(), sent.tier(), Send.Action.RESOLVE, now),
        say(each, Labels.again(sent.labels()), Tier.PAGE, Send.Action.PAGE, now));
  }

  private Send begin(Known each, Tier tier, Optional<SentAlert> before, Instant now) {
    var labels = before.map(SentAlert::labels).orElseGet(() -> Labels.of(each.incident()));
    var rank = before.map(SentAlert::tier).filter(t -> t.compareTo(tier) > 0).orElse(tier);
    var action = rank == Tier.PAGE ? Send.Action.PAGE : Send.Action.NOTIFY;
    return say(each, labels, rank, action, now);
  }

  /** Never said, and already over: one notification if it outlasted confirm (rules 33, 35). */
  private Optional<Send> healedUnsaid(Known each, Instant now, boolean held) {
    if (each.incident().span().endedAt().orElse(now).isBefore(now.minus(MEMORY))) {
      return Optional.empty();
    }
    if (held || healedWhileHeld.contains(each.incident().id())) {
      healedWhileHeld.add(each.incident().id());
      return Optional.empty();
    }
    return Optional.of(say(each, Labels.of(each.incident()), Tier.NOTIFY, Send.Action.TELL, now));
  }

  /** What healed while we were held and has neither come back nor been said since. */
  private Optional<Send> summary(Instant now) {
    var healed =
        known.values().stream()
            .filter(each -> healedWhileHeld.contains(each.incident().id()))
            .filter(each -> !each.isOpen() && !each.isMerged())
            .filter(each -> sentFor(each.incident().id()).isEmpty())
            .sorted(BY_ONSET)
            .toList();
    healedWhileHeld.clear();
    if (healed.isEmpty()) {
      return Optional.empty();
    }
    for (var each : healed) {
      var labels = Labels.of(each.incident());
      record(labels, each, Tier.NOTIFY, Status.RESOLVED, saidAt(labels).orElse(now));
    }
    var incidents = healed.stream().map(Known::incident).toList();
    return Optional.of(
        new Send(now, Labels.ofSummary(now), Tier.NOTIFY, Send.Action.SUMMARY, incidents));
  }

  private Send say(
      Known each, SentAlert.Labels labels, Tier tier, Send.Action action, Instant now) {
    var status = action.keepsFiring() ? Status.FIRING : Status.RESOLVED;
    var told = action == Send.Action.PAGE ? Optional.<Instant>empty() : saidAt(labels);
    record(labels, each, tier, status, told.orElse(now));
    return new Send(now, labels, tier, action, List.of(each.incident()));
  }

  /** When somebody was last woken under a key; before that, when it was first said. */
  private Optional<Instant> saidAt(SentAlert.Labels labels) {
    return Optional.ofNullable(sentByKey.get(labels.pageKey())).map(SentAlert::pagedAt);
  }

  private void record(
      SentAlert.Labels labels, Known each, Tier tier, Status status, Instant pagedAt) {
    restore(
        new SentAlert(
            labels,
            each.incident().id(),
            tier,
            status,
            each.incident().revision(),
            pagedAt,
            Set.of()));
  }

  private Optional<SentAlert> sentFor(String incident) {
    return Optional.ofNullable(keyByIncident.get(incident)).map(sentByKey::get);
  }

  /**
   * Notes that a receiver took something.
   *
   * @return what is to be kept of it; nothing when something newer was said meanwhile
   */
  List<SentAlert> acknowledge(Send send, String receiver) {
    var keys =
        send.action() == Send.Action.SUMMARY
            ? send.incidents().stream().map(Incident::id).toList()
            : List.of(send.labels().pageKey());
    return keys.stream()
        .map(sentByKey::get)
        .filter(Objects::nonNull)
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
    sentByKey.put(sent.labels().pageKey(), kept);
    return kept;
  }

  /**
   * After a restart: what fires is said again, and the end of what ended too where a receiver has
   * not acknowledged it.
   */
  List<Send> toSayAgain(Set<String> receivers, Instant now) {
    return sentByKey.values().stream()
        .filter(this::hasKnown)
        .filter(sent -> isToSayAgain(sent, receivers))
        .map(sent -> again(sent, now))
        .sorted(Comparator.comparing((Send send) -> send.incident().span().startedAt()))
        .toList();
  }

  private boolean isToSayAgain(SentAlert sent, Set<String> receivers) {
    return sent.status() == Status.FIRING
        ? sent.labels().pageKey().equals(keyByIncident.get(sent.incident()))
        : !sent.acknowledgedBy().containsAll(receivers);
  }

  private Send again(SentAlert sent, Instant now) {
    var action = sent.status() == Status.FIRING ? Send.Action.UPDATE : Send.Action.RESOLVE;
    var incident = Objects.requireNonNull(known.get(sent.incident())).incident();
    return new Send(now, sent.labels(), sent.tier(), action, List.of(incident));
  }

  /**
   * What one receiver lacks of what is said again. Nobody knows whether it ever heard the
   * beginning, so that it hears that of what goes on: one page too many rather than none.
   */
  Optional<Send> lackedBy(String receiver, Send again) {
    var sent = Optional.ofNullable(sentByKey.get(again.labels().pageKey()));
    if (sent.filter(s -> s.acknowledgedBy().contains(receiver)).isPresent()) {
      return Optional.empty();
    }
    if (!again.action().keepsFiring()) {
      return Optional.of(again);
    }
    var begins = again.tier() == Tier.PAGE ? Send.Action.PAGE : Send.Action.NOTIFY;
    return Optional.of(
        new Send(again.at(), again.labels(), again.tier(), begins, again.incidents()));
  }

  private void forget(Instant now) {
    var before = now.minus(MEMORY);
    known
        .values()
        .removeIf(k -> k.isClosed() && k.incident().span().endedAt().orElse(now).isBefore(before));
    sentByKey
        .values()
        .removeIf(
            s -> s.status() == Status.RESOLVED && !hasKnown(s) && s.pagedAt().isBefore(before));
    keyByIncident.values().removeIf(key -> !sentByKey.containsKey(key));
  }

  private boolean hasKnown(SentAlert sent) {
    return known.containsKey(sent.incident());
  }
}
