package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.GatewayEvent.SaKind;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelHint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lines that tell why a tunnel was lost or cannot be negotiated (rule 27). */
final class Telling {
  private static final Duration BEFORE = Duration.ofSeconds(30);
  static final Duration AFTER = Duration.ofMinutes(5);

  /** A refusal that is only a hint is followed by what it hinted at. */
  private static final Duration NEXT_ATTEMPT = Duration.ofSeconds(30);

  private static final Set<Reason> BY_PEER =
      EnumSet.of(Reason.REMOTELY_TRIGGERED, Reason.SA_EXPIRED_OR_DELETED);

  private static final Set<Reason> TELL_NOTHING =
      EnumSet.of(
          Reason.NOT_STATED, Reason.UNRECOGNISED, Reason.OTHER_IKE_ERROR, Reason.LOCALLY_TRIGGERED);

  private Telling() {}

  /**
   * Its own lines, and for a loss the IKE lines of the tunnel from 30 s before it to 5 min after it
   * or its return: later ones are about the next SA.
   */
  static List<Line> lines(Scene scene, Finding finding) {
    var from = finding.from().minus(BEFORE);
    var latest = finding.from().plus(AFTER);
    boolean loss = finding.is(ConditionKind.TUNNEL_DOWN);
    var until = loss && finding.end().isBefore(latest) ? finding.end() : latest;
    var lines = new ArrayList<Line>();
    finding.lines().stream()
        .filter(line -> line.role() != Line.Role.CLOSES)
        .filter(line -> isBetween(line.at(), from, until))
        .forEach(lines::add);
    if (loss) {
      Said.between(scene.said.failures, from, until).stream()
          .filter(failure -> isOf(failure.tunnel(), finding, scene))
          .filter(failure -> !Nameless.isOfAnother(finding.remote(), failure, scene.said))
          .forEach(failure -> lines.add(Line.tells(failure.evidence(), failure.reason())));
      Said.between(scene.said.deletions, from, until).stream()
          .filter(deleted -> isOf(deleted.tunnel(), finding, scene))
          .filter(
              deleted ->
                  !BY_PEER.contains(deleted.reason())
                      || !(isRekey(deleted, scene) || isRoutineOfASilentPeer(deleted, finding)))
          .filter(deleted -> deleted.reason() != Reason.NOT_STATED)
          .forEach(deleted -> lines.add(Line.tells(deleted.evidence(), deleted.reason())));
      if (lines.stream().allMatch(line -> TELL_NOTHING.contains(line.reason()))) {
        var nameless =
            Said.between(scene.said.failures, from, until).stream()
                .filter(failure -> canOnlyBe(failure, finding, scene))
                .toList();
        nameless.stream()
            .filter(failure -> isRepeated(failure, nameless))
            .forEach(failure -> lines.add(Line.tells(failure.evidence(), failure.reason())));
      }
    }
    groupHint(lines).filter(hint -> isBackSoon(scene, finding, hint.at())).ifPresent(lines::remove);
    return lines;
  }

  /**
   * By refusing the first group offered a responder names the one it wants (RFC 7296, 1.2 and 1.3):
   * the one refusal there is, when the next attempt went well.
   */
  private static Optional<Line> groupHint(List<Line> lines) {
    var refusals = lines.stream().filter(line -> Refusals.REASONS.contains(line.reason())).toList();
    return Optional.of(refusals)
        .filter(all -> all.size() == 1)
        .map(List::getFirst)
        .filter(line -> line.reason() == Reason.KEY_EXCHANGE_MISMATCH)
        .filter(line -> line.evidence().category() == Category.IKE);
  }

  /** Whether the next attempt at what is lost or failing went well. */
  static boolean isBackSoon(Scene scene, Finding finding, Instant refused) {
    var instance =
        finding.about().instance().filter(_ -> scene.layout.activeActiveAt(finding.from()));
    return scene.histories.values().stream()
        .filter(history -> finding.about().remotes().contains(history.tunnel().remoteIp()))
        .filter(history -> instance.isEmpty() || instance.get() == history.tunnel().instance())
        .flatMap(history -> history.ups().stream())
        .filter(TunnelHistory.Up::seen)
        .anyMatch(up -> isBetween(up.from(), refused, refused.plus(NEXT_ATTEMPT)));
  }

  /** A peer that is refused tries again; a stranger who scans goes on to the next address. */
  private static boolean isRepeated(NegotiationFailed failure, List<NegotiationFailed> among) {
    return among.stream().filter(other -> other.reason() == failure.reason()).count() > 1;
  }

  /**
   * A line that names no remote IP proves something all the same where no named one does and nobody
   * else was lost whom it could be about (as rule 19 has it of sessions).
   */
  private static boolean canOnlyBe(NegotiationFailed failure, Finding loss, Scene scene) {
    var hint = failure.tunnel();
    return hint.remoteIp().isEmpty()
        && isOfInstance(hint, loss, scene)
        && !Nameless.isOfAnother(loss.remote(), failure, scene.said)
        && scene.lossesBetween(failure.at().minus(AFTER), failure.at().plus(BEFORE)).stream()
            .filter(other -> !other.end().isBefore(failure.at()))
            .filter(other -> isOfInstance(hint, other, scene))
            .allMatch(other -> other.remote().equals(loss.remote()));
  }

  /** What they say of why. */
  static Set<Reason> reasons(Scene scene, Finding finding) {
    var reasons = EnumSet.noneOf(Reason.class);
    scene.telling(finding).forEach(line -> reasons.add(line.reason()));
    return reasons;
  }

  /** A line that names no remote IP could be anyone's. */
  private static boolean isOf(TunnelHint hint, Finding loss, Scene scene) {
    boolean peer =
        hint.remoteIp().map(loss.remote()::equals).orElse(scene.layout.remotes().size() == 1);
    return peer && isOfInstance(hint, loss, scene);
  }

  private static boolean isOfInstance(TunnelHint hint, Finding loss, Scene scene) {
    return hint.instance().isEmpty()
        || !scene.layout.activeActiveAt(loss.from())
        || hint.instance().equals(loss.about().instance());
  }

  /** Old child SAs end all day; where the loss says that the peer was silent, that is no reason. */
  private static boolean isRoutineOfASilentPeer(SaDeleted deleted, Finding loss) {
    return deleted.sa() == SaKind.CHILD && loss.says(EnumSet.of(Reason.PEER_SILENT));
  }

  /** SAs are deleted when they have been renewed: in that minute or the one before. */
  private static boolean isRekey(SaDeleted deleted, Scene scene) {
    long minute = Minutes.of(deleted.at());
    return deleted.tunnel().remoteIp().isPresent()
        && scene.said.rekeyed.entrySet().stream()
            .filter(tunnel -> deleted.tunnel().fits(tunnel.getKey()))
            .map(Map.Entry::getValue)
            .anyMatch(minutes -> minutes.contains(minute) || minutes.contains(minute - 1));
  }

  private static boolean isBetween(Instant at, Instant from, Instant until) {
    return !at.isBefore(from) && !at.isAfter(until);
  }

  /** Why most of them went, by the lines that say that they did. */
  static Reason commonest(List<Finding> losses) {
    var counts = new EnumMap<Reason, Integer>(Reason.class);
    losses.forEach(loss -> counts.merge(loss.opening().reason(), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(
            Map.Entry.<Reason, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .map(Map.Entry::getKey)
        .orElse(Reason.NOT_STATED);
  }
}
