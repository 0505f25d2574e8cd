package dev.tunnelwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SiteState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of a fault that took more sites than an incident lists. */
final class ListedTest {
  private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");
  private static final GatewayId GATEWAY =
      new GatewayId(
          "/subscriptions/0/resourcegroups/rg/providers/microsoft.network/virtualnetworkgateways/g");

  /** Else it would read as if all were back, and nobody would be woken. */
  @Test
  void siteThatIsStillLostIsListedWhateverItsName() {
    var rows = new ArrayList<Redundancy>();
    for (int i = 0; i < Incident.MAX_LIST + 100; i++) {
      rows.add(back("site-%04d".formatted(i)));
    }
    var lost = row("zz", Optional.of(TEN), Optional.empty());
    rows.add(lost);

    var listed = Listed.of(rows);

    assertThat(listed).hasSize(Incident.MAX_LIST).contains(lost);
    assertThat(listed).isSubsetOf(rows).isSortedAccordingTo(ListedTest::bySite);
  }

  @Test
  void whatWasLostGoesBeforeWhatNeverWas() {
    var rows = new ArrayList<Redundancy>();
    for (int i = 0; i < Incident.MAX_LIST; i++) {
      rows.add(row("site-%04d".formatted(i), Optional.empty(), Optional.empty()));
    }
    rows.add(back("zz"));

    assertThat(Listed.of(rows)).hasSize(Incident.MAX_LIST).contains(back("zz"));
    assertThat(Listed.of(List.of(back("a"), back("b")))).hasSize(2);
  }

  private static int bySite(Redundancy one, Redundancy other) {
    return one.site().compareTo(other.site());
  }

  private static Redundancy back(String site) {
    return row(site, Optional.of(TEN), Optional.of(TEN.plusSeconds(90)));
  }

  private static Redundancy row(String site, Optional<Instant> from, Optional<Instant> to) {
    var worst = from.isPresent() ? SiteState.LOST : SiteState.DEGRADED;
    return new Redundancy(GATEWAY, site, 2, from.isPresent() ? 0 : 1, worst, from, to);
  }
}
