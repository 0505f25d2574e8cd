package dev.tunnelwatch.model;

import java.util.Locale;

/** The causes, in order of precedence as the causal table of the correlation rules has them. */
public enum Cause {
  REGION_OUTAGE,
  SITE_OUTAGE,
  PLANNED_MAINTENANCE,
  CONFIGURATION_CHANGE,
  PEER_RESTARTED,
  IKE_AUTHENTICATION,
  IKE_POLICY_MISMATCH,
  IKE_TRAFFIC_SELECTORS,
  GATEWAY_OUTAGE,
  INSTANCE_FAILOVER,
  PATH_UNSTABLE,
  PEER_CLOSED,
  REKEY_FAILURE,
  PEER_UNREACHABLE,
  BGP_SESSION_LOST,
  ROUTES_WITHDRAWN,
  P2S_AUTHENTICATION,
  P2S_POOL_EXHAUSTED,
  P2S_MASS_DISCONNECT,
  TELEMETRY_SILENT,
  UNEXPLAINED;

  /** The word used in JSON, metrics, labels and file names: {@code peer_unreachable}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The page a human is sent to, relative to the repository's root. */
  public String runbook() {
    return "docs/runbooks/" + word() + ".md";
  }
}
