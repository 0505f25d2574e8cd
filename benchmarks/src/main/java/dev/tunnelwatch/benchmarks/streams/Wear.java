package dev.tunnelwatch.benchmarks.streams;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a process holds as time goes by, and whether it is more and more. Of the second half, when
 * everything has been used once.
 */
final class Wear {
  private static final double SECONDS_AN_HOUR = 3_600;

  /** With less than that a straight line says nothing. */
  private static final int FEWEST_LOOKS = 10;

  private final Map<Held, List<Look>> looks = new EnumMap<>(Held.class);

  /** What there was at a time. */
  private record Look(double seconds, double amount) {}

  void add(Held what, double seconds, double amount) {
    looks.computeIfAbsent(what, _ -> new ArrayList<>()).add(new Look(seconds, amount));
  }

  private List<Look> settled(Held what) {
    var all = looks.getOrDefault(what, List.of());
    double half = all.isEmpty() ? 0 : all.getLast().seconds() / 2;
    return all.stream().filter(look -> look.seconds() >= half).toList();
  }

  /** Gained an hour, by the straight line nearest to all looks. */
  double anHour(Held what) {
    var settled = settled(what);
    double seconds = settled.stream().mapToDouble(Look::seconds).average().orElse(0);
    double amount = settled.stream().mapToDouble(Look::amount).average().orElse(0);
    double both = 0;
    double square = 0;
    for (var look : settled) {
      both += (look.seconds() - seconds) * (look.amount() - amount);
      square += (look.seconds() - seconds) * (look.seconds() - seconds);
    }
    return square == 0 ? 0 : both / square * SECONDS_AN_HOUR;
  }

  double least(Held what) {
    return settled(what).stream().mapToDouble(Look::amount).min().orElse(0);
  }

  double most(Held what) {
    return settled(what).stream().mapToDouble(Look::amount).max().orElse(0);
  }

  /** Whatever is beyond its bound, or was not looked at. */
  List<String> failures(double recordsPerSecond) {
    var failures = new ArrayList<String>();
    for (var what : Held.values()) {
      double most = what.mostAnHour(recordsPerSecond);
      int times = settled(what).size();
      if (times < FEWEST_LOOKS) {
        failures.add(
            "%s: looked at %d times, at least %d say something"
                .formatted(what.words(), times, FEWEST_LOOKS));
      } else if (anHour(what) > most) {
        failures.add(
            String.format(
                Locale.ROOT,
                "%s: gained %.1f an hour, at most %.1f are borne",
                what.words(),
                anHour(what),
                most));
      }
    }
    return failures;
  }
}
