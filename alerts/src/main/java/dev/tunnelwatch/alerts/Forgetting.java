package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.SentAlert.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lets go of what has been over for longer than {@link AlertBook#MEMORY}, and does not fire. */
final class Forgetting {
  private final Map<String, Known> known;
  private final PageKeys keys;
  private final Words words;
  private final Judged judged;
  private final List<String> keysForgotten = new ArrayList<>();

  /** All are the book's own, and go on changing. */
  Forgetting(Map<String, Known> known, PageKeys keys, Words words, Judged judged) {
    this.known = known;
    this.keys = keys;
    this.words = words;
    this.judged = judged;
  }

  /**
   * One that was just taken, since who takes over reads all of 90 days before it decides anything.
   * Of what goes on as another, or came from one, no more is kept until the next round than whose
   * key it goes on with.
   */
  void letGo(String incident, Instant now) {
    var each = known.get(incident);
    if (each == null
        || !isLongOver(each, now)
        || keys.of(incident).filter(sent -> sent.status() == Status.FIRING).isPresent()) {
      return;
    }
    if (each.incident().lineage().equals(Incident.Lineage.NONE)) {
      known.remove(incident);
    } else {
      known.put(incident, each.withoutProof());
    }
  }

  /** All that is due to be forgotten, after what is to be said of it was decided. */
  void round(Instant now) {
    known.values().removeIf(each -> isLongOver(each, now));
    judged.keepOnly(known::containsKey);
    var before = now.minus(AlertBook.MEMORY);
    keysForgotten.addAll(keys.forget(known::containsKey, sent -> sent.pagedAt().isBefore(before)));
    words.forget(known::containsKey);
  }

  private static boolean isLongOver(Known each, Instant now) {
    return each.isClosed() && each.overAt().isBefore(now.minus(AlertBook.MEMORY));
  }

  /** The keys that were forgotten since it was asked last. */
  List<String> keysForgotten() {
    var all = List.copyOf(keysForgotten);
    keysForgotten.clear();
    return all;
  }
}
