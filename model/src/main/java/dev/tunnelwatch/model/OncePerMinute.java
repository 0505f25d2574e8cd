package dev.tunnelwatch.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Lets one through in each minute of the clock. For one thread. */
public final class OncePerMinute {
  private Instant last = Instant.MIN;

  /** A clock that was set back makes nobody wait. */
  public boolean passes(Instant now) {
    var minute = now.truncatedTo(ChronoUnit.MINUTES);
    if (minute.equals(last)) {
      return false;
    }
    last = minute;
    return true;
  }
}
