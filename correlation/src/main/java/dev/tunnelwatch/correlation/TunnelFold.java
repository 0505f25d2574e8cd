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
import java.util.List;
import java.util.Optional;

/**
 * Folds the records and the signs of life of one tunnel into its history. Records at most 1 s from
 * their neighbour are taken together, since their order means nothing (rule 7).
 */
final class TunnelFold {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  /** A record that soon is about the removal (rule 16). */
  private static final Duration OF_THE_REMOVAL = Duration.ofMinutes(2);

  private final TunnelId tunnel;
  private final List<GatewayEvent> records;
  private final LifeSigns signs;
  private final Renewals renewals;
  private final List<Line> twinsRemovals;
  private final List<Up> ups = new ArrayList<>();
  private final List<Outage> outages = new ArrayList<>();
  private Optional<Instant> upSince = Optional.empty();

  /** Whether the beginning of that was. */
  private boolean seen = true;

  private Optional<Outage> open = Optional.empty();

  /** Signs of life up to then have been taken. */
  private Instant signsUntil = Instant.MIN;

  private TunnelFold(
      TunnelId tunnel,
      List<GatewayEvent> records,
      LifeSigns signs,
      Renewals renewals,
      List<Line> twinsRemovals) {
    this.tunnel = tunnel;
    this.records = records;
    this.signs = signs;
    this.renewals = renewals;
    this.twinsRemovals = twinsRemovals;
  }

  /** Records that belong together. */
  private record Step(
      Instant first, Instant last, List<TunnelDisconnected> downs, List<TunnelConnected> ups) {}

  /**
   * @param records the tunnel's, in order of time
   * @param twinsRemovals of the peer's tunnel with the other instance, when that was lost, in order
   *     of time
   * @param before what is known from before the first of them; losses let go of were not
   */
  static TunnelHistory of(
      TunnelId tunnel,
      List<GatewayEvent> records,
      LifeSigns signs,
      Renewals renewals,
      List<Line> twinsRemovals,
      Carry.Tunnel before) {
    var fold = new TunnelFold(tunnel, records, signs, renewals, twinsRemovals);
    fold.upSince = before.firstUp();
    fold.seen = !before.presumed();
    for (var step : grouped(records)) {
      // What showed life at the instant of a record showed it before.
      fold.live(step.first());
      fold.take(step);
    }
    fold.live(Instant.MAX);
    return fold.finish();
  }

  /** Only the first sign since the last record says anything. */
  private void live(Instant until) {
    if (open.isPresent() || upSince.isEmpty()) {
      var sign = signs.after(signsUntil).filter(at -> !at.isAfter(until));
      var next = sign.orElse(until);
      while (removeWithTwin(next) || expectAnew(next)) {
        // Removed, made anew and removed again, all without a record of this tunnel.
      }
      if (sign.isPresent()) {
        open.ifPresent(loss -> outages.add(ended(loss, sign.get(), Optional.empty(), true)));
        open = Optional.empty();
        upSince = sign;
      }
    }
    signsUntil = until;
  }

  /** Rule 30: what was removed and exists again by then is down until it is seen up. */
  private boolean expectAnew(Instant until) {
    if (open.isPresent() || outages.isEmpty() || !outages.getLast().isRemoved()) {
      return false;
    }
    open =
        renewals
            .after(outages.getLast().to().orElseThrow())
            .filter(line -> line.at().isBefore(until))
            .map(line -> Outage.from(line.at(), List.of(line), false));
    return open.isPresent();
  }

  /** Rule 33: an instance that is dead writes nothing of what was removed from both. */
  private boolean removeWithTwin(Instant until) {
    var loss = open;
    var with =
        loss.stream()
            .flatMap(lost -> twinsRemovals.stream().filter(line -> line.at().isAfter(lost.from())))
            .filter(line -> line.at().isBefore(until))
            .filter(line -> !hasOwnWord(line.at()))
            .findFirst();
    with.ifPresent(
        line -> {
          var said = new ArrayList<>(loss.orElseThrow().said());
          said.add(line);
          var longer = Outage.from(loss.get().from(), said, loss.get().ambiguous());
          outages.add(ended(longer, line.at(), Optional.empty(), false));
          open = Optional.empty();
        });
    return with.isPresent();
  }

  /** Whether a record of its own tells what became of it. */
  private boolean hasOwnWord(Instant removed) {
    return !Said.between(records, removed, removed.plus(OF_THE_REMOVAL)).isEmpty();
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
    boolean ambiguous = !step.ups().isEmpty();
    if (step.downs().size() > step.ups().size()) {
      var from = step.downs().getFirst().at();
      wasUpUntil(from);
      stayDown(Outage.from(from, lines(step.downs()), ambiguous), step);
      return;
    }
    wasUpUntil(step.first());
    upSince = Optional.of(step.last());
    outages.add(
        new Outage(
            step.first(),
            Optional.of(step.last()),
            lines(step.downs()),
            Optional.of(step.ups().getLast()),
            true,
            false));
  }

  /** Rule 33: a tunnel that is removed on purpose is lost no longer. */
  private void stayDown(Outage outage, Step step) {
    var removed =
        step.downs().stream().filter(down -> down.reason() == Reason.TUNNEL_REMOVED).findFirst();
    removed.ifPresent(by -> outages.add(ended(outage, by.at(), Optional.empty(), false)));
    open = removed.isPresent() ? Optional.empty() : Optional.of(outage);
  }

  /** What is lost was up before, if only since it was taken out of the configuration. */
  private void wasUpUntil(Instant lost) {
    var presumed = lost.minus(Up.PRESUMED);
    var removed = outages.isEmpty() ? presumed : outages.getLast().to().orElse(presumed);
    var since = upSince.orElse(removed.isAfter(presumed) ? removed : presumed);
    ups.add(new Up(since, lost, seen && upSince.isPresent()));
    upSince = Optional.empty();
    seen = true;
  }

  private void whileDown(Outage outage, Step step) {
    boolean ambiguous = outage.ambiguous() || (!step.downs().isEmpty() && !step.ups().isEmpty());
    var said = new ArrayList<>(outage.said());
    said.addAll(lines(step.downs()));
    var longer = Outage.from(outage.from(), said, ambiguous);
    if (step.downs().size() > step.ups().size()) {
      stayDown(longer, step);
      return;
    }
    var connect = step.ups().getLast();
    outages.add(ended(longer, connect.at(), Optional.of(connect), false));
    open = Optional.empty();
    upSince = Optional.of(connect.at());
  }

  private static List<Line> lines(List<TunnelDisconnected> downs) {
    return downs.stream().map(down -> Line.opens(down.evidence(), down.reason())).toList();
  }

  private static Outage ended(
      Outage outage, Instant to, Optional<TunnelConnected> closedBy, boolean repaired) {
    return new Outage(
        outage.from(), Optional.of(to), outage.said(), closedBy, outage.ambiguous(), repaired);
  }

  private TunnelHistory finish() {
    upSince.ifPresent(since -> ups.add(new Up(since, Instant.MAX, seen)));
    open.ifPresent(outages::add);
    return new TunnelHistory(tunnel, ups, outages);
  }
}
