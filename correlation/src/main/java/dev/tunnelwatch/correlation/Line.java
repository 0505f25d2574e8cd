package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Reason;
import java.time.Instant;
import java.util.Comparator;

/** A record in the role it plays for one condition; {@code reason} is what it says by itself. */
record Line(Evidence evidence, Reason reason, Role role) {

  static final Comparator<Line> ORDER =
      Comparator.comparing(Line::evidence, Evidence.ORDER).thenComparing(Line::role);

  enum Role {
    /** The condition began with it, or it repeats that. */
    OPENS,
    /** The condition ended with it. */
    CLOSES,
    /** It tells why. */
    TELLS
  }

  static Line opens(Evidence evidence, Reason reason) {
    return new Line(evidence, reason, Role.OPENS);
  }

  static Line closes(Evidence evidence) {
    return new Line(evidence, Reason.NOT_STATED, Role.CLOSES);
  }

  static Line tells(Evidence evidence, Reason reason) {
    return new Line(evidence, reason, Role.TELLS);
  }

  Instant at() {
    return evidence.at();
  }
}
