package dev.tunnelwatch.simulator.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Who may read one partition for one consumer group.
 *
 * <p>An epoch receiver reads alone: it throws out every receiver without an epoch and every one
 * whose epoch is not higher than its own; as long as it lives, a lower epoch or none is refused.
 * Without epochs up to {@value #MOST_WITHOUT_EPOCH} read side by side. Once an epoch receiver has
 * gone its epoch is forgotten.
 *
 * @param <R> a receiver; two are the same if they are equal
 * @see <a href="https://learn.microsoft.com/archive/blogs/gyan/event-hubs-receiver-epoch">Event
 *     Hubs receiver epoch</a>
 */
final class Ownership<R> {

  static final int MOST_WITHOUT_EPOCH = 5;

  /** What becomes of a receiver that wants in. */
  sealed interface Admission<R> {
    /** It reads; {@code displaced} must be detached with {@code farewell}. */
    record Admitted<R>(List<R> displaced, Refusal farewell) implements Admission<R> {}

    record Refused<R>(Refusal refusal) implements Admission<R> {}
  }

  private record Entry<R>(R receiver, OptionalLong epoch) {}

  private final List<Entry<R>> entries = new ArrayList<>();

  synchronized Admission<R> enter(R receiver, OptionalLong epoch) {
    return epoch.isPresent() ? enterAlone(receiver, epoch.getAsLong()) : enterBeside(receiver);
  }

  synchronized void leave(R receiver) {
    entries.removeIf(entry -> entry.receiver().equals(receiver));
  }

  synchronized List<R> receivers() {
    return entries.stream().map(Entry::receiver).toList();
  }

  private Admission<R> enterAlone(R receiver, long epoch) {
    var current = highest();
    if (current.isPresent() && current.getAsLong() > epoch) {
      return new Admission.Refused<>(
          Refusal.stolen(
              "A receiver with a higher epoch of '%d' already exists; epoch '%d' is refused."
                  .formatted(current.getAsLong(), epoch)));
    }
    var displaced = receivers();
    entries.clear();
    entries.add(new Entry<>(receiver, OptionalLong.of(epoch)));
    return new Admission.Admitted<>(
        displaced,
        Refusal.stolen(
            "New receiver with higher epoch of '%d' took this partition over.".formatted(epoch)));
  }

  private Admission<R> enterBeside(R receiver) {
    var current = highest();
    if (current.isPresent()) {
      return new Admission.Refused<>(
          Refusal.stolen(
              "A receiver with epoch '%d' exists, so one without is refused."
                  .formatted(current.getAsLong())));
    }
    if (entries.size() >= MOST_WITHOUT_EPOCH) {
      return new Admission.Refused<>(
          Refusal.tooMany(
              "Exceeded the maximum number of allowed receivers per partition in a consumer group"
                  + " which is "
                  + MOST_WITHOUT_EPOCH));
    }
    entries.add(new Entry<>(receiver, OptionalLong.empty()));
    return new Admission.Admitted<>(List.of(), Refusal.stolen("not displaced"));
  }

  private OptionalLong highest() {
    return entries.stream().map(Entry::epoch).flatMapToLong(OptionalLong::stream).max();
  }
}
