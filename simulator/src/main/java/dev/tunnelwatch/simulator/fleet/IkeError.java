package dev.tunnelwatch.simulator.fleet;

import java.util.Locale;

/**
 * Why IKE failed, with Windows' number, name and words for it, and the notify message that goes
 * over the wire where there is one.
 */
enum IkeError {
  TIMED_OUT(13805, "TIMED_OUT", "Negotiation timed out", ""),
  NO_ANSWER(1460, "ERROR_TIMEOUT", "The wait operation timed out", ""),
  AUTHENTICATION(
      13801,
      "AUTH_FAIL",
      "IKE authentication credentials are unacceptable",
      "Authentication failed"),
  SIGNATURE(13826, "INVALID_SIGNATURE", "Failed to verify signature", "Authentication failed"),
  POLICY_MATCH(13868, "POLICY_MATCH", "Policy match error", "Policy Mismatch"),
  KEY_EXCHANGE(13833, "PROCESS_ERR_KE", "Error processing KE payload", "Invalid KE payload"),
  TRAFFIC_SELECTORS(13999, "", "Traffic selectors unacceptable", "Traffic selectors unacceptable"),
  EXPIRED_OR_DELETED(
      13885, "MM_EXPIRED", "Main mode SA lifetime expired or peer sent a main mode delete", ""),
  PEER_SILENT(
      13886,
      "PEER_MM_ASSUMED_INVALID",
      "Main mode SA assumed to be invalid because peer stopped responding",
      "");

  private static final int HRESULT = 0x8007_0000;

  private final int code;
  private final String name;
  private final String words;
  private final String notify;

  IkeError(int code, String name, String words, String notify) {
    this.code = code;
    this.name = name;
    this.words = words;
    this.notify = notify;
  }

  String words() {
    return words;
  }

  /** Empty when nothing is sent. */
  String notifyWords() {
    return notify;
  }

  /** Decimal, hexadecimal, the same padded, or as an HRESULT: all are met. */
  String code(Dice dice) {
    return switch (dice.below(5)) {
      case 0 -> "0x" + Integer.toHexString(code).toUpperCase(Locale.ROOT);
      case 1 -> String.format(Locale.ROOT, "0x%08x", code);
      case 2 -> "0x" + Integer.toHexString(HRESULT | code).toUpperCase(Locale.ROOT);
      default -> "" + code;
    };
  }

  /** As Network Watcher's file has it: {@code error 13801(ERROR_IPSEC_IKE_AUTH_FAIL)}. */
  String windowsError() {
    if (name.isEmpty()) {
      return "error " + code;
    }
    return "error "
        + code
        + '('
        + (name.startsWith("ERROR") ? name : "ERROR_IPSEC_IKE_" + name)
        + ')';
  }

  /** As a line of the service below has it, decimal. */
  int number() {
    return code;
  }
}
