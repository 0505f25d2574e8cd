package dev.tunnelwatch.simulator.fleet;

import java.util.List;

/** The words there are for the reasons of tunnel records. */
final class Wordings {

  private Wordings() {}

  /** Those that are known from customers' troubleshooting. */
  static List<String> known(Reason reason) {
    return switch (reason) {
      case PEER_SILENT ->
          List.of(
              "DPD timed out",
              "DPD timed out",
              "DPD timed out",
              "DPD timed out",
              "Main mode SA assumed to be invalid because peer stopped responding",
              "0x8007363E");
      case LOCAL -> List.of("Locally Triggered");
      case REMOTE -> List.of("RemotelyTriggered");
      case REMOTE_CRASH -> List.of("RemoteCrashTriggered");
      case STANDBY ->
          List.of(
              "GlobalStandbyChanged", "GlobalStandby change", "StandbyChanged", "Standby changed");
      case SETTING ->
          List.of(
              "Pre-shared Key Changed",
              "DhGroup changed",
              "EncryptionType changed",
              "IkeIntegrity changed",
              "PfsGroup changed",
              "SALifetimeSeconds changed",
              "SALifeKilloBytes changed",
              "UseNarrowTrafficSelectors changed",
              "NarrowTSEnabled changed");
      case REMOVED -> List.of("TunnelRemoved");
      case AUTHENTICATION ->
          List.of("IKE authentication credentials are unacceptable", "0x800735E9");
      case POLICY -> List.of("Policy match error", "0x8007362C");
      case SELECTORS -> List.of("Traffic selectors unacceptable");
      case TIMED_OUT -> List.of("Negotiation timed out", "The wait operation timed out");
      case EXPIRED -> List.of("Main mode SA lifetime expired or peer sent a main mode delete");
      case NOTHING -> List.of("", "Unknown");
    };
  }

  /** Other words for the same thing, as another version of the service might use. */
  static List<String> synonyms(Reason reason) {
    return switch (reason) {
      case PEER_SILENT ->
          List.of(
              "DPD timeout",
              "Dead peer detection timed out",
              "Peer dead",
              "No DPD response",
              "Peer stopped answering keepalives",
              "peer_unresponsive",
              "Peer is not responding",
              "No response from peer to DPD probes");
      case LOCAL -> List.of("Local trigger", "Initiated locally");
      case REMOTE ->
          List.of(
              "Remotely triggered by peer",
              "Peer initiated disconnect",
              "Delete received from peer",
              "Remote peer closed the tunnel",
              "Remote triggered",
              "Peer deleted the SA",
              "Deleted by remote peer");
      case REMOTE_CRASH ->
          List.of(
              "Remote crash",
              "Crash of remote peer detected",
              "Peer reboot detected",
              "Remote device restart",
              "Peer crash triggered",
              "Peer restarted",
              "Remote peer rebooted");
      case STANDBY ->
          List.of(
              "Standby instance changed",
              "Failover to standby",
              "HA failover",
              "Active instance changed",
              "Global standby changed");
      case SETTING ->
          List.of(
              "PSK changed",
              "Shared key updated",
              "IPsec policy updated",
              "Connection settings changed",
              "PreSharedKey has changed",
              "DH group changed",
              "IKE policy changed",
              "Configuration changed");
      case REMOVED -> List.of("Tunnel was removed", "Tunnel deleted by user");
      case AUTHENTICATION ->
          List.of(
              "Authentication failed",
              "Peer authentication failed",
              "Wrong pre-shared key",
              "AUTHENTICATION_FAILED",
              "Auth failure",
              "Pre-shared key mismatch");
      case POLICY ->
          List.of(
              "Policy Mismatch",
              "NO_PROPOSAL_CHOSEN",
              "No proposal chosen",
              "Crypto policy mismatch",
              "IKE policy mismatch",
              "No policy match",
              "Proposal mismatch");
      case SELECTORS ->
          List.of(
              "TS unacceptable",
              "TS_UNACCEPTABLE",
              "Traffic selectors do not match",
              "Traffic selector mismatch");
      case TIMED_OUT -> List.of("Negotiation time-out", "Timed out");
      case EXPIRED -> List.of("SA lifetime expired");
      case NOTHING -> List.of("None", "unknown reason");
    };
  }
}
