package dev.tunnelwatch.model;

/**
 * Why a tunnel changed state or a negotiation failed, as far as the gateway's own words tell. What
 * it proves is for the causal table to say.
 */
public enum Reason {
  /** Liveness checks went unanswered: "DPD timed out", Windows 13886, 1460. */
  PEER_SILENT,
  /** A negotiation got no answer: Windows 13805. */
  NEGOTIATION_TIMED_OUT,
  /** The gateway's side closed it and does not say why. */
  LOCALLY_TRIGGERED,
  /** The peer's side closed or opened it. */
  REMOTELY_TRIGGERED,
  /** The peer began anew while connected: it crashed or restarted. */
  PEER_RESTARTED,
  /** The active role moved between the gateway's instances. */
  STANDBY_CHANGED,
  /** A setting of the connection was changed. */
  SETTING_CHANGED,
  /** The tunnel was removed from the configuration. */
  TUNNEL_REMOVED,
  /** Pre-shared key or certificate refused: 13801, 13826, 13806 and the certificate codes. */
  AUTHENTICATION,
  /** No common proposal: 13868. */
  POLICY_MISMATCH,
  /** No common Diffie-Hellman group: invalid KE (RFC 7296 1.3), 13833, 13822, 13865. */
  KEY_EXCHANGE_MISMATCH,
  /** No common traffic selectors: 13999. */
  TRAFFIC_SELECTORS,
  /** "Main mode SA lifetime expired or peer sent a main mode delete": 13885. */
  SA_EXPIRED_OR_DELETED,
  /** An IKE error that is known and proves none of the above. */
  OTHER_IKE_ERROR,
  /** The gateway says it does not know, or says nothing. */
  NOT_STATED,
  /** Words we do not know. */
  UNRECOGNISED
}
