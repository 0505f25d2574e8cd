package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Incident;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What says once more that a loss is one: retries that fail, BGP down too (rule 35). A second
 * disconnect does not: it says that the tunnel had been up, and its connect is on its way. Only
 * what is about the tunnels of that loss counts: that another one is lost says nothing of this one.
 */
final class Corroboration {
  private final Incident incident;
  private final PageTiming.Loss loss;
  private final List<Condition> down;

  private Corroboration(Incident incident, PageTiming.Loss loss) {
    this.incident = incident;
    this.loss = loss;
    var taken = taken();
    this.down =
        incident.conditions().stream()
            .filter(condition -> condition.kind() == ConditionKind.TUNNEL_DOWN)
            .filter(condition -> taken.stream().anyMatch(path -> path.hasPeerOf(condition)))
            .filter(condition -> !condition.from().isAfter(loss.from()))
            .filter(condition -> condition.to().filter(to -> !to.isAfter(loss.from())).isEmpty())
            .toList();
  }

  /** When it was said, from the end of the confirmation on. */
  static Stream<Instant> of(Incident incident, PageTiming.Loss loss, Instant confirmed) {
    var found = new Corroboration(incident, loss);
    return Stream.concat(
        found.bgp().map(from -> from.isBefore(confirmed) ? confirmed : from),
        found.stillDown().filter(at -> !at.isBefore(confirmed)));
  }

  /** Whether it is about the tunnel of one instance, not a path that either may carry. */
  static boolean namesInstance(Condition condition) {
    return Path.of(condition.entity()).instance().isPresent();
  }

  /** The paths that went with the loss. */
  private List<Path> taken() {
    return incident.conditions().stream()
        .filter(condition -> condition.kind() == ConditionKind.TUNNEL_DOWN)
        .filter(condition -> condition.from().equals(loss.from()))
        .map(condition -> Path.of(condition.entity()))
        .filter(path -> loss.gateway().isEmpty() || loss.gateway().equals(path.gateway()))
        .toList();
  }

  /**
   * Not of a path that either instance may carry: its session goes with the instance and comes back
   * with the one that takes over. While the lines of some tunnels are still on their way, nothing
   * tells such a takeover from a peer that is lost.
   */
  private Stream<Instant> bgp() {
    var lost = down.stream().filter(Corroboration::namesInstance).toList();
    return incident.conditions().stream()
        .filter(condition -> condition.kind() == ConditionKind.BGP_SESSION_DOWN)
        .filter(condition -> isChildOf(condition, lost))
        .map(Condition::from);
  }

  /**
   * The lines that say the tunnel is still down: failures of a negotiation. Other lines of a loss,
   * such as the deletion of its SA, come with the recovery as well.
   */
  private Stream<Instant> stillDown() {
    return incident.conditions().stream()
        .filter(condition -> condition.kind() == ConditionKind.IKE_FAILING)
        .filter(this::isRetry)
        .flatMap(this::negotiations)
        .filter(at -> loss.to().filter(to -> !at.isBefore(to)).isEmpty());
  }

  private Stream<Instant> negotiations(Condition condition) {
    return condition.to().isPresent()
        ? Stream.empty()
        : condition.evidence().stream()
            .map(incident.proof().evidence()::get)
            .filter(line -> line.category() == Category.IKE)
            .map(Evidence::at);
  }

  /** A negotiation for a tunnel of the loss; where no tunnel was lost, the root itself. */
  private boolean isRetry(Condition condition) {
    var path = Path.of(condition.entity());
    return isChildOf(condition, down)
        || down.stream().anyMatch(lost -> Path.of(lost.entity()).fits(path))
        || (condition.causedBy().isEmpty() && condition.from().equals(loss.from()));
  }

  private static boolean isChildOf(Condition condition, List<Condition> losses) {
    return losses.stream()
        .anyMatch(lost -> condition.causedBy().filter(lost.id()::equals).isPresent());
  }

  /** The entity of a path, taken apart: gateway, instance where it is named, remote IP. */
  private record Path(String gateway, Optional<String> instance, String remote) {
    static Path of(String entity) {
      var words = List.of(entity.split(" ", -1));
      var instance = words.size() > 2 ? Optional.of(words.get(1)) : Optional.<String>empty();
      return new Path(words.getFirst(), instance, words.getLast());
    }

    boolean hasPeerOf(Condition condition) {
      var other = of(condition.entity());
      return gateway.equals(other.gateway) && remote.equals(other.remote);
    }

    boolean fits(Path other) {
      boolean instances =
          instance.isEmpty() || other.instance.isEmpty() || instance.equals(other.instance);
      return instances && gateway.equals(other.gateway) && remote.equals(other.remote);
    }
  }
}
