package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SiteState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** How many ways to a site are left while tunnels are lost: counted moment by moment. */
final class Paths {

  /**
   * One way to a site: on an active-standby gateway whichever instance carries it.
   *
   * @param device the address at the far end
   */
  private record Way(FleetConnection connection, IpAddress device, Instance instance) {}

  private record Closed(Way way, Instant from, Optional<Instant> to) {
    boolean at(Instant moment) {
      return !from.isAfter(moment) && to.map(end -> end.isAfter(moment)).orElse(true);
    }
  }

  /** A time without any way. */
  record Outage(Instant from, Duration length) {}

  /**
   * What a fault costs one site as seen from one gateway.
   *
   * @param outages all of them, in order
   * @param impaired the longest time without one of the ways
   */
  record Toll(Redundancy redundancy, List<Outage> outages, Duration impaired) {
    Toll {
      outages = List.copyOf(outages);
    }

    /** The longest of its outages. */
    Duration lost() {
      return longest(outages);
    }
  }

  private final FleetGateway gateway;
  private final String site;
  private final List<Closed> closed = new ArrayList<>();

  private Paths(FleetGateway gateway, String site) {
    this.gateway = gateway;
    this.site = site;
  }

  /** The toll of that harm; what has no end lasts until the run's. */
  static Toll toll(FleetGateway gateway, String site, Harm harm, Instant runEnds) {
    var paths = new Paths(gateway, site);
    for (var lost : harm.tunnels()) {
      var tunnel = lost.tunnel();
      if (paths.concerns(tunnel.gateway(), tunnel.connection())) {
        paths.close(
            tunnel.connection(), tunnel.remoteIp(), tunnel.instance(), lost.from(), lost.to());
      }
    }
    for (var lost : harm.sessions()) {
      var session = lost.session();
      if (session.connection().bgpOnly()
          && paths.concerns(session.gateway(), session.connection())) {
        paths.close(
            session.connection(),
            session.device().ip(),
            session.instance(),
            lost.from(),
            lost.to());
      }
    }
    return paths.toll(runEnds);
  }

  private boolean concerns(FleetGateway other, FleetConnection connection) {
    return other.equals(gateway) && connection.site().equals(site);
  }

  private void close(
      FleetConnection connection,
      IpAddress device,
      Instance instance,
      Instant from,
      Optional<Instant> to) {
    var by = gateway.activeActive() ? instance : Instance.IN_0;
    closed.add(new Closed(new Way(connection, device, by), from, to));
  }

  private Toll toll(Instant runEnds) {
    int expected = gateway.paths(site);
    int fewest = expected;
    Optional<Instant> lostFrom = Optional.empty();
    Optional<Instant> lostTo = Optional.empty();
    var lost = new Stretches();
    var impaired = new Stretches();
    for (var moment : moments(runEnds)) {
      int up = expected - down(moment);
      fewest = Math.min(fewest, up);
      lost.at(moment, up == 0);
      impaired.at(moment, up < expected);
      if (up == 0 && lostFrom.isEmpty()) {
        lostFrom = Optional.of(moment);
      }
      if (up > 0 && lostFrom.isPresent() && lostTo.isEmpty()) {
        lostTo = Optional.of(moment);
      }
    }
    var redundancy =
        new Redundancy(
            gateway.id(), site, expected, fewest, state(fewest, expected), lostFrom, lostTo);
    return new Toll(redundancy, lost.until(runEnds), longest(impaired.until(runEnds)));
  }

  private static Duration longest(List<Outage> of) {
    return of.stream().map(Outage::length).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** The stretches in which something held. */
  private static final class Stretches {
    private final List<Outage> all = new ArrayList<>();
    private Optional<Instant> since = Optional.empty();

    void at(Instant moment, boolean holds) {
      if (!holds) {
        until(moment);
      } else if (since.isEmpty()) {
        since = Optional.of(moment);
      }
    }

    List<Outage> until(Instant moment) {
      since.ifPresent(from -> all.add(new Outage(from, Duration.between(from, moment))));
      since = Optional.empty();
      return all;
    }
  }

  private List<Instant> moments(Instant runEnds) {
    var moments = new TreeSet<Instant>();
    for (var one : closed) {
      moments.add(one.from());
      one.to().ifPresent(moments::add);
    }
    return moments.stream().filter(moment -> moment.isBefore(runEnds)).toList();
  }

  private int down(Instant moment) {
    return (int) closed.stream().filter(c -> c.at(moment)).map(Closed::way).distinct().count();
  }

  private static SiteState state(int up, int expected) {
    if (up == 0) {
      return SiteState.LOST;
    }
    return up < expected ? SiteState.DEGRADED : SiteState.FULL;
  }
}
