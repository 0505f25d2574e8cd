package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.event;
import static dev.tunnelwatch.records.Fixture.ike;
import static dev.tunnelwatch.records.Fixture.presence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.GatewayEvent.SaKind;
import dev.tunnelwatch.model.GatewayEvent.Unrecognised;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Presence.Sign;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelHint;
import dev.tunnelwatch.model.TunnelId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IkeLinesTest {

  private static final String PREFIX =
      "SESSION_ID :{0a1b2c3d-0000-4000-8000-00000000000a} Remote 203.0.113.7:500: Local"
          + " 198.51.100.4:500: ";
  private static final String KEYED =
      "(Error)[Remote] 203.0.113.7:4500 [Local] 198.51.100.4:4500 [SESSION_ID]"
          + " {0a1b2c3d-0000-4000-8000-00000000000a} [ConnType] IKEv2-S2S [TunnelId] 2 [TSId] 71 ";
  private static final TunnelId PARIS = Values.PARIS;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[SEND][NOTIFY] Sending Notify Message - Policy Mismatch | POLICY_MISMATCH",
        "[RECEIVED][NOTIFY]Received Notify Message - Traffic selectors unacceptable | TRAFFIC_SELECTORS",
        "[RECEIVED][NOTIFY] Received Notify Message - Authentication failed | AUTHENTICATION",
        "[SEND][NOTIFY] Sending Notify Message - Invalid KE payload | KEY_EXCHANGE_MISMATCH",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x2 with status IKE authentication credentials are unacceptable | AUTHENTICATION",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x2 with status Negotiation timed out | NEGOTIATION_TIMED_OUT",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x2 with status something never seen | UNRECOGNISED",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x2 with status Pre-shared Key Changed | SETTING_CHANGED",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x2 with STATUS: SALifeKilloBytes changed | SETTING_CHANGED",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x2 with status TunnelRemoved | TUNNEL_REMOVED",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x2 with status GlobalStandby change | STANDBY_CHANGED",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x2 with status RemoteCrashTriggered | PEER_RESTARTED",
        "IkeCleanupMMNegotiation called with error 13801 and flags 0 | AUTHENTICATION",
        "Peer failed with Windows error 13805(ERROR_IPSEC_IKE_TIMED_OUT) | NEGOTIATION_TIMED_OUT",
        "Failure error code:0x0000362c | POLICY_MISMATCH",
        "negotiation ended, error 0x800735E9 | AUTHENTICATION",
        "negotiation ended, error 2147956201 | AUTHENTICATION",
        "negotiation ended, error 13886 | PEER_SILENT",
        "negotiation ended, error 13843 | OTHER_IKE_ERROR",
        "Failure type: IKE Main Mode Failure | NOT_STATED",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x2 with status 0x800735E9 | AUTHENTICATION",
        "Failure point: Remote | NOT_STATED",
        "negotiation ended, error -2147011095 | AUTHENTICATION",
        "negotiation ended, error 13901 | OTHER_IKE_ERROR",
        "negotiation ended, error 13990 | UNRECOGNISED",
        "negotiation ended: ERROR_IPSEC_IKE_POLICY_MATCH | POLICY_MISMATCH",
        "[LOCAL_MSG] Rekey of child SA failed | UNRECOGNISED",
      })
  void aRefusalOrTimeOutIsTakenFromItsWordsOrItsCode(String text, Reason reason) {
    assertThat(event(ike(PREFIX + text)))
        .isInstanceOfSatisfying(
            NegotiationFailed.class,
            it -> {
              assertThat(it.reason()).isEqualTo(reason);
              assertThat(it.tunnel())
                  .isEqualTo(
                      new TunnelHint(
                          PARIS.gateway(),
                          Optional.of(Instance.IN_0),
                          Optional.of(PARIS.remoteIp())));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "13801, AUTHENTICATION",
    "0x35E9, AUTHENTICATION",
    "0x35ED / 13805, NEGOTIATION_TIMED_OUT",
    "0x000036AF, TRAFFIC_SELECTORS",
    "0x8007362C, POLICY_MISMATCH",
    "-2147011092, OTHER_IKE_ERROR",
    "-2147011095, AUTHENTICATION",
    "1225, OTHER_IKE_ERROR",
    "99999, UNRECOGNISED",
  })
  void bracketedKeysGiveTheCodeInEveryNotation(String code, Reason reason) {
    var line = KEYED + "[IkeEvent] SA_NEGOTIATION_FAILED [ErrorCode] " + code + " [ErrorMessage] x";

    assertThat(event(ike(line)))
        .isInstanceOfSatisfying(
            NegotiationFailed.class,
            it -> {
              assertThat(it.reason()).isEqualTo(reason);
              assertThat(it.tunnel().remoteIp()).contains(PARIS.remoteIp());
            });
  }

  @Test
  void bracketedKeysMayComeInAnyOrderAndWithoutACode() {
    var line =
        "[ErrorMessage] Policy match error. [IkeEvent] SA_NEGOTIATION_FAILED"
            + " [Remote] [2001:db8::7]:500 [ErrorCode]";

    assertThat(event(ike(line)))
        .isInstanceOfSatisfying(
            NegotiationFailed.class,
            it -> {
              assertThat(it.reason()).isEqualTo(Reason.POLICY_MISMATCH);
              assertThat(it.tunnel().remoteIp()).contains(new IpAddress("2001:db8::7"));
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[IkeEvent] SA_NEGOTIATION_FAILED | NOT_STATED",
        "[IkeEvent] SA_NEGOTIATION_FAILED [ErrorCode] 99999 [ErrorMessage] Policy match error | POLICY_MISMATCH",
        "[IkeEvent] SA_NEGOTIATION_FAILED [ErrorCode] 0 [ErrorMessage] the moon | UNRECOGNISED",
      })
  void aFailureThatSaysNothingOfWhyIsNotOneInUnknownWords(String line, Reason reason) {
    assertThat(event(ike(line)))
        .isInstanceOfSatisfying(
            NegotiationFailed.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @CsvSource({"QM_SA, CHILD", "MM_SA, IKE"})
  void aDeletedSaTellsItsLayer(String written, SaKind kind) {
    var line =
        KEYED
            + "[IkeEvent] SA_DELETE [SA_type] "
            + written
            + " [FailureDirection] Inbound [SAEstablished] true [ErrorCode] 13885 [ErrorMessage]"
            + " Main mode SA lifetime expired or peer sent a main mode delete.";

    assertThat(event(ike(line)))
        .isInstanceOfSatisfying(
            SaDeleted.class,
            it -> {
              assertThat(it.sa()).isEqualTo(kind);
              assertThat(it.reason()).isEqualTo(Reason.SA_EXPIRED_OR_DELETED);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[RECEIVED] Received Expire Notification -> Deleting QM | CHILD | NOT_STATED",
        "[RECEIVED] Received delete payload for MM SA | IKE | REMOTELY_TRIGGERED",
        "[SEND] Sending delete for QM SA | CHILD | LOCALLY_TRIGGERED",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x2 with status Main mode SA lifetime expired or peer sent a main mode delete | IKE | SA_EXPIRED_OR_DELETED",
        "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x2 with status RemotelyTriggered | IKE | REMOTELY_TRIGGERED",
      })
  void otherFormsTellOfDeletionsToo(String text, SaKind kind, Reason reason) {
    assertThat(event(ike(PREFIX + text)))
        .isInstanceOfSatisfying(
            SaDeleted.class,
            it -> {
              assertThat(it.sa()).isEqualTo(kind);
              assertThat(it.reason()).isEqualTo(reason);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[SEND][SA_INIT] Sending IKE SA_INIT packet with tunnelId 0x2, iCookie 0x1 and rCookie 0x0",
        "[RECEIVED][SA_AUTH] Received IKE AUTH message",
        "[SEND]Sending Ike payload for tunnel Id 0x2: Auth:PreShared Key-",
        "[RECEIVED]Received IPSec payload:",
        "Received Traffic Selector payload request- [Tsid 0x7 ]Number of TSIs 1: StartAddress 10.0.0.0",
        "[SEND] Messid : 17",
        "[RECV]Messid : 1",
        "[SEND] Sending DPD request",
        "[SEND][NOTIFY] Sending Notify Message with error simultaneous rekeys detected",
        "rekey of the child SA started",
      })
  void exchangesThatGoTheirWayAreRoutine(String text) {
    var presence = presence(ike(PREFIX + text));

    assertThat(presence.sign()).isEqualTo(Sign.HEARD);
    assertThat(presence.tunnel()).isEmpty();
    assertThat(presence(ike(text))).isEqualTo(presence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[RECEIVED] Received DPD response | ALIVE",
        "[RECV]Messid : 17 | ALIVE",
        "[LOCAL_MSG] Quick mode SA established | ALIVE",
        "[LOCAL_MSG] Rekey of child SA completed | REKEYED",
        "[SEND] Proposed Traffic Selector payload will be (Final Negotiated) - [Tsid 0x7 ] | REKEYED",
      })
  void anAnswerOrANewSaShowsThatTheTunnelLives(String text, Sign sign) {
    var presence = presence(ike(PREFIX + text));

    assertThat(presence.sign()).isEqualTo(sign);
    assertThat(presence.tunnel()).contains(PARIS);
  }

  /** Without its address, which is hidden, a refusal would be anybody's: the one site's, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[IkeEvent] SA_NEGOTIATION_FAILED [ErrorCode] 13801",
        "[IkeEvent] SA_NEGOTIATION_FAILED [ErrorMessage] Policy match error",
        "[IkeEvent] SA_DELETE [SA_type] MM_SA [ErrorCode] 13885",
        "[IkeEvent] SA_ESTABLISHED [SA_type] QM_SA",
      })
  void whatBefallsAClientThatDialsInIsNoNewsOfAnyTunnel(String what) {
    var presence = presence(ike(KEYED.replace("S2S", "P2S") + what));

    assertThat(presence.sign()).isEqualTo(Sign.HEARD);
    assertThat(presence.tunnel()).isEmpty();
  }

  @Test
  void aSignOfLifeThatNamesNoTunnelIsOnlyHeard() {
    var masked = "Remote <IPaddress>:500: Local <IPaddress>:500: Received DPD response";

    assertThat(presence(ike(masked)).sign()).isEqualTo(Sign.HEARD);
    assertThat(presence(ike(masked)).tunnel()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.x:500", "<IPaddress>:500", "host.example.com:500", "x"})
  void anEndThatCannotBeReadIsLeftOutNotRejected(String end) {
    var line =
        "Remote "
            + end
            + ": Local "
            + end
            + ": [SEND][NOTIFY] Sending Notify Message - Policy Mismatch";

    assertThat(event(ike(line)))
        .isInstanceOfSatisfying(
            NegotiationFailed.class, it -> assertThat(it.tunnel().remoteIp()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[LOCAL_MSG] The moon is full",
        "[RECEIVED][NOTIFY] Received Notify Message - Something new",
        "reached error 3 of the list",
        "[IkeEvent] SA_DREAMS [SA_type] QM_SA"
      })
  void wordsThatNobodyKnowsAreKeptAsUnrecognised(String text) {
    assertThat(event(ike(text))).isInstanceOf(Unrecognised.class);
  }
}
