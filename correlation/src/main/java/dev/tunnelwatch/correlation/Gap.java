package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch in which one path carried nothing (rule 30): its tunnel was down, or it was up and
 * unusable, since all it could lead to was to be learned over a BGP session that was down.
 *
 * @param by the condition that took it
 */
record Gap(String path, IpAddress remote, Finding by) {

  static final Comparator<Gap> TIME =
      Comparator.comparing(Gap::from).thenComparing(Gap::path).thenComparing(Gap::by, Finding.TIME);

  /** In order of time. */
  static List<Gap> of(Layout layout, List<Finding> losses, List<Finding> bgp) {
    var gaps = new ArrayList<Gap>();
    losses.forEach(loss -> gaps.add(new Gap(loss.entity(), loss.remote(), loss)));
    for (var session : bgp) {
      var about = session.about();
      for (var remote : about.remotes()) {
        if (layout.connection(remote).filter(Connection::bgpOnly).isPresent()) {
          layout
              .paths(List.of(remote), about.instance(), session.from())
              .forEach(path -> gaps.add(new Gap(path, remote, session)));
        }
      }
    }
    gaps.sort(TIME);
    return gaps;
  }

  Instant from() {
    return by.from();
  }

  Instant end() {
    return by.end();
  }

  boolean covers(Instant at) {
    return by.covers(at);
  }

  /** Whether it is on right after that instant. */
  boolean outlasts(Instant at) {
    return !from().isAfter(at) && end().isAfter(at);
  }
}
