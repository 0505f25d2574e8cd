package dev.tunnelwatch.app.score;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a label or an incident says of one fault. Identifiers are in lower case, so that two writers
 * of one thing agree.
 *
 * @param cause empty where nobody says
 */
record Account(
    String id,
    String cause,
    Span span,
    Scope scope,
    Verdict verdict,
    List<SiteRow> redundancy,
    List<Line> evidence) {

  Account {
    redundancy = List.copyOf(redundancy);
    evidence = List.copyOf(evidence);
  }

  /** Empty end: it was still on. */
  record Span(Instant startedAt, Optional<Instant> endedAt) {}

  /** A tunnel is {@code gateway instance remoteIp}. */
  record Scope(
      Set<String> gateways,
      Set<String> tunnels,
      Set<String> bgpPeers,
      Set<String> prefixes,
      Set<String> sites) {
    Scope {
      gateways = Set.copyOf(gateways);
      tunnels = Set.copyOf(tunnels);
      bgpPeers = Set.copyOf(bgpPeers);
      prefixes = Set.copyOf(prefixes);
      sites = Set.copyOf(sites);
    }
  }

  /**
   * How bad, and whether a human ought to be woken.
   *
   * @param pageFrom when the loss began that is to be paged, where a label says so
   */
  record Verdict(Optional<String> severity, Optional<Boolean> page, Optional<Instant> pageFrom) {}

  /** What was left of the paths from a gateway to a site. */
  record SiteRow(
      String gateway,
      String site,
      Optional<String> worst,
      Optional<Integer> expected,
      Optional<Integer> up,
      Optional<Span> lost) {}

  /** A record that proves it; an incident's does not name its gateway. */
  record Line(
      Instant at, Optional<String> gateway, String category, String operationName, String text) {

    /** A text longer than this may have been cut by one of the two writers. */
    private static final int COMPARED = 200;

    /** Whether both mean the same record. */
    boolean isSame(Line other) {
      return at.equals(other.at)
          && category.equalsIgnoreCase(other.category)
          && operationName.equalsIgnoreCase(other.operationName)
          && (gateway.isEmpty() || other.gateway.isEmpty() || gateway.equals(other.gateway))
          && isPrefix(head(text), head(other.text));
    }

    private static boolean isPrefix(String one, String two) {
      return one.startsWith(two) || two.startsWith(one);
    }

    private static String head(String text) {
      var blanksAside = text.strip().replaceAll("\\s+", " ");
      return blanksAside.substring(0, Math.min(COMPARED, blanksAside.length()));
    }
  }

  /** When a site went, where one did; else when the fault began. */
  Instant event() {
    return losses().map(Span::startedAt).min(Instant::compareTo).orElse(span.startedAt());
  }

  /** Whether every site it lost was back within that time, or where it lost none, it was over. */
  boolean overWithin(Duration time) {
    var spans = losses().findAny().isPresent() ? losses() : Stream.of(span);
    return spans.allMatch(
        lost -> lost.endedAt().filter(to -> !to.isAfter(lost.startedAt().plus(time))).isPresent());
  }

  private Stream<Span> losses() {
    return redundancy.stream().flatMap(row -> row.lost().stream());
  }

  /** Lines of the other that are ours, too. */
  long linesIn(Account other) {
    return evidence.stream().filter(line -> other.evidence.stream().anyMatch(line::isSame)).count();
  }
}
