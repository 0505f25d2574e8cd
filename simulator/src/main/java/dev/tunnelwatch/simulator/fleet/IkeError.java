package dev.tunnelwatch.simulator.fleet;

import java.util.Locale;

/**
 * Why IKE failed, with Windows' number and words for it, and the notify message that goes over the
 * wire where there is one.
 */
enum IkeError {
  TIMED_OUT(13805, "Negotiation timed out", ""),
  AUTHENTICATION(13801, "IKE authentication credentials are unacceptable", "Authentication failed"),
  POLICY_MATCH(13868, "Policy match error", "Policy Mismatch"),
  TRAFFIC_SELECTORS(13999, "Traffic selectors unacceptable", "Traffic selectors unacceptable"),
  EXPIRED_OR_DELETED(13885, "Main mode SA lifetime expired or peer sent a main mode delete", ""),
  PEER_SILENT(13886, "Main mode SA assumed to be invalid because peer stopped responding", "");

  private final int code;
  private final String words;
  private final String notify;

  IkeError(int code, String words, String notify) {
    this.code = code;
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

  /** Decimal or hexadecimal: both are met. */
  String code(boolean hex) {
    return hex ? "0x" + Integer.toHexString(code).toUpperCase(Locale.ROOT) : "" + code;
  }
}
