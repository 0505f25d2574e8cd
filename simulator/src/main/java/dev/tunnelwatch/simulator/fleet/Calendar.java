package dev.tunnelwatch.simulator.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which places of a fleet are taken when, so that no fault can be taken for a part of another. What
 * strikes a whole gateway wants it for itself, with the better part of an hour around it; what
 * strikes one site of it only keeps away from that site, and from the beginnings of others.
 */
final class Calendar {

  private static final Duration PEACE = Duration.ofMinutes(15);
  private static final Duration WHOLE_PEACE = Duration.ofMinutes(50);
  private static final Duration APART = Duration.ofSeconds(150);

  private final Instant end;
  private final Map<FleetGateway, List<Entry>> entries = new HashMap<>();

  Calendar(Instant end) {
    this.end = end;
  }

  /** That something is taken. */
  record Entry(FaultKind kind, FleetConnection connection, Instant from, Instant to) {

    private boolean whole() {
      return kind.place().whole();
    }

    private boolean sameSite(Entry other) {
      return connection.site().equals(other.connection.site());
    }

    /** Losses come all the time while a line flaps. */
    private boolean restless() {
      return kind == FaultKind.PATH_UNSTABLE
          || kind == FaultKind.UNSTABLE_THEN_LOST
          || kind == FaultKind.LONG_STROKES;
    }

    private Instant restUntil() {
      return restless() ? to : from;
    }

    private boolean meets(Entry other, Duration peace) {
      return !from.isAfter(other.to.plus(peace)) && !to.plus(peace).isBefore(other.from);
    }

    private boolean beginsWith(Entry other) {
      return !from.isAfter(other.restUntil().plus(APART))
          && !restUntil().plus(APART).isBefore(other.from);
    }

    boolean clashes(Entry other) {
      if (whole() || other.whole()) {
        return kind.forGood() || other.kind.forGood() || meets(other, WHOLE_PEACE);
      }
      // A line that flapped is not held to be calm for the better part of an hour (RFC 2439).
      var peace = restless() || other.restless() ? WHOLE_PEACE : PEACE;
      return sameSite(other) ? meets(other, peace) : beginsWith(other);
    }
  }

  /** Whether a fault can be there; {@code beside} names one that may be as near as it likes. */
  boolean free(Spot spot, FaultKind kind, Instant from, Instant to, List<Entry> beside) {
    return spot.struck().stream()
        .allMatch(
            struck -> {
              var wanted = entry(struck, kind, from, to);
              return entries.getOrDefault(struck.gateway(), List.of()).stream()
                  .allMatch(
                      taken ->
                          beside.contains(taken)
                              ? !taken.sameSite(wanted)
                              : !wanted.clashes(taken));
            });
  }

  List<Entry> book(Spot spot, FaultKind kind, Instant from, Instant to) {
    var booked = new ArrayList<Entry>();
    for (var struck : spot.struck()) {
      var entry = entry(struck, kind, from, to);
      entries.computeIfAbsent(struck.gateway(), _ -> new ArrayList<>()).add(entry);
      booked.add(entry);
    }
    return booked;
  }

  private Entry entry(Spot.Struck struck, FaultKind kind, Instant from, Instant to) {
    return new Entry(kind, struck.connection(), from, kind.forGood() ? end : to);
  }
}
