package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wordings that were seen, and others for the same thing: nothing is documented (sources.md). */
class StateChangeReasonsTest {

  @ParameterizedTest
  @CsvSource({
    "'', NOT_STATED",
    "Unknown, NOT_STATED",
    "DPD timed out, PEER_SILENT",
    "dpd  TIMED OUT., PEER_SILENT",
    "Dead peer detection failed, PEER_SILENT",
    "Peer is not responding, PEER_SILENT",
    "No response from the remote device, PEER_SILENT",
    "Main mode SA assumed to be invalid because peer stopped responding, PEER_SILENT",
    "Error 0x800705B4, PEER_SILENT",
    "Negotiation timed out, NEGOTIATION_TIMED_OUT",
    "Locally Triggered, LOCALLY_TRIGGERED",
    "Closed by the gateway, LOCALLY_TRIGGERED",
    "RemotelyTriggered, REMOTELY_TRIGGERED",
    "Tunnel closed by peer, REMOTELY_TRIGGERED",
    "Connection deleted by the remote side, REMOTELY_TRIGGERED",
    "RemoteCrashTriggered, PEER_RESTARTED",
    "On-premises device rebooted, PEER_RESTARTED",
    "GlobalStandby change, STANDBY_CHANGED",
    "GlobalStandbyChanged, STANDBY_CHANGED",
    "Planned failover, STANDBY_CHANGED",
    "Pre-shared Key Changed, SETTING_CHANGED",
    "DhGroup changed, SETTING_CHANGED",
    "SALifeKilloBytes changed, SETTING_CHANGED",
    "UseNarrowTrafficSelectors changed, SETTING_CHANGED",
    "IPsec policy updated, SETTING_CHANGED",
    "DpdTimeoutSeconds changed, SETTING_CHANGED",
    "DPD timeout changed, SETTING_CHANGED",
    "Pre-shared key change, SETTING_CHANGED",
    "Active instance changed, STANDBY_CHANGED",
    "Failed over, STANDBY_CHANGED",
    "Remote peer is unreachable, PEER_SILENT",
    "Remote gateway did not reply, PEER_SILENT",
    "ERROR_IPSEC_IKE_PEER_MM_ASSUMED_INVALID, PEER_SILENT",
    "The wait operation timed out, PEER_SILENT",
    "Retransmission limit exceeded, PEER_SILENT",
    "Maximum number of retransmissions reached, PEER_SILENT",
    "No DPD response, PEER_SILENT",
    "No answer from peer, PEER_SILENT",
    "Remote peer not reachable, PEER_SILENT",
    "Unable to reach peer, PEER_SILENT",
    "No matching policy, POLICY_MISMATCH",
    "Cipher mismatch, POLICY_MISMATCH",
    "Peer deleted the tunnel, REMOTELY_TRIGGERED",
    "Torn down by remote end, REMOTELY_TRIGGERED",
    "TunnelRemoved, TUNNEL_REMOVED",
    "Connection removed, TUNNEL_REMOVED",
    "IKE authentication credentials are unacceptable, AUTHENTICATION",
    "Pre-shared key mismatch, AUTHENTICATION",
    "Certificate expired, AUTHENTICATION",
    "Error 13801, AUTHENTICATION",
    "0x800735E9, AUTHENTICATION",
    "-2147011095, AUTHENTICATION",
    "Certificate chain not trusted, AUTHENTICATION",
    "Remote Auth method 0 not supported by policy, AUTHENTICATION",
    "0x8007362C, POLICY_MISMATCH",
    "0x0000363e, PEER_SILENT",
    "13805 (ERROR_IPSEC_IKE_TIMED_OUT), NEGOTIATION_TIMED_OUT",
    "Policy match error, POLICY_MISMATCH",
    "No proposal chosen, POLICY_MISMATCH",
    "NO_PROPOSAL_CHOSEN, POLICY_MISMATCH",
    "DH group mismatch, KEY_EXCHANGE_MISMATCH",
    "Diffie-Hellman group mismatch, KEY_EXCHANGE_MISMATCH",
    "IKE policy does not match, POLICY_MISMATCH",
    "IKE version mismatch, POLICY_MISMATCH",
    "Error 13880, POLICY_MISMATCH",
    "Error processing KE payload, POLICY_MISMATCH",
    "Encryption algorithm not accepted, POLICY_MISMATCH",
    "Traffic selectors unacceptable, TRAFFIC_SELECTORS",
    "Traffic selector mismatch, TRAFFIC_SELECTORS",
    "TS_UNACCEPTABLE, TRAFFIC_SELECTORS",
    "Phase 2 selector mismatch, TRAFFIC_SELECTORS",
    "Main mode SA lifetime expired or peer sent a main mode delete, SA_EXPIRED_OR_DELETED",
    "Invalid payload received, OTHER_IKE_ERROR",
    "IKE SA deleted before establishment completed, OTHER_IKE_ERROR",
    "The moon is full, UNRECOGNISED",
  })
  void wordingsOfOneThingAreOneReason(String text, Reason expected) {
    assertThat(StateChangeReasons.reason(text)).isEqualTo(expected);
  }
}
