package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.event;
import static dev.tunnelwatch.records.Fixture.ike;
import static dev.tunnelwatch.records.Fixture.p2s;
import static dev.tunnelwatch.records.Fixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.P2sOutcome;
import dev.tunnelwatch.model.GatewayEvent.P2sSession;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.GatewayEvent.Unrecognised;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A line that names a failure does not always say that there was one. */
class ClaimsTest {

  private static final String PREFIX =
      "SESSION_ID :{0a1b2c3d-0000-4000-8000-00000000000a} Remote 203.0.113.7:500: Local"
          + " 198.51.100.4:500: ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IKE policy matched for tunnelId 0x3",
        "[LOCAL_MSG] IKE policy matched, Policy1:Cipher=AES-CBC-256 Integrity=SHA256",
        "DPD timeout set to 45 seconds",
        "DPD timeout: 45 s",
        "Configured keepalive timeout",
        "Liveness check passed, keepalive timeout is 10",
        "IKE authentication succeeded with error 0",
        "Authentication of the peer succeeded, error code: 0x00000000",
        "Certificate signature valid, no error",
        "Certificate signature verified without errors",
        "Quick mode exchange did not fail",
        "Negotiation timeout is 60",
        "Maximum number of retransmissions: 5",
        "0 authentication failures since the start",
        "The proposal was not rejected",
        "No policy mismatch",
        "No policy match error",
        "No policy match errors since the start",
        "0 policy match errors",
        "Certificate failover to the second authority",
        "IKE Tunnel closed for tunnelId 0x2 with status 0x0",
        "no SA was deleted",
        "QM SA will be deleted in 30 s",
      })
  void whatIsDeniedOrOnlySetIsNoFailure(String text) {
    for (var line : new String[] {text, PREFIX + text, PREFIX + "[LOCAL_MSG] " + text}) {
      var reading = Fixture.read(ike(line));

      assertThat(reading)
          .as(line)
          .satisfiesAnyOf(
              it -> assertThat(it).isInstanceOf(Reading.Routine.class),
              it -> assertThat(event(ike(line))).isInstanceOf(Unrecognised.class));
      assertThat(life(reading)).as(line).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Policy match error | POLICY_MISMATCH",
        "IKE policy does not match | POLICY_MISMATCH",
        "IKE policy matched, authentication failed | AUTHENTICATION",
        "No error code, policy mismatch | POLICY_MISMATCH",
        "No policy match | POLICY_MISMATCH",
        "No policy matched | POLICY_MISMATCH",
        "No policy matches the proposal of the peer | POLICY_MISMATCH",
        "Failed: no policy match, error 13868 | POLICY_MISMATCH",
        "There was no policy match for the peer's proposal | POLICY_MISMATCH",
        "No proposal chosen error | POLICY_MISMATCH",
        "DPD timeout | PEER_SILENT",
        "DPD timeout after 45 seconds | PEER_SILENT",
        "DPD timeout of 45 seconds expired | PEER_SILENT",
        "DPD timeout: 203.0.113.7 | PEER_SILENT",
        "Maximum number of retransmissions reached | PEER_SILENT",
        "Peer did not respond | PEER_SILENT",
        "Peer is not responding, negotiation timed out | PEER_SILENT",
        "tunnelId 0 authentication error | AUTHENTICATION",
        "authentication failed with error 5 | AUTHENTICATION",
        "Authentication failed, 0 retries left | AUTHENTICATION",
        "3 authentication failures | AUTHENTICATION",
        "hr 0x800735E9 | AUTHENTICATION",
        "Main mode failed (0x8007362C) | POLICY_MISMATCH",
        "closed, hresult=0x8007363E | PEER_SILENT",
      })
  void whatIsSaidStaysSaid(String text, Reason reason) {
    assertThat(event(ike(PREFIX + text)))
        .isInstanceOfSatisfying(
            NegotiationFailed.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DPD response was not received",
        "Did not receive any DPD response",
        "Waiting for DPD response",
        "Sending DPD packet to the peer",
        "Sending DPD request, response expected within 5 s",
        "Quick mode SA could not be established",
        "Quick mode SA was never established",
        "Rekey of child SA not completed",
        "Rekey will be done in 300 s",
        "[IkeEvent] SA_REKEY_STARTED [SA_type] QM_SA",
        "[IkeEvent] SA_NOT_ESTABLISHED [SA_type] QM_SA",
        "[IkeEvent] SA_ESTABLISHING [SA_type] QM_SA",
      })
  void whatIsAwaitedOrDeniedShowsNoLife(String text) {
    for (var line : new String[] {PREFIX + text, "[Remote] 203.0.113.7:500 " + text}) {
      assertThat(life(Fixture.read(ike(line)))).as(line).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0x0", "0x00000000", "00"})
  void aCodeOfZeroIsSuccessInEveryNotation(String zero) {
    var keyed =
        "[Remote] 203.0.113.7:500 [IkeEvent] SA_ESTABLISHED [SA_type] QM_SA [ErrorCode] "
            + zero
            + " [ErrorMessage] authentication failure";

    assertThat(life(Fixture.read(ike(keyed)))).isTrue();
    assertThat(Fixture.read(ike(PREFIX + "SA AUTH authentication done, error " + zero)))
        .isInstanceOf(Reading.Routine.class);
  }

  @ParameterizedTest
  @CsvSource({"35ED, NEGOTIATION_TIMED_OUT", "3602, AUTHENTICATION", "0x8007362C, POLICY_MISMATCH"})
  void aCodeInHexMayLackItsSign(String code, Reason reason) {
    var line = "[IkeEvent] SA_NEGOTIATION_FAILED [ErrorCode] " + code;

    assertThat(((NegotiationFailed) event(ike(line))).reason()).isEqualTo(reason);
  }

  @Test
  void aDeletionThatIsSaidStaysSaid() {
    assertThat(event(ike(PREFIX + "[RECEIVED] Received delete for MM SA, no reason given")))
        .isInstanceOf(SaDeleted.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Route 10.52.0.0/16 uninstalled | WITHDRAWN",
        "Routes unadvertised by peer 10.52.0.1: 10.52.0.0/16 | WITHDRAWN",
        "10.52.0.0/16 is no longer advertised by peer 10.52.0.1 | WITHDRAWN",
        "Peer 10.52.0.1 stopped announcing 10.52.0.0/16 | WITHDRAWN",
        "Route 10.52.0.0/16 was not added because of overlapping or missing subnets | UNSURE",
        "Announced route 10.52.0.0/16 of peer 10.52.0.1 was ignored | UNSURE",
        "Advertised prefix 10.52.0.0/16 rejected by a filter | UNSURE",
        "Route 10.52.0.0/16 could not be removed | UNSURE",
        "0 routes withdrawn by peer 10.52.0.1 | UNSURE",
        "Would announce 10.52.0.0/16 | UNSURE",
        "New route 0.0.0.0/0 from peer 10.52.0.1 | ANNOUNCED",
        "Added 10.52.0.0/16 | ANNOUNCED",
      })
  void aRouteThatDidNotMoveIsUnsure(String text, RouteChange change) {
    assertThat(((RoutesChanged) event(said(Category.ROUTE, "BgpRouteUpdate", text))).change())
        .isEqualTo(change);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "address pool 172.16.0.0/24 is full | POOL_EXHAUSTED",
        "no free address in the pool | POOL_EXHAUSTED",
        "EAP authentication succeeded, 0 failures | AUTHENTICATED",
        "EAP authentication succeeded with error 0 | AUTHENTICATED",
        "RADIUS request timed out | AUTHENTICATION_FAILED",
        "Connection successful, no error | CONNECTED",
      })
  void aClientsFateIsWhatIsSaidOfIt(String text, P2sOutcome outcome) {
    assertThat(((P2sSession) event(p2s("[OVPN_0A] " + text))).outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Client settings: address pool 172.16.0.0/24, full tunnel",
        "RADIUS failover server selected",
        "RADIUS server is available again, no timeouts",
        "EAP failures: 0",
        "RADIUS timeout set to 30 s",
      })
  void whatIsOnlyASettingIsNobodysFailure(String text) {
    var reading = Fixture.read(p2s("[OVPN_0A] " + text));

    assertThat(reading).isInstanceOf(Reading.Routine.class);
  }

  /** What is remembered of routine lines decides as reading does, whatever the number was. */
  @Test
  void theFastWayTellsTheSame() {
    var bodies = new BodyReader(new RecordReader(Pseudonyms.redacted()));
    var texts =
        List.of(
            "keepalive timeout is %d, DPD response received",
            "SA AUTH authentication succeeded with error %d",
            "SA AUTH with %d authentication failures",
            "DPD response of message %d was not received",
            "DPD response of message %d was received");
    for (int i = 20; i >= 0; i--) {
      for (var text : texts) {
        var line = ike(PREFIX + text.formatted(i));
        var found = new ArrayList<Reading>();
        bodies.read(Fixture.bytes(line), index -> Fixture.ORIGIN.source(), into(found));

        assertThat(found.getFirst()).as(line).isInstanceOf(Fixture.read(line).getClass());
        assertThat(life(found.getFirst())).as(line).isEqualTo(life(Fixture.read(line)));
      }
    }
  }

  private static Readings into(List<Reading> found) {
    return new Readings() {
      @Override
      public void read(Reading reading, Supplier<Origin> origin) {
        found.add(reading);
      }

      @Override
      public void refuse(RejectLine reject) {
        throw new AssertionError(reject);
      }
    };
  }

  private static boolean life(Reading reading) {
    return reading instanceof Reading.Routine(Presence presence) && presence.sign().isLife();
  }
}
