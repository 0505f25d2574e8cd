package dev.tunnelwatch.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A receiver that takes nothing, as the log tells of it: once, again where the reason is another,
 * and when it is over.
 */
final class Outage {

  private Optional<Instant> since = Optional.empty();
  private String reason = "";

  /** What is to be said of it, if anything. */
  Optional<String> failed(String why, Instant now) {
    boolean isNews = since.isEmpty() || !reason.equals(why);
    since = since.or(() -> Optional.of(now));
    reason = why;
    return isNews ? Optional.of("alerts are not taken: " + why) : Optional.empty();
  }

  /** What is to be said when something is taken, if anything. */
  Optional<String> taken(Instant now) {
    var said =
        since.map(
            then -> "takes alerts again after " + Duration.between(then, now).toSeconds() + " s");
    since = Optional.empty();
    return said;
  }
}
