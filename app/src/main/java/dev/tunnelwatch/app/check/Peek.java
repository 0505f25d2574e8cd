package dev.tunnelwatch.app.check;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What was seen by reading a little beside whoever else reads.
 *
 * @param events bodies
 * @param owned partitions that an owner keeps to itself in this group
 * @param crowded partitions with as many readers as the hub admits in one group
 */
record Peek(List<byte[]> events, List<String> owned, List<String> crowded) {
  static final Peek NOTHING = new Peek(List.of(), List.of(), List.of());

  Peek and(Peek other) {
    return new Peek(
        joined(events, other.events), joined(owned, other.owned), joined(crowded, other.crowded));
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /** {@code ours} is how many processes of Tunnelwatch read now, where that is known. */
  Verdict readers(String group, OptionalInt ours) {
    var name = "\"" + group + '"';
    var alone = "give Tunnelwatch a consumer group that nobody else reads with, or stop the other";
    if (!crowded.isEmpty()) {
      return Verdict.wrong(
          name + " is read by five others already, partitions " + list(crowded), alone);
    }
    if (owned.isEmpty()) {
      return Verdict.ok(name + " is there, and no other owner reads with it");
    }
    var read = name + " is read by an owner, partitions " + list(owned);
    if (ours.isEmpty()) {
      return Verdict.note(read, "nothing, if that is a Tunnelwatch; else " + alone);
    }
    return ours.getAsInt() == 0
        ? Verdict.wrong(read + ", and it is no Tunnelwatch of this Kafka", alone)
        : Verdict.ok(read + ": by Tunnelwatch, of which " + ours.getAsInt() + " run now");
  }

  private static String list(List<String> partitions) {
    return String.join(", ", partitions);
  }
}
