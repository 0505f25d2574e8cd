package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The truth about one fault, decided before any log of it was written.
 *
 * @param id unique in its scenario: {@code peer_unreachable-2}
 * @param kind what the simulator did: {@code blip}, {@code site_outage}, {@code one_strike}, …
 * @param acceptable what else than the cause is no wrong answer; holds the cause itself
 * @param evidence every record the fault made a gateway write, in order of time
 */
public record Label(
    String id,
    String kind,
    Cause cause,
    Set<Cause> acceptable,
    Scope scope,
    Span span,
    Verdict verdict,
    List<Redundancy> redundancy,
    List<Line> evidence) {

  /** The kind of a loss too short to wake anyone. */
  public static final String BLIP = "blip";

  public Label {
    if (!acceptable.contains(cause)) {
      throw new IllegalArgumentException(
          "acceptable: expected it to hold " + cause.word() + ", got " + acceptable);
    }
    acceptable = Collections.unmodifiableSet(EnumSet.copyOf(acceptable));
    redundancy = List.copyOf(redundancy);
    evidence = List.copyOf(evidence);
  }

  /** What it touches; sorted, without repeats. */
  public record Scope(List<GatewayId> gateways, List<TunnelId> tunnels, List<String> sites) {
    public Scope {
      gateways = List.copyOf(gateways);
      tunnels = List.copyOf(tunnels);
      sites = List.copyOf(sites);
    }
  }

  /**
   * From the first loss that the gateway noticed to the last return, empty where the run ends
   * before it. A peer may have fallen silent earlier, up to the DPD time.
   *
   * @param recoveryLost whether a record that tells of the end never arrived; then it is known only
   *     from later signs of life, and an end that is found later is no wrong answer
   */
  public record Span(Instant startedAt, Optional<Instant> endedAt, boolean recoveryLost) {

    public Span(Instant startedAt, Optional<Instant> endedAt) {
      this(startedAt, endedAt, false);
    }
  }

  /**
   * How bad, and whether a human ought to be woken.
   *
   * @param pageFrom when the first loss of a site began that lasted long enough for that: what
   *     flaps before it is lost has many losses, and the first of them is none to wake anybody for
   */
  public record Verdict(Severity severity, boolean page, Optional<Instant> pageFrom) {

    /** Of what wakes nobody, or of which no loss is told. */
    public Verdict(Severity severity, boolean page) {
      this(severity, page, Optional.empty());
    }
  }

  /** A record of the fault. {@code text} as in an incident's evidence. */
  public record Line(
      Instant at, GatewayId gateway, Category category, String operationName, String text) {

    static Line of(LogRecord record) {
      return new Line(
          record.at(),
          record.gateway(),
          Category.named(record.category()).orElseThrow(),
          record.operationName(),
          record.text());
    }
  }

  /** Whether it is one that must stay without a page because it was over at once. */
  public boolean blip() {
    return kind.equals(BLIP);
  }

  boolean recoveryLost() {
    return span.recoveryLost();
  }

  Label withRecoveryLost() {
    var known = new Span(span.startedAt(), span.endedAt(), true);
    return new Label(id, kind, cause, acceptable, scope, known, verdict, redundancy, evidence);
  }

  Label withEvidence(List<Line> lines) {
    return new Label(id, kind, cause, acceptable, scope, span, verdict, redundancy, lines);
  }
}
