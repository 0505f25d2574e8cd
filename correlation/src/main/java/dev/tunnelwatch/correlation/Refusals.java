package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Reason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one end says of the other when it will not negotiate, and the cause that it proves. */
final class Refusals {
  private static final Map<Reason, Cause> BY_REASON =
      new EnumMap<>(
          Map.of(
              Reason.AUTHENTICATION, Cause.IKE_AUTHENTICATION,
              Reason.POLICY_MISMATCH, Cause.IKE_POLICY_MISMATCH,
              Reason.KEY_EXCHANGE_MISMATCH, Cause.IKE_POLICY_MISMATCH,
              Reason.TRAFFIC_SELECTORS, Cause.IKE_TRAFFIC_SELECTORS));

  static final Set<Reason> REASONS = Collections.unmodifiableSet(BY_REASON.keySet());

  private Refusals() {}

  static Optional<Cause> cause(Reason reason) {
    return Optional.ofNullable(BY_REASON.get(reason));
  }

  static boolean isOne(Cause cause) {
    return BY_REASON.containsValue(cause);
  }
}
