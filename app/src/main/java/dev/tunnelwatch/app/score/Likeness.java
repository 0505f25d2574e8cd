package dev.tunnelwatch.app.score;

import dev.tunnelwatch.app.score.Account.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How much an incident is about a fault. It can be about it only if the two overlap in time ({@link
 * #TOLERANCE} apart at most), name a gateway in common, and share something of the first kind that
 * both name: tunnels, BGP peers, prefixes, sites; where both name no such kind, the gateway is
 * enough.
 *
 * @param lines of evidence in common
 * @param things in common
 * @param apart how far their beginnings are apart
 */
record Likeness(long lines, long things, Duration apart) {

  /** A fault shows a little later than it begins, and a shape begins with its earliest loss. */
  static final Duration TOLERANCE = Duration.ofMinutes(2);

  private static final Instant NEVER = Instant.MAX.minus(TOLERANCE);

  /** The best last. */
  static final Comparator<Likeness> ORDER =
      Comparator.comparingLong(Likeness::lines)
          .thenComparingLong(Likeness::things)
          .thenComparing(Likeness::apart, Comparator.reverseOrder());

  static Optional<Likeness> of(Account fault, Account incident) {
    long things = things(fault.scope(), incident.scope());
    if (things == 0 || !overlap(fault.span(), incident.span())) {
      return Optional.empty();
    }
    var apart = Duration.between(fault.span().startedAt(), incident.span().startedAt()).abs();
    return Optional.of(new Likeness(incident.linesIn(fault), things, apart));
  }

  private static long things(Account.Scope one, Account.Scope two) {
    if (!one.gateways().isEmpty()
        && !two.gateways().isEmpty()
        && common(one.gateways(), two.gateways()) == 0) {
      return 0;
    }
    return Stream.<Function<Account.Scope, Set<String>>>of(
            Account.Scope::tunnels,
            Account.Scope::bgpPeers,
            Account.Scope::prefixes,
            Account.Scope::sites)
        .filter(kind -> !kind.apply(one).isEmpty() && !kind.apply(two).isEmpty())
        .findFirst()
        .map(kind -> common(kind.apply(one), kind.apply(two)))
        .orElseGet(() -> common(one.gateways(), two.gateways()));
  }

  private static long common(Set<String> one, Set<String> two) {
    return one.stream().filter(two::contains).count();
  }

  private static boolean overlap(Span one, Span two) {
    return !one.startedAt().isAfter(two.endedAt().orElse(NEVER).plus(TOLERANCE))
        && !two.startedAt().isAfter(one.endedAt().orElse(NEVER).plus(TOLERANCE));
  }
}
