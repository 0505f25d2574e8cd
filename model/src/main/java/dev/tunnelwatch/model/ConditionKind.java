package dev.tunnelwatch.model;

/** The kinds of condition, in the order of rank: a parent precedes its child (rules 13, 22). */
public enum ConditionKind {
  REGION_DOWN,
  SITE_DOWN,
  MAINTENANCE,
  CONFIGURATION_CHANGED,
  GATEWAY_DOWN,
  FAILOVER,
  TUNNEL_FLAPPING,
  TUNNEL_DOWN,
  IKE_FAILING,
  BGP_SESSION_DOWN,
  ROUTES_WITHDRAWN,
  P2S_AUTHENTICATION_FAILING,
  P2S_POOL_EXHAUSTED,
  P2S_DISCONNECTED,
  TELEMETRY_SILENT
}
