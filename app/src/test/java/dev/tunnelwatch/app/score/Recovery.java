package dev.tunnelwatch.app.score;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * By when whoever was woken has to be told that it is over, as the rules have it and by nothing but
 * what really happened. Rule 38: 60 s after the last return, and not before the penalty of each
 * tunnel and BGP session (rule 17) is below 750.
 */
final class Recovery {
  private static final double PER_LOSS = 1_000;
  private static final double CEILING = 12_000;
  private static final double FORGOTTEN_BELOW = 750;
  private static final Duration HALF_LIFE = Duration.ofMinutes(10);
  private static final Duration QUIET = Duration.ofSeconds(60);

  /**
   * On the way to whoever is told: the line of the return, 180 s, the most that the rules bear with
   * (35); Alertmanager's {@code group_interval} of a page as we ship it, 60 s; and 5 min for the
   * pauses of a machine with other work, on which a second is half a minute of the fleet's.
   */
  private static final Duration LATE = Duration.ofMinutes(9);

  /**
   * By operation, within what time nothing is lost twice: two lines are two instances' with one
   * peer. A tunnel has to come back first; a session besides has its hold timer.
   */
  private static final Map<String, Duration> LOSSES =
      Map.of(
          "TunnelDisconnected", Duration.ofSeconds(20),
          "BgpDisconnectedEvent", Duration.ofSeconds(60));

  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private Recovery() {}

  /**
   * Of what is told as one.
   *
   * @return empty where one of them is not over, or nothing was logged of its end
   */
  static Optional<Instant> latest(Collection<Fault> faults) {
    boolean known =
        faults.stream()
            .allMatch(f -> f.account().span().endedAt().isPresent() && !f.recoveryLost());
    return known
        ? faults.stream()
            .map(Recovery::calm)
            .max(Comparator.naturalOrder())
            .map(calm -> calm.plus(QUIET).plus(LATE))
        : Optional.empty();
  }

  private static Instant calm(Fault fault) {
    var span = fault.account().span();
    var begun = Stream.of(forgotten(List.of(span.startedAt())));
    return Stream.concat(
            Stream.concat(span.endedAt().stream(), begun),
            losses(fault).values().stream().map(Recovery::forgotten))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** By gateway, kind and peer. */
  private static Map<Lost, List<Instant>> losses(Fault fault) {
    var losses = new HashMap<Lost, List<Instant>>();
    fault.account().evidence().stream()
        .filter(line -> LOSSES.containsKey(line.operationName()))
        .sorted(Comparator.comparing(Account.Line::at))
        .forEach(
            line -> losses.computeIfAbsent(Lost.of(line), _ -> new ArrayList<>()).add(line.at()));
    losses.replaceAll((what, times) -> what.apart(times));
    return losses;
  }

  private record Lost(Optional<String> gateway, String operation, String peer) {
    static Lost of(Account.Line line) {
      return new Lost(line.gateway(), line.operationName(), addressIn(line.text()));
    }

    /** Of losses so close together the last. */
    List<Instant> apart(List<Instant> times) {
      var window = LOSSES.getOrDefault(operation, Duration.ZERO);
      var apart = new ArrayList<Instant>();
      var first = Instant.MIN;
      for (var time : times) {
        if (first.isAfter(time.minus(window))) {
          apart.removeLast();
        } else {
          first = time;
        }
        apart.add(time);
      }
      return apart;
    }
  }

  private static String addressIn(String text) {
    var address = ADDRESS.matcher(text);
    return address.find() ? address.group() : "";
  }

  /** When the penalty of losses of one thing is below 750 again. */
  private static Instant forgotten(List<Instant> losses) {
    double penalty = 0;
    var last = losses.getFirst();
    for (var loss : losses) {
      double halves = (double) Duration.between(last, loss).toMillis() / HALF_LIFE.toMillis();
      penalty = Math.min(CEILING, penalty * Math.pow(0.5, halves) + PER_LOSS);
      last = loss;
    }
    double halves = Math.log(penalty / FORGOTTEN_BELOW) / Math.log(2);
    return last.plusMillis((long) Math.ceil(halves * HALF_LIFE.toMillis()));
  }
}
