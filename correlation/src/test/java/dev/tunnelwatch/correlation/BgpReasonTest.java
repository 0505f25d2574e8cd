package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.PARIS_BGP;
import static dev.tunnelwatch.model.Instance.IN_0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a BGP session ended, as its line has it. */
class BgpReasonTest {
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BGP session for peer 10.52.0.1 (AS 65010) disconnected: too many prefixes | too many prefixes",
        "BGP peering session disconnected for peer 10.52.0.1 : hold timer expired | hold timer expired",
        "BGP down, neighbor: 10.52.0.1, reason: Cease/Maximum prefixes reached. | Cease/Maximum prefixes reached",
        "Session with 2001:db8::7 closed due to administrative reset | administrative reset",
      })
  void whatStandsBehindTheLossIsTheReason(String text, String why) {
    assertThat(BgpReason.stated(text)).contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BGP peering session disconnected for peer 10.52.0.1",
        "BGP peering session disconnected, peer: 10.52.0.1",
        "BGP peering session disconnected, peer: 2001:db8::7",
        "BGP peering session disconnected for peer 10.52.0.1, reason: none; last error 0",
        "BGP peering session disconnected for peer 10.52.0.1 : Unknown",
        "hold timer expired",
        "",
      })
  void whereNoReasonIsGivenNoneIsQuoted(String text) {
    assertThat(BgpReason.stated(text)).isEmpty();
  }

  @Test
  void reasonIsQuotedToWhoeverIsToldOfTheSession() {
    standby.bgpDown(IN_0, PARIS_BGP, "more than 4000 prefixes received");

    assertThat(standby.incidentAfter("10M").wording().explanation())
        .contains(
            "Why the BGP session ended, in the log's words: \"more than 4000 prefixes received\".");
  }

  @Test
  void silenceIsNotQuotedWhereTheTunnelWasLost() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after("90S").bgpDown(IN_0, PARIS_BGP, "hold timer expired");

    assertThat(standby.incidentAfter("10M").wording().explanation()).doesNotContain("hold timer");
  }

  @Test
  void sessionThatWentWithTheGatewaysMaintenanceNeedsNoReason() {
    standby.maintenance(Optional.empty()).after("5S").down(IN_0, PARIS, Reason.NOT_STATED);
    standby.after("6S").bgpDown(IN_0, PARIS_BGP, "peering stopped");

    assertThat(standby.incidentAfter("10M").wording().explanation()).doesNotContain("peering");
  }

  @Test
  void whatTheTunnelsLossDoesNotSayIsQuoted() {
    standby.bgpDown(IN_0, PARIS_BGP, "more than 4000 prefixes received");
    standby.after("1S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(standby.incidentAfter("10M").wording().explanation()).contains("4000 prefixes");
  }
}
