package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.SentAlert.Status;
import dev.tunnelwatch.model.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is said again by a process that begins to send: it knows what was said, and not who heard
 * it.
 */
final class SaidAgain {
  /**
   * For so long what is over is told to a receiver that never took anything: what was before it was
   * there is not its affair.
   */
  private static final Duration NEWS = Duration.ofHours(1);

  /** An Alertmanager that was killed may not have told anybody yet of what ended that lately. */
  private static final Duration LATELY = Duration.ofHours(1);

  private final Map<String, Known> known;
  private final PageKeys keys;
  private final Words words;
  private final Judged judged;

  /** All are the book's own, and go on changing. */
  SaidAgain(Map<String, Known> known, PageKeys keys, Words words, Judged judged) {
    this.judged = judged;
    this.known = known;
    this.keys = keys;
    this.words = words;
  }

  /**
   * What goes on firing, and the end of what ended where a receiver has not acknowledged it. What
   * ended while nobody sent is told by its end alone.
   */
  List<Send> to(Set<String> receivers, Instant now) {
    return keys.all().stream()
        .filter(sent -> known.containsKey(sent.incident()))
        .flatMap(sent -> judged(sent, receivers, now).stream())
        .sorted(Comparator.comparing((Send send) -> send.incident().span().startedAt()))
        .toList();
  }

  /** The ends that all took, of what was over no longer ago than {@link #LATELY}. */
  List<Send> endedLately(Set<String> receivers, Instant now) {
    return keys.all().stream()
        .filter(sent -> sent.status() == Status.RESOLVED)
        .filter(sent -> sent.takers().ofThis().containsAll(receivers))
        .filter(sent -> known.containsKey(sent.incident()))
        .filter(sent -> !knownOf(sent).overAt().isBefore(now.minus(LATELY)))
        .map(sent -> again(sent, now))
        .toList();
  }

  private Optional<Send> judged(SentAlert sent, Set<String> receivers, Instant now) {
    return Boundary.around(
        () -> Optional.of(sent).filter(s -> isToSay(s, receivers, now)).map(s -> again(s, now)),
        why -> {
          judged.notSaidAgain(knownOf(sent).incident(), why);
          return Optional.empty();
        });
  }

  private boolean isToSay(SentAlert sent, Set<String> receivers, Instant now) {
    return sent.status() == Status.FIRING
        ? keys.goesOnWith(sent, sent.incident()) && isStillOn(sent) && !isAboutToEnd(sent, now)
        : !sent.takers().ofThis().containsAll(receivers) && !isOld(sent, now);
  }

  /**
   * A receiver may have let the alert end since it was last heard, so that to say it once more
   * would wake somebody for what is over. Of what was merged its heir decides.
   */
  private boolean isStillOn(SentAlert sent) {
    var last = knownOf(sent);
    for (int steps = 0; last.isMerged() && steps < known.size(); steps++) {
      var heir = known.get(last.incident().lineage().mergedInto().orElseThrow());
      if (heir == null) {
        return true; // whether it goes on is not known yet
      }
      if (!keys.goesOnWith(sent, heir.incident().id())) {
        return false; // the heir goes on under another key, and this one is about to end
      }
      last = heir;
    }
    return last.isOpen();
  }

  /** Somebody closed or expects it: whoever never heard of it is not to be woken by it now. */
  private boolean isAboutToEnd(SentAlert sent, Instant now) {
    var standing = standing(sent, now);
    return standing.closed().isPresent()
        || (standing.expected().isPresent() && sent.tier() == Tier.PAGE);
  }

  private Send again(SentAlert sent, Instant now) {
    var action = sent.status() == Status.FIRING ? Send.Action.UPDATE : Send.Action.RESOLVE;
    var incidents = List.of(knownOf(sent).incident());
    var heard = words.of(incidents.getFirst().id());
    return new Send(now, sent.labels(), sent.tier(), action, incidents, standing(sent, now), heard);
  }

  private Standing standing(SentAlert sent, Instant now) {
    Incident incident = knownOf(sent).incident();
    return words.of(incident.id()).inEffect(incident, Optional.of(sent), now);
  }

  private Known knownOf(SentAlert sent) {
    return Objects.requireNonNull(known.get(sent.incident()));
  }

  /**
   * What one receiver lacks of what is said again. Who is not known to have heard that it fires
   * hears the beginning of what goes on, and of what is over that it was: one page too many rather
   * than none, and no end without a beginning. Where that is no news but a beginning went off to
   * it, it hears the end: it may have taken what nobody came to note.
   */
  Optional<Send> lackedBy(String receiver, Send again) {
    var takers = keys.takersUnder(again.labels().pageKey());
    if (takers.ofThis().contains(receiver)) {
      return Optional.empty();
    }
    boolean fires = again.action().keepsFiring();
    if ((fires ? takers.ofBeginning() : takers.ofAny()).contains(receiver)) {
      return Optional.of(again);
    }
    if (fires) {
      var begins = again.tier() == Tier.PAGE ? Send.Action.PAGE : Send.Action.NOTIFY;
      return Optional.of(again.as(begins));
    }
    return isNewsTo(receiver, again.incident(), again.at())
        ? Optional.of(again.asSomethingThatWas())
        : Optional.of(again).filter(_ -> takers.handed().contains(receiver));
  }

  private boolean isNewsTo(String receiver, Incident incident, Instant now) {
    var news = keys.hasTaken(receiver) ? AlertBook.MEMORY : NEWS;
    return Optional.ofNullable(known.get(incident.id()))
        .filter(Known::hasHealed)
        .filter(each -> !each.overAt().isBefore(now.minus(news)))
        .isPresent();
  }

  /** It is forgotten soon. */
  private boolean isOld(SentAlert sent, Instant now) {
    return knownOf(sent).overAt().isBefore(now.minus(AlertBook.MEMORY));
  }
}
