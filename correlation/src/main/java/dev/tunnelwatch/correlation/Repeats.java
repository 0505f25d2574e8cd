package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.P2sSession;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RouteOrigin;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What may be left out since it only repeats (rule 9): a peer can fail thousands of times an hour.
 * Changes of state are never left out.
 *
 * <p>Late records neither push out those in time, nor each other in an order of arrival: a record
 * is kept that is at an end of all, or at an end of those that came in time. Both sets only grow,
 * so what once was needless stays so.
 */
final class Repeats {
  private static final int KEPT_AT_EITHER_END = 2;
  private static final int P2S_KEPT = 16;

  private Repeats() {}

  /**
   * The repeats of a repeatable event that have become needless, itself perhaps among them.
   *
   * @param minute the entries of its minute, in order, the event included
   */
  static List<GatewayEvent> needless(GatewayEvent event, List<GatewayEvent> minute) {
    var same = new ArrayList<GatewayEvent>();
    for (var other : minute) {
      if (isRepeat(event, other)) {
        same.add(other);
      }
    }
    if (same.size() <= (event instanceof P2sSession ? P2S_KEPT : 2 * KEPT_AT_EITHER_END)) {
      return List.of();
    }
    var inTime = same.stream().filter(other -> !Lateness.isLate(other.evidence())).toList();
    var needless = new ArrayList<>(same);
    needless.removeAll(kept(event, same));
    needless.removeAll(kept(event, inTime));
    return needless;
  }

  private static List<GatewayEvent> kept(GatewayEvent event, List<GatewayEvent> same) {
    if (event instanceof P2sSession) {
      return same.stream()
          .sorted(Comparator.comparing(other -> other.evidence().digest()))
          .limit(P2S_KEPT)
          .toList();
    }
    if (same.size() <= 2 * KEPT_AT_EITHER_END) {
      return same;
    }
    var kept = new ArrayList<>(same.subList(0, KEPT_AT_EITHER_END));
    kept.addAll(same.subList(same.size() - KEPT_AT_EITHER_END, same.size()));
    return kept;
  }

  /** Whether it may be a repeat at all. */
  static boolean isRepeatable(GatewayEvent event) {
    return event instanceof NegotiationFailed
        || event instanceof SaDeleted
        || event instanceof P2sSession
        || (event instanceof RoutesChanged routes && tellsNothing(routes));
  }

  /** A change of which it is not known what it changed, or that no peer made. */
  private static boolean tellsNothing(RoutesChanged routes) {
    return routes.change() == RouteChange.UNSURE || routes.origin() == RouteOrigin.STATIC;
  }

  private static boolean isRepeat(GatewayEvent one, GatewayEvent other) {
    return switch (one) {
      case NegotiationFailed a ->
          other instanceof NegotiationFailed b
              && a.reason() == b.reason()
              && a.tunnel().equals(b.tunnel());
      case SaDeleted a ->
          other instanceof SaDeleted b
              && a.reason() == b.reason()
              && a.sa() == b.sa()
              && a.tunnel().equals(b.tunnel());
      case P2sSession a -> other instanceof P2sSession b && a.outcome() == b.outcome();
      case RoutesChanged a ->
          other instanceof RoutesChanged b
              && tellsNothing(b)
              && a.change() == b.change()
              && a.origin() == b.origin()
              && a.peer().equals(b.peer());
      case GatewayEvent.TunnelConnected _,
          GatewayEvent.TunnelDisconnected _,
          GatewayEvent.MaintenanceNoted _,
          GatewayEvent.ConfigurationSet _,
          GatewayEvent.BgpConnected _,
          GatewayEvent.BgpDisconnected _,
          GatewayEvent.Unrecognised _,
          GatewayEvent.Undated _ ->
          false;
    };
  }
}
