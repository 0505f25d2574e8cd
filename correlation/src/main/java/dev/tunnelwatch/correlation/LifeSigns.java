package dev.tunnelwatch.correlation;

import java.time.Instant;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * When one tunnel certainly lived, other than by its own records (rule 12).
 *
 * @param minutes that showed life; each counts from its end on
 * @param busy minutes that also hold a record of the tunnel and so prove nothing: the life may have
 *     been before the loss, or after a recovery that was not lost
 * @param bgp when its BGP session came up
 */
record LifeSigns(MinuteBits minutes, Set<Long> busy, NavigableSet<Instant> bgp) {

  /** The earliest after that instant. */
  Optional<Instant> after(Instant at) {
    var session = Optional.ofNullable(bgp.higher(at));
    var minute = minuteAfter(at);
    return session.isPresent() && minute.filter(session.get()::isAfter).isEmpty()
        ? session
        : minute;
  }

  private Optional<Instant> minuteAfter(Instant at) {
    long from = at.equals(Instant.MIN) ? Long.MIN_VALUE / 60 : Minutes.of(at);
    var next = minutes.atOrAfter(from);
    while (next.isPresent() && busy.contains(next.getAsLong())) {
      next = minutes.atOrAfter(next.getAsLong() + 1);
    }
    return next.isPresent() ? Optional.of(Minutes.start(next.getAsLong() + 1)) : Optional.empty();
  }
}
