package dev.tunnelwatch.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.testing.Incidents;
import dev.tunnelwatch.simulator.fleet.Label;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Incident PARIS = Incidents.parisUnreachable();
  private static final Instant LOST = PARIS.span().startedAt();

  @Test
  void rightWhenFoundNamedAndPagedAsLabelled() {
    var verdict = Verdict.of(List.of(label("x", Cause.PEER_UNREACHABLE, true)), all(), _ -> true);

    assertThat(verdict.right()).isTrue();
    assertThat(VerdictText.of(verdict)).contains("all right. 1 of 1 faults named rightly");
  }

  @Test
  void columnsOfTheTableLineUpHoweverLongAFaultIsCalled() {
    var labels =
        List.of(
            label("x", Cause.PEER_UNREACHABLE, true),
            label("a fault of a very long name indeed", Cause.PEER_RESTARTED, true));

    var table =
        VerdictText.of(Verdict.of(labels, all(), _ -> true)).lines().skip(1).limit(3).toList();

    int column = table.getFirst().indexOf("incident says");
    assertThat(table.getFirst().charAt(column - 1)).isEqualTo(' ');
    assertThat(table.subList(1, 3))
        .allSatisfy(row -> assertThat(row.substring(column)).startsWith("peer_unreachable"))
        .allMatch(row -> row.length() <= Lines.WIDTH);
  }

  @Test
  void anotherCauseIsWrongUnlessItIsAcceptable() {
    assertThat(judge(label("x", Cause.PEER_RESTARTED, true), true)).isFalse();
    assertThat(
            judge(
                label(
                    "x",
                    Cause.PEER_RESTARTED,
                    Set.of(Cause.PEER_RESTARTED, Cause.PEER_UNREACHABLE),
                    LOST,
                    true),
                true))
        .isTrue();
  }

  @Test
  void missingPageAndPageOfABlipAreWrong() {
    assertThat(judge(label("x", Cause.PEER_UNREACHABLE, true), false)).isFalse();
    assertThat(judge(label(Label.BLIP, Cause.PEER_UNREACHABLE, false), true)).isFalse();
    assertThat(judge(label(Label.BLIP, Cause.UNEXPLAINED, false), false)).isTrue();
  }

  @Test
  void incidentOfAnotherTimeIsNotTheFaults() {
    var label =
        label(
            "x",
            Cause.PEER_UNREACHABLE,
            Set.of(Cause.PEER_UNREACHABLE),
            LOST.plus(Duration.ofHours(2)),
            true);

    var verdict = Verdict.of(List.of(label), all(), _ -> true);

    assertThat(verdict.right()).isFalse();
    assertThat(verdict.unlabelled()).containsExactly(PARIS);
    assertThat(VerdictText.of(verdict)).contains("paged without a fault", "NOT right");
  }

  private static boolean judge(Label label, boolean paged) {
    return Verdict.of(List.of(label), all(), _ -> paged).right();
  }

  private static List<Incident> all() {
    return List.of(PARIS);
  }

  private static Label label(String kind, Cause cause, boolean page) {
    return label(kind, cause, Set.of(cause), LOST, page);
  }

  private static Label label(
      String kind, Cause cause, Set<Cause> acceptable, Instant startedAt, boolean page) {
    return new Label(
        kind + "-1",
        kind,
        cause,
        acceptable,
        new Label.Scope(PARIS.scope().gateways(), PARIS.scope().tunnels(), PARIS.scope().sites()),
        new Label.Span(startedAt, Optional.of(startedAt.plusSeconds(600))),
        new Label.Verdict(Severity.CRITICAL, page),
        List.of(),
        List.of());
  }
}
