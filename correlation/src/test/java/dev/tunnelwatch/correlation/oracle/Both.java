package dev.tunnelwatch.correlation.oracle;

import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.Set;

/** Both instances, each at once, with a moment without either, and by no doing of the peers. */
final class Both {
  private static final Set<Reason> OF_THE_PEER =
      Set.of(
          Reason.PEER_SILENT,
          Reason.NEGOTIATION_TIMED_OUT,
          Reason.REMOTELY_TRIGGERED,
          Reason.PEER_RESTARTED,
          Reason.SA_EXPIRED_OR_DELETED);

  private Both() {}

  /** Of losses in order of time, from the first on; none if they are not that. */
  static List<Bit> of(Facts facts, List<Bit> losses) {
    var ours = losses.stream().filter(l -> OF_THE_PEER.stream().noneMatch(l::says)).toList();
    if (ours.isEmpty() || !facts.doubled(ours.getFirst().from)) {
      return List.of();
    }
    var both = ours.stream().filter(l -> l.from <= begun(l, ours) + 10_000).toList();
    var gone = gone(both);
    boolean is =
        gone.stream().map(l -> l.on).distinct().count() == 2
            && gone.stream().map(l -> facts.site(l.ip())).distinct().count() > 1;
    return is ? both : List.of();
  }

  /** When the stroke of its instance began. */
  private static long begun(Bit loss, List<Bit> losses) {
    return losses.stream().filter(l -> l.on.equals(loss.on)).findFirst().orElseThrow().from;
  }

  /** What was down when the last of them went. */
  static List<Bit> gone(List<Bit> both) {
    return both.stream().filter(l -> l.downAt(both.getLast().from)).toList();
  }
}
