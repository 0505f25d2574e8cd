package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes the label of a fault, out of what was decided about it.
 *
 * @param acceptable what else would be no wrong answer
 * @param atLeast how bad it is whatever it costs
 * @param confirm how long a site may be without a way before it matters
 */
record Truth(
    Draft draft,
    Cause cause,
    Harm harm,
    Set<Cause> acceptable,
    Severity atLeast,
    Duration confirm) {

  /** A site without any way for so long is worth waking someone for. */
  private static final Duration CONFIRM = Duration.ofSeconds(30);

  /** Longer where Azure documents that a standby takes over by itself. */
  static final Duration STANDBY = Duration.ofMinutes(2);

  /** Longer still while the platform works on its hosts. */
  static final Duration MAINTENANCE = Duration.ofMinutes(3);

  static Truth of(Draft draft, Cause cause, Harm harm) {
    return new Truth(draft, cause, harm, Set.of(cause), Severity.INFO, CONFIRM);
  }

  Truth accepting(Cause... more) {
    var all = EnumSet.copyOf(acceptable);
    all.addAll(List.of(more));
    return new Truth(draft, cause, harm, all, atLeast, confirm);
  }

  /** Without words that say it, "unexplained" is the honest answer. */
  Truth told(boolean tells) {
    return tells ? this : accepting(Cause.UNEXPLAINED);
  }

  Truth atLeast(Severity severity) {
    return new Truth(draft, cause, harm, acceptable, severity, confirm);
  }

  Truth confirmedAfter(Duration duration) {
    return new Truth(draft, cause, harm, acceptable, atLeast, duration);
  }

  Label label() {
    var tolls = tolls();
    var severity = severity(tolls);
    return new Label(
        draft.id(),
        LabelJson.word(draft.kind()),
        cause,
        acceptable,
        new Label.Scope(
            gateways(),
            harm.tunnels().stream().map(l -> l.tunnel().id()).distinct().sorted().toList(),
            tolls.stream().map(t -> t.redundancy().site()).distinct().sorted().toList()),
        span(),
        new Label.Verdict(severity, severity == Severity.CRITICAL, pageFrom(tolls)),
        tolls.stream().map(Paths.Toll::redundancy).toList(),
        List.of());
  }

  /** A label of what is gone on purpose: over at once, and no longer missed. */
  Label removed() {
    var from = span().startedAt();
    return unmissed(new Label.Span(from, Optional.of(from)), Severity.INFO);
  }

  /** A label of what never was there to be lost. */
  Label neverThere() {
    return unmissed(span(), Severity.WARNING);
  }

  private Label unmissed(Label.Span span, Severity severity) {
    var label = label();
    return new Label(
        label.id(),
        label.kind(),
        cause,
        acceptable,
        label.scope(),
        span,
        new Label.Verdict(severity, false),
        List.of(),
        List.of());
  }

  private Optional<Instant> pageFrom(List<Paths.Toll> tolls) {
    return tolls.stream()
        .flatMap(toll -> toll.outages().stream())
        .filter(outage -> outage.length().compareTo(confirm) > 0)
        .map(Paths.Outage::from)
        .min(Comparator.naturalOrder());
  }

  private Severity severity(List<Paths.Toll> tolls) {
    if (tolls.stream().anyMatch(t -> t.lost().compareTo(confirm) > 0)) {
      return Severity.CRITICAL;
    }
    boolean impaired = tolls.stream().anyMatch(t -> t.impaired().compareTo(confirm) > 0);
    return impaired || atLeast == Severity.WARNING ? Severity.WARNING : Severity.INFO;
  }

  private List<GatewayId> gateways() {
    return draft.targets().stream().map(t -> t.gateway().id()).distinct().sorted().toList();
  }

  private Label.Span span() {
    var starts =
        Stream.concat(
            harm.tunnels().stream().map(Harm.Lost::from),
            harm.sessions().stream().map(Harm.SessionLost::from));
    var from = starts.min(Comparator.naturalOrder()).orElse(draft.from());
    var ends = new ArrayList<Optional<Instant>>();
    harm.tunnels().forEach(lost -> ends.add(lost.to()));
    harm.sessions().forEach(lost -> ends.add(lost.to()));
    if (ends.isEmpty()) {
      ends.add(draft.to());
    }
    var last =
        ends.stream().anyMatch(Optional::isEmpty)
            ? Optional.<Instant>empty()
            : ends.stream().flatMap(Optional::stream).max(Comparator.naturalOrder());
    return new Label.Span(from, last.filter(end -> end.isBefore(draft.runEnds())));
  }

  private List<Paths.Toll> tolls() {
    var all = new ArrayList<Paths.Toll>();
    for (var target : draft.targets()) {
      var sites = new TreeSet<String>();
      harm.tunnels().stream()
          .filter(lost -> lost.tunnel().gateway().equals(target.gateway()))
          .forEach(lost -> sites.add(lost.tunnel().connection().site()));
      if (sites.isEmpty()) {
        sites.add(target.connection().site());
      }
      sites.forEach(site -> all.add(Paths.toll(target.gateway(), site, harm, draft.runEnds())));
    }
    return all;
  }
}
