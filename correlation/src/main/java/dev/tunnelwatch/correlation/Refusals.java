package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Reason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one end says of the other when it will not negotiate, as the causal table has it. */
final class Refusals {
  private static final Map<Reason, Cause> BY_REASON = new EnumMap<>(Reason.class);

  static {
    for (var row : CausalTable.ROWS) {
      row.refusals().forEach(reason -> BY_REASON.put(reason, row.cause()));
    }
  }

  static final Set<Reason> REASONS = Collections.unmodifiableSet(BY_REASON.keySet());

  private Refusals() {}

  static Optional<Cause> cause(Reason reason) {
    return Optional.ofNullable(BY_REASON.get(reason));
  }

  static boolean isOne(Cause cause) {
    return BY_REASON.containsValue(cause);
  }
}
