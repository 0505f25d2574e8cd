package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.TunnelHistory.Outage;
import dev.tunnelwatch.correlation.TunnelHistory.Up;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Folds the records and the signs of life of one tunnel into its history. Records at most 1 s from
 * their neighbour are taken together, since their order means nothing (rule 7).
 */
final class TunnelFold {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private final TunnelId tunnel;
  private final List<Up> ups = new ArrayList<>();
  private final List<Outage> outages = new ArrayList<>();
  private Optional<Instant> upSince = Optional.empty();
  private Optional<Outage> open = Optional.empty();

  private TunnelFold(TunnelId tunnel) {
    this.tunnel = tunnel;
  }

  /** Records that belong together, or with neither list filled a sign of life. */
  private record Step(
      Instant first, Instant last, List<TunnelDisconnected> downs, List<TunnelConnected> ups) {
    boolean isSign() {
      return downs.isEmpty() && ups.isEmpty();
    }
  }

  /**
   * @param records the tunnel's, in order of time
   * @param alive instants at which it certainly lived
   */
  static TunnelHistory of(TunnelId tunnel, List<GatewayEvent> records, Collection<Instant> alive) {
    var steps = grouped(records);
    for (var sign : alive) {
      steps.add(new Step(sign, sign, List.of(), List.of()));
    }
    // What showed life at the instant of a record showed it before.
    steps.sort(Comparator.comparing(Step::first).thenComparing(step -> !step.isSign()));
    var fold = new TunnelFold(tunnel);
    steps.forEach(fold::take);
    return fold.finish();
  }

  private static List<Step> grouped(List<GatewayEvent> records) {
    var steps = new ArrayList<Step>();
    var group = new ArrayList<GatewayEvent>();
    for (var record : records) {
      if (!group.isEmpty() && record.at().isAfter(group.getLast().at().plus(ONE_SECOND))) {
        steps.add(step(group));
        group.clear();
      }
      group.add(record);
    }
    if (!group.isEmpty()) {
      steps.add(step(group));
    }
    return steps;
  }

  private static Step step(List<GatewayEvent> group) {
    var downs = new ArrayList<TunnelDisconnected>();
    var ups = new ArrayList<TunnelConnected>();
    for (var event : group) {
      if (event instanceof TunnelDisconnected down) {
        downs.add(down);
      } else if (event instanceof TunnelConnected up) {
        ups.add(up);
      }
    }
    return new Step(group.getFirst().at(), group.getLast().at(), downs, ups);
  }

  private void take(Step step) {
    if (open.isPresent()) {
      whileDown(open.get(), step);
    } else if (step.downs().isEmpty()) {
      upSince = upSince.or(() -> Optional.of(step.first()));
    } else {
      whileUp(step);
    }
  }

  private void whileUp(Step step) {
    var since = upSince.orElse(Instant.MIN); // never heard of and lost: it was up before
    boolean ambiguous = !step.ups().isEmpty();
    if (step.downs().size() > step.ups().size()) {
      var from = step.downs().getFirst().at();
      ups.add(new Up(since, from));
      upSince = Optional.empty();
      var outage =
          new Outage(from, Optional.empty(), step.downs(), Optional.empty(), ambiguous, false);
      if (step.downs().getFirst().reason() == Reason.TUNNEL_REMOVED) {
        outages.add(ended(outage, from, Optional.empty(), false)); // rule 33: on purpose
      } else {
        open = Optional.of(outage);
      }
      return;
    }
    ups.add(new Up(since, step.first()));
    upSince = Optional.of(step.last());
    outages.add(
        new Outage(
            step.first(),
            Optional.of(step.last()),
            step.downs(),
            Optional.of(step.ups().getLast()),
            true,
            false));
  }

  private void whileDown(Outage outage, Step step) {
    if (step.isSign()) {
      outages.add(ended(outage, step.first(), Optional.empty(), true));
    } else {
      boolean ambiguous = outage.ambiguous() || (!step.downs().isEmpty() && !step.ups().isEmpty());
      var said = new ArrayList<>(outage.said());
      said.addAll(step.downs());
      var longer =
          new Outage(outage.from(), Optional.empty(), said, Optional.empty(), ambiguous, false);
      if (step.downs().size() > step.ups().size()) {
        open = Optional.of(longer);
        return;
      }
      var connect = step.ups().getLast();
      outages.add(ended(longer, connect.at(), Optional.of(connect), false));
    }
    open = Optional.empty();
    upSince = outages.getLast().to();
  }

  private static Outage ended(
      Outage outage, Instant to, Optional<TunnelConnected> closedBy, boolean repaired) {
    return new Outage(
        outage.from(), Optional.of(to), outage.said(), closedBy, outage.ambiguous(), repaired);
  }

  private TunnelHistory finish() {
    upSince.ifPresent(since -> ups.add(new Up(since, Instant.MAX)));
    open.ifPresent(outages::add);
    return new TunnelHistory(tunnel, ups, outages);
  }
}
