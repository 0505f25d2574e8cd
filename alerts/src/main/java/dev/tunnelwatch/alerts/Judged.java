package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Incident;
import java.util.function.Predicate;

/** Hears of each incident whether it could be decided what is to be told of it. */
interface Judged {

  /** It could not; the others go on. */
  void failed(Incident incident, Throwable why);

  void decided(String incident);

  /**
   * It could not be said again by a process that begins to send, which does so once: that later
   * revisions can be decided does not mend it.
   */
  void notSaidAgain(Incident incident, Throwable why);

  /** All others are over for long. */
  void keepOnly(Predicate<String> incidents);

  /** For whoever wants to see a failure where it happens. */
  Judged OR_THROWN =
      new Judged() {
        @Override
        public void failed(Incident incident, Throwable why) {
          throw new IllegalStateException("incident " + incident.id(), why);
        }

        @Override
        public void decided(String incident) {
          // as it should be
        }

        @Override
        public void notSaidAgain(Incident incident, Throwable why) {
          failed(incident, why);
        }

        @Override
        public void keepOnly(Predicate<String> incidents) {
          // nothing is kept
        }
      };
}
