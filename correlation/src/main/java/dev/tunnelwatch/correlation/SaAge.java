package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How old the SA of a tunnel was when the tunnel went: from its last renewal, or from when it came
 * up. Renewals are known by the minute only (rule 9), so that an age is a range.
 */
record SaAge(Duration least, Duration most) {
  /**
   * Rule 27: the tunnel went when its SA ends unless it has been renewed. What another tunnel to
   * the same peer, lost with it, has outlived or not yet reached is not why they went.
   */
  static final Proof DUE = SaAge::isDue;

  private static final int TOLERANCE = 50; // one part in 50 is 2%

  private static boolean isDue(Scene scene, Finding loss, Set<Reason> said) {
    return loss.is(ConditionKind.TUNNEL_DOWN)
        && of(scene, loss).filter(age -> age.isDue(scene, loss)).isPresent()
        && twins(scene, loss)
            .flatMap(twin -> of(scene, twin).stream())
            .allMatch(age -> age.isDue(scene, loss));
  }

  private static Stream<Finding> twins(Scene scene, Finding loss) {
    var patience = scene.layout.dpd(loss.remote()).plus(Offers.TWIN_AFTER_DPD);
    return scene.lossesBetween(loss.from().minus(patience), loss.from().plus(patience)).stream()
        .filter(other -> !other.entity().equals(loss.entity()))
        .filter(other -> scene.layout.samePeer(other.remote(), loss.remote()));
  }

  /** Empty where nobody saw the SA begin. */
  private static Optional<SaAge> of(Scene scene, Finding loss) {
    return loss.about()
        .instance()
        .map(on -> new TunnelId(scene.layout.gateway(), on, loss.remote()))
        .flatMap(tunnel -> since(scene, tunnel, loss.from()));
  }

  private static Optional<SaAge> since(Scene scene, TunnelId tunnel, Instant lost) {
    var last =
        scene.said.tunnels.getOrDefault(tunnel, List.of()).stream()
            .filter(record -> record.at().isBefore(lost))
            .reduce((_, later) -> later);
    boolean up = last.filter(TunnelConnected.class::isInstance).isPresent();
    var renewed =
        scene
            .said
            .rekeyed
            .getOrDefault(tunnel, new MinuteBits())
            .atOrBefore(Minutes.of(lost))
            .stream()
            .mapToObj(Minutes::start)
            .findFirst()
            .filter(minute -> isAfter(minute.plusSeconds(up ? 60 : 0), last, up));
    return renewed
        .map(minute -> Duration.between(minute, lost))
        .map(most -> new SaAge(most.minusMinutes(1), most))
        .or(
            () ->
                last.filter(_ -> up)
                    .map(record -> Duration.between(record.at(), lost))
                    .map(age -> new SaAge(age, age)));
  }

  /**
   * A renewal in the minute of a connect may be of that SA, in that of a loss of the one before.
   */
  private static boolean isAfter(Instant minute, Optional<GatewayEvent> last, boolean orAt) {
    return last.map(GatewayEvent::at)
        .map(at -> minute.isAfter(at) || (orAt && minute.equals(at)))
        .orElse(true);
  }

  private boolean isDue(Scene scene, Finding loss) {
    return scene.layout.saLifetimes(loss.remote()).stream()
        .anyMatch(
            lifetime -> {
              var tolerance = lifetime.dividedBy(TOLERANCE);
              return most.compareTo(lifetime.minus(tolerance)) >= 0
                  && least.compareTo(lifetime.plus(tolerance)) <= 0;
            });
  }
}
