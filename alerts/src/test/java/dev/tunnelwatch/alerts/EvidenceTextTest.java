package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Redundancy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reader sees whose line it is, though the line may not say. */
class EvidenceTextTest {

  @Test
  void lineIsOfTheTunnelThatItTookAndNotOfTheShapeThatExplainsIt() {
    assertThat(told(down("gw-weu IN_0 203.0.113.7")))
        .startsWith("2026-03-02T10:02:11Z gw-weu IN_0 203.0.113.7 TunnelDisconnected: ");
  }

  @Test
  void lineOfSeveralTunnelsIsOfTheirGateway() {
    assertThat(told(down("gw-weu IN_0 203.0.113.7"), down("gw-weu IN_1 203.0.113.7")))
        .startsWith("2026-03-02T10:02:11Z gw-weu TunnelDisconnected: ");
  }

  /** A failover, and the second strike of maintenance, show by nothing else. */
  @ParameterizedTest
  @CsvSource({
    "gw-weu 203.0.113.7, gw-weu IN_1 203.0.113.7",
    "gw-weu, gw-weu IN_1",
    "gw-weu IN_0 203.0.113.7, gw-weu IN_1 203.0.113.7",
    "paris, paris IN_1"
  })
  void lineNamesTheInstanceThatItsRecordNames(String condition, String subject) {
    var i = parisUnreachable();
    var line = i.proof().evidence().getFirst();
    var named =
        new Evidence(
            line.at(),
            line.enqueuedAt(),
            line.category(),
            line.operationName(),
            Optional.of(Instance.IN_1),
            line.text(),
            line.source(),
            line.digest());

    assertThat(EvidenceText.of(of(List.of(named), i.span().startedAt(), down(condition))))
        .startsWith("2026-03-02T10:02:11Z " + subject + " TunnelDisconnected: ");
  }

  @Test
  void linesOfWhatIsLostNowAreShownThoughManyOthersWentBefore() {
    var lines = new ArrayList<Evidence>();
    for (int minute = 0; minute < 14; minute++) {
      lines.add(line(minute));
    }
    var first = new Condition("c0", ConditionKind.TUNNEL_DOWN, "a", at(0), ended(4), none(), of(0));
    var again = new Condition("c1", ConditionKind.TUNNEL_DOWN, "a", at(11), none(), none(), of(11));

    assertThat(EvidenceText.shown(of(lines, at(11), first, again)))
        .extracting(Evidence::at)
        .containsExactly(at(0), at(1), at(8), at(9), at(10), at(11), at(12), at(13));
  }

  @Test
  void theFirstLinesAreShownOfWhatLastsSinceThem() {
    var lines = new ArrayList<Evidence>();
    for (int minute = 0; minute < 14; minute++) {
      lines.add(line(minute));
    }
    var lost = new Condition("c0", ConditionKind.TUNNEL_DOWN, "a", at(3), none(), none(), of(3));

    assertThat(EvidenceText.shown(of(lines, at(3), lost))).isEqualTo(lines.subList(0, 8));
  }

  @Test
  void noLossIsSoLongAgoThatItsLinesCannotBeShown() {
    var lines = new ArrayList<Evidence>();
    for (int minute = 0; minute < 14; minute++) {
      lines.add(line(Instant.MIN));
    }
    var lost =
        new Condition("c0", ConditionKind.TUNNEL_DOWN, "a", Instant.MIN, none(), none(), of(11));

    assertThat(EvidenceText.shown(of(lines, Instant.MIN, lost))).hasSize(8);
  }

  private static Instant at(int minute) {
    return TEN.plusSeconds(60L * minute);
  }

  private static Evidence line(int minute) {
    return line(at(minute));
  }

  private static Evidence line(Instant at) {
    var digest = "%032d".formatted(at.getEpochSecond() & Long.MAX_VALUE);
    return new Evidence(
        at, Optional.empty(), Category.TUNNEL, "operation", "text", "hub/3/1#0", digest);
  }

  private static Optional<Instant> ended(int minute) {
    return Optional.of(at(minute));
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private static List<Integer> of(int line) {
    return List.of(line);
  }

  private static String told(Condition... losses) {
    var conditions = new ArrayList<Condition>();
    conditions.add(condition(ConditionKind.FAILOVER, "gw-weu IN_0"));
    conditions.addAll(List.of(losses));
    var i = parisUnreachable();
    return EvidenceText.of(
        of(i.proof().evidence(), i.span().startedAt(), conditions.toArray(Condition[]::new)));
  }

  private static Incident of(List<Evidence> lines, Instant lost, Condition... conditions) {
    var i = parisUnreachable();
    var row = i.redundancy().getFirst();
    return new Incident(
        i.id(),
        i.revision(),
        i.state(),
        i.judgement(),
        i.wording(),
        i.span(),
        i.scope(),
        List.of(
            new Redundancy(
                row.gateway(), row.site(), 1, 0, row.worst(), Optional.of(lost), none())),
        List.of(conditions),
        new Incident.Proof(lines, lines.size(), List.of()),
        i.lineage(),
        i.inventory(),
        i.flags());
  }

  private static Condition down(String entity) {
    return condition(ConditionKind.TUNNEL_DOWN, entity);
  }

  private static Condition condition(ConditionKind kind, String entity) {
    return new Condition("c", kind, entity, TEN, Optional.empty(), Optional.empty(), List.of(0));
  }
}
