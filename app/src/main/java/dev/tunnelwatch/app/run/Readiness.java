package dev.tunnelwatch.app.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When it is worth a line that all is at work, or that it is not: the first time all is, and what
 * lasts. Shorter troubles are what {@code /readyz} and the metrics are for; a role that comes and
 * goes would fill the log.
 */
final class Readiness {

  /** So long it may be before anybody is told, and before {@code TunnelwatchRoleNotReady} fires. */
  static final Duration LASTING = Duration.ofSeconds(60);

  private final String ready;
  private boolean toldReady;
  private boolean toldTrouble;
  private Duration wellUntil = Duration.ZERO;

  /** {@code ready} is what is said when all is at work for the first time. */
  Readiness(String ready) {
    this.ready = ready;
  }

  /**
   * A look at how it is.
   *
   * @param running since the start; never less than at the look before
   * @param unready the roles that are not at work, each with its reason
   * @return what is worth a line, if anything
   */
  Optional<String> look(Duration running, List<String> unready) {
    if (unready.isEmpty()) {
      return well(running);
    }
    var lasts = running.minus(wellUntil);
    if (toldTrouble || lasts.compareTo(LASTING) < 0) {
      return Optional.empty();
    }
    toldTrouble = true;
    return Optional.of(
        "not ready for %d s: %s".formatted(lasts.toSeconds(), String.join(", ", unready)));
  }

  private Optional<String> well(Duration running) {
    var lasted = running.minus(wellUntil);
    wellUntil = running;
    if (!toldReady) {
      toldReady = true;
      toldTrouble = false;
      return Optional.of(ready);
    }
    if (toldTrouble) {
      toldTrouble = false;
      return Optional.of("ready again after %d s".formatted(lasted.toSeconds()));
    }
    return Optional.empty();
  }
}
