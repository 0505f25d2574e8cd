package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.PARIS_BGP;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.IpAddress;
import org.junit.jupiter.api.Test;

/** What is said of other ways to prefixes that were withdrawn (rule 33). */
class OtherWaysTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));

  @Test
  void withdrawalSaysWhetherAnotherWayIsLeft() {
    weu.routes(RouteChange.ANNOUNCED, new IpAddress("10.99.0.1"), "10.52.0.0/16");
    weu.after("5M").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16", "10.57.0.0/16");

    assertThat(explanation("10M"))
        .contains("No other way is known to 10.57.0.0/16.")
        .contains("Another way is left to 10.52.0.0/16 by BGP peer 10.99.0.1.");
  }

  @Test
  void withdrawalOfWhatAnotherPeerHadTakenBackLeavesNoWay() {
    var other = new IpAddress("10.99.0.1");
    weu.routes(RouteChange.ANNOUNCED, other, "10.52.0.0/16");
    weu.after("1M").routes(RouteChange.WITHDRAWN, other, "10.52.0.0/16");
    weu.after("20M").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");

    assertThat(weu.incidentsAfter("30M"))
        .allSatisfy(
            i ->
                assertThat(i.wording().explanation())
                    .containsAnyOf(
                        "No other peer announces 10.52.0.0/16.", "by connection to-paris"));
  }

  @Test
  void peersThatTakeBackTheSameAreNoWayForEachOther() {
    var other = new IpAddress("10.99.0.1");
    weu.routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.77.0.0/16")
        .routes(RouteChange.ANNOUNCED, other, "10.77.0.0/16");
    weu.after("1H").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.77.0.0/16");
    weu.after("1H1S").routes(RouteChange.WITHDRAWN, other, "10.77.0.0/16");

    assertThat(weu.incidentsAfter("2H"))
        .hasSize(2)
        .allSatisfy(
            i ->
                assertThat(i.wording().explanation())
                    .contains("No other way is known to 10.77.0.0/16."));
  }

  @Test
  void aWayThatWasLeftForAWhileIsToldWithItsEnd() {
    var other = new IpAddress("10.99.0.1");
    weu.routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.77.0.0/16")
        .routes(RouteChange.ANNOUNCED, other, "10.77.0.0/16");
    weu.after("1H").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.77.0.0/16");
    weu.after("1H20M").routes(RouteChange.WITHDRAWN, other, "10.77.0.0/16");

    assertThat(weu.incidentsAfter("2H").stream().map(i -> i.wording().explanation()))
        .anySatisfy(
            told ->
                assertThat(told)
                    .contains(
                        "Another way is left to 10.77.0.0/16 by BGP peer 10.99.0.1 until"
                            + " 11:20:00."));
  }

  @Test
  void addressSpaceThatHoldsAPrefixLeadsThereToo() {
    weu.routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.240.0/24", "10.60.7.0/24");

    assertThat(explanation("10M"))
        .contains("No other peer announces 10.52.240.0/24. Yet it is still sent into the tunnel:")
        .contains("the address space has 10.52.0.0/16 (connection to-paris).")
        .contains(
            "Another way is left to 10.60.7.0/24 by connection to-lima-203.0.113.9 (address space"
                + " 10.60.0.0/16), connection to-tokyo-203.0.113.8");
  }

  private String explanation(String after) {
    return weu.incidentAfter(after).wording().explanation();
  }
}
