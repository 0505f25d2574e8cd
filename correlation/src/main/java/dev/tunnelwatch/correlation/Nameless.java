package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Lines about a failed negotiation that name no remote IP. The service below IKE writes such a line
 * beside one that names it: so a stranger who tries a gateway's public address leaves one, too.
 */
final class Nameless {
  static final Duration BESIDE = Duration.ofSeconds(2);

  private Nameless() {}

  /** Whether it names nobody, and a line beside it tells the same of somebody else. */
  static boolean isOfAnother(IpAddress peer, NegotiationFailed line, Said said) {
    return line.tunnel().remoteIp().isEmpty()
        && Said.between(said.failures, line.at().minus(BESIDE), line.at().plus(BESIDE)).stream()
            .filter(other -> other.reason() == line.reason())
            .filter(other -> isOnSameInstance(other.tunnel().instance(), line.tunnel().instance()))
            .flatMap(other -> other.tunnel().remoteIp().stream())
            .anyMatch(remote -> !remote.equals(peer));
  }

  private static boolean isOnSameInstance(Optional<Instance> one, Optional<Instance> other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }
}
